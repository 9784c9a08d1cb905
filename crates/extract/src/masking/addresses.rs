//! Mail addresses of people in a text: "j.jansen@bedrijf.nl", also where the sign is written out: "jansen (at) bedrijf.nl".
//! An address whose every part before the sign is an office's stays. One pass; each address is bounded in length.

use super::{Mask, Personal};
use std::ops::Range;

/// RFC 5321 section 4.5.3.1: no part before the sign is longer, and no domain.
const LONGEST_LOCAL: usize = 64;
const LONGEST_DOMAIN: usize = 255;
/// How the sign is written where machines shall not read it.
const WRITTEN_OUT: [&str; 4] = ["(at)", "[at]", "{at}", "(a)"];

/// Every personal address of a text. `is_office` tells of a part before the sign whether it is an office's.
pub(super) fn addresses(text: &str, is_office: impl Fn(&str) -> bool) -> Vec<Personal> {
    let mut found: Vec<Personal> = Vec::new();
    for sign in signs(text) {
        let free_from = found.last().map_or(0, |(at, _)| at.end);
        let Some(address) = address_around(text, sign).filter(|address| address.at.start >= free_from) else {
            continue;
        };
        let mut parts = parts(&text[address.local]).peekable();
        if parts.peek().is_some() && !parts.all(&is_office) {
            found.push((address.at, Mask::Address));
        }
    }
    found
}

/// The words of the part before the sign, in small letters: "j.de-vries2" is j, de, vries.
pub(super) fn parts(local: &str) -> impl Iterator<Item = &str> {
    local.split(|letter: char| !letter.is_alphabetic() && letter != '&').filter(|part| !part.is_empty())
}

/// Where the part before the sign ends in an address that was found.
pub(super) fn local_of(address: &str) -> &str {
    let end = signs(address).next().map_or(0, |sign| sign.start);
    address[..end].trim_end()
}

struct Address {
    at: Range<usize>,
    local: Range<usize>,
}

fn signs(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    (0..bytes.len()).filter_map(move |at| match bytes[at] {
        b'@' => Some(at..at + 1),
        b'(' | b'[' | b'{' => {
            let written = WRITTEN_OUT.iter().find(|sign| {
                bytes.get(at..at + sign.len()).is_some_and(|here| here.eq_ignore_ascii_case(sign.as_bytes()))
            });
            written.map(|sign| at..at + sign.len())
        }
        _ => None,
    })
}

fn address_around(text: &str, sign: Range<usize>) -> Option<Address> {
    let written_out = sign.len() > 1;
    let spaces = |part: &str, from_end: bool| {
        let trimmed = if from_end { part.trim_end_matches(' ') } else { part.trim_start_matches(' ') };
        if written_out { (part.len() - trimmed.len()).min(1) } else { 0 }
    };
    let end_of_local = sign.start - spaces(&text[..sign.start], true);
    let start_of_domain = sign.end + spaces(&text[sign.end..], false);
    let before = &text[text.floor_char_boundary(end_of_local.saturating_sub(LONGEST_LOCAL))..end_of_local];
    let local_length: usize = before.chars().rev().take_while(|letter| in_local(*letter)).map(char::len_utf8).sum();
    let local = text[end_of_local - local_length..end_of_local].trim_start_matches(['.', '-', '\'', '+', '&', '/']);
    let after = &text[start_of_domain..text.floor_char_boundary(text.len().min(start_of_domain + LONGEST_DOMAIN))];
    let domain: usize = after.chars().take_while(|letter| in_domain(*letter)).map(char::len_utf8).sum();
    let domain = after[..domain].trim_end_matches(['.', '-']);
    let (name, top) = domain.rsplit_once('.')?;
    let is_domain = !name.is_empty() && top.chars().count() >= 2 && top.chars().all(char::is_alphabetic);
    let start = end_of_local - local.len();
    let at = start..start_of_domain + domain.len();
    (is_domain && !local.is_empty()).then_some(Address { at, local: start..end_of_local })
}

fn in_local(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-' | '\'' | '&')
}

fn in_domain(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-')
}
