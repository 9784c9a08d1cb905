//! Phone numbers in a text: Dutch, Belgian and German ones, and international ones of any country. What has another form
//! is none: days, times, amounts, postcodes, and the numbers of chambers of commerce, banks and references.
//!
//! Sources: ITU-T E.164 (at most 15 digits behind "+"); Dutch numbering plan (9 digits behind 0), Belgian (8 or 9),
//! German (up to 11). One pass; from each group of digits at most [`LONGEST`] bytes are looked at.

use super::words::Words;
use super::{Mask, Personal};
use std::ops::Range;

/// Longer is no number: 15 digits, each with a space.
const LONGEST: usize = 40;
/// No number has fewer digits.
const FEWEST: usize = 8;
/// Signs between two groups of digits, at most: " - ".
const MOST_BETWEEN: usize = 3;

/// A run of digits, and the signs before the next one.
#[derive(Debug, Clone)]
struct Group {
    at: Range<usize>,
}

/// Every phone number of a text that may be a person's.
pub(super) fn numbers(text: &str, words: &Words) -> Vec<Personal> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(u8::is_ascii_digit) {
        let start = at + next;
        let digits = digits_from(bytes, start);
        at = match number_at(text, start, words) {
            Some(number) => {
                let end = number.end;
                if !words.is_general(&plain(&text[number.clone()])) {
                    found.push((number, Mask::Number));
                }
                end
            }
            None => digits,
        };
    }
    found
}

fn digits_from(bytes: &[u8], at: usize) -> usize {
    at + bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Only the digits.
fn plain(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// The number that begins with these digits, with what belongs before them: "+", "(".
fn number_at(text: &str, digits: usize, words: &Words) -> Option<Range<usize>> {
    let groups = groups(text.as_bytes(), digits);
    if groups.iter().map(|group| group.at.len()).sum::<usize>() < FEWEST {
        return None;
    }
    let before = &text[..digits];
    let international = before.ends_with('+') || before.ends_with("+ ");
    let start = if international { before.trim_end_matches(' ').len() - 1 } else { digits };
    let start = if text[..start].ends_with('(') { start - 1 } else { start };
    let said = words.telephone_ends(text, start);
    if words.other_number_ends(text, start) || !said && glued(&text[..start]) {
        return None;
    }
    let first = &text[groups.first()?.at.clone()];
    let end = if international || is_country(first) {
        international_end(text, &groups, usize::from(!international) * 2)
    } else {
        national_end(text, &groups, said)
    }?;
    let whole = !text[end..].starts_with(|letter: char| letter.is_alphanumeric() || matches!(letter, '%' | '€'));
    whole.then_some(start..end)
}

/// Digits right behind these are part of something else: a word, an address, an amount.
fn glued(before: &str) -> bool {
    let last = before.trim_end_matches([' ', '\u{a0}']).chars().next_back();
    let amount = last.is_some_and(|last| matches!(last, '€' | '$' | '£' | '#'));
    amount
        || before.ends_with(|letter: char| {
            letter.is_alphanumeric() || matches!(letter, '/' | '=' | '_' | '-' | ',' | '.' | '&')
        })
}

/// "0031", "0032", "0049" and their neighbours; also alone.
fn is_country(first: &str) -> bool {
    first.starts_with("00") && first[2..].starts_with(['3', '4'])
}

/// The runs of digits that may belong together.
fn groups(bytes: &[u8], from: usize) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut at = from;
    while at - from < LONGEST {
        let end = digits_from(bytes, at);
        groups.push(Group { at: at..end });
        let between = bytes[end..].iter().take(MOST_BETWEEN + 1).take_while(|byte| is_between(**byte)).count();
        let mut next = end + between;
        // a no-break space, or a dash of two bytes more
        if between <= MOST_BETWEEN
            && let Some(length) = ["\u{a0}", "–", "‑"].iter().find(|sign| bytes[next..].starts_with(sign.as_bytes()))
        {
            next += length.len();
            next += usize::from(bytes.get(next) == Some(&b' '));
        }
        if next == end || between > MOST_BETWEEN || !bytes.get(next).is_some_and(u8::is_ascii_digit) {
            break;
        }
        at = next;
    }
    groups
}

fn is_between(byte: u8) -> bool {
    matches!(byte, b' ' | b'-' | b'.' | b'/' | b'(' | b')')
}

/// Where an international number ends; `skipped` digits stand for "+".
fn international_end(text: &str, groups: &[Group], skipped: usize) -> Option<usize> {
    let mut digits = String::new();
    let mut end = None;
    for group in groups {
        let part = &text[group.at.clone()];
        let trunk = part == "0" && text[..group.at.start].ends_with('(');
        if !trunk {
            digits.push_str(part);
        }
        let sent = digits.get(skipped..).unwrap_or_default();
        let fits = match sent.get(..2) {
            Some("31") => matches!(sent.trim_start_matches("31").trim_start_matches('0').len(), 9),
            Some("32") => matches!(sent.trim_start_matches("32").trim_start_matches('0').len(), 8 | 9),
            Some(_) => (9..=15).contains(&sent.len()),
            None => false,
        };
        if fits {
            end = Some(group.at.end);
        }
        if sent.len() > 15 {
            break;
        }
    }
    end
}

/// Where a national number ends. `said`: words before it say that it is one.
fn national_end(text: &str, groups: &[Group], said: bool) -> Option<usize> {
    let signs: Vec<&str> = groups.windows(2).map(|two| &text[two[0].at.end..two[1].at.start]).collect();
    let parts: Vec<&str> = groups.iter().map(|group| &text[group.at.clone()]).collect();
    let zero = parts.first()?.starts_with('0');
    if !said && (!zero || parts[0].starts_with("00") || is_day(&parts) || is_time(&parts, &signs)) {
        return None;
    }
    let enterprise =
        parts.iter().map(|part| part.len()).take(3).eq([4, 3, 3]) && signs.iter().take(2).all(|sign| *sign == ".");
    if enterprise && !said {
        return None;
    }
    let mut count = 0;
    let mut end = None;
    for (index, group) in groups.iter().enumerate() {
        count += group.at.len();
        let has_area = index > 0 && (2..=4).contains(&parts[0].len());
        let fits = match count {
            10 => true,
            9 => has_area || said,
            11 | 12 => (has_area || said) && (index + 1 == groups.len() || end.is_none()),
            8 => said && zero,
            _ => false,
        };
        // further groups belong to it only where they make it whole: "06-12345678 / 030-1234567" are two
        if fits && (end.is_none() || parts[index].len() < 4 && (count <= 10 || !parts[index].starts_with('0'))) {
            end = Some(group.at.end);
        }
        if count >= 12 {
            break;
        }
    }
    end
}

/// "01-09-2026", also with more behind it.
fn is_day(parts: &[&str]) -> bool {
    let number = |part: Option<&&str>| part.and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let year = parts.get(2).filter(|part| part.len() == 4);
    number(parts.first()) <= 31 && (1..=12).contains(&number(parts.get(1))) && (1900..2100).contains(&number(year))
}

/// "07.00-15.30 / 15.00-23.30": hours and minutes with one sign, and others between.
fn is_time(parts: &[&str], signs: &[&str]) -> bool {
    let two = |part: Option<&&str>, below: u32| {
        part.is_some_and(|part| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number < below))
    };
    let mixed = signs.iter().any(|sign| *sign != ".");
    signs.first() == Some(&".") && mixed && two(parts.first(), 25) && two(parts.get(1), 60)
}
