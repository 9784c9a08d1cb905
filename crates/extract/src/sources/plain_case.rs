//! The plain case of a detail page: one JobPosting in JSON-LD, complete, and nothing on the page that could say that it is
//! closed. It is found by one walk over the tags, some twenty times cheaper than a tree. Whatever else a page has is left
//! to `detail`, which gives the same for a plain case; a test holds them together.

use super::closed::Closed;
use super::{closed, json_ld};
use domain::{Harvest, Page, Source};
use memchr::memchr;

/// Elements whose content a browser does not read as markup, or not as part of this page.
const OTHER_RULES: [&str; 6] = ["noscript", "template", "textarea", "xmp", "iframe", "plaintext"];

/// No name of an entity is longer.
const LONGEST_ENTITY: usize = 32;

/// The harvest of a plain case.
pub(crate) fn read(source: &Source, page: &Page, text: &str, words: &Closed) -> Option<Harvest> {
    let selects = source.select != domain::source::Selectors::default();
    if selects || page.header("x-robots-tag").is_some() || closed::is_led_away(words, page, &source.url) {
        return None;
    }
    let scripts = Walk::over(text, words).filter(|scripts| !scripts.is_empty())?;
    let mut problems = Vec::new();
    let postings = json_ld::read_scripts(&scripts, &page.final_url, &mut problems);
    let whole = postings.len() == 1
        && postings
            .iter()
            .all(|posting| !posting.title.is_empty() && posting.text.trim_end().len() > posting.title.len());
    (whole && problems.is_empty()).then(|| Harvest { postings, ..Harvest::default() })
}

/// One walk over the tags of a page.
struct Walk<'a> {
    /// The contents of JSON-LD scripts in order.
    scripts: Vec<String>,
    /// Hears the text outside scripts and styles.
    listener: closed::Listener<'a>,
}

impl<'a> Walk<'a> {
    /// The JSON-LD scripts of a page; `None` where its markup is not plain enough to be sure, or where it may say that its
    /// vacancy is closed.
    fn over(text: &str, words: &'a Closed) -> Option<Vec<String>> {
        let mut walk = Self { scripts: Vec::new(), listener: closed::Listener::new(words)? };
        let mut at = 0;
        while let Some(start) = memchr(b'<', &text.as_bytes()[at..]).map(|start| at + start) {
            walk.hear(&text[at..start])?;
            at = start + walk.tag(&text[start..])?;
        }
        walk.hear(&text[at..])?;
        Some(walk.scripts)
    }

    /// Takes in what a tag begins, and gives its length; `None` also where it may forbid to show the page.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        if rest.starts_with("<!--") {
            return Some(rest.find("-->")? + "-->".len());
        }
        if starts_with(rest, "<script") {
            let head = rest.find('>')? + 1;
            let end = find_closing(&rest[head..], "</script")? + head;
            if json_ld::is_type(attribute_type(&rest[..head])?) {
                self.scripts.push(rest[head..end].to_owned());
            }
            return Some(end);
        }
        if starts_with(rest, "<style") {
            return find_closing(rest, "</style");
        }
        if OTHER_RULES.iter().any(|name| starts_with(&rest[1..], name)) {
            return None;
        }
        let end = end_of_tag(rest)?;
        let forbids = starts_with(rest, "<meta") && closed::may_forbid(&rest[..end]);
        (!forbids).then_some(end)
    }

    /// Hears a text; `None` where it may say that the vacancy is closed, or writes a letter as a number.
    fn hear(&mut self, text: &str) -> Option<()> {
        let mut parts = text.split('&');
        let mut words = parts.next()?;
        loop {
            if self.listener.hears(words) {
                return None;
            }
            let Some(part) = parts.next() else { return Some(()) };
            if part.strip_prefix('#').is_some_and(is_letter) {
                return None;
            }
            // the name of an entity is no text
            let named = part.split_once(';').filter(|(name, _)| name.len() <= LONGEST_ENTITY);
            words = named.map_or(part, |(_, rest)| rest);
        }
    }
}

/// Whether a number that stands for a character may stand for a letter.
fn is_letter(number: &str) -> bool {
    let digits = number.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    let code = digits.parse().ok().and_then(char::from_u32);
    code.is_none_or(|letter| letter.is_ascii_alphabetic())
}

/// The length of a tag: a bracket within quotes does not end it.
fn end_of_tag(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

/// Whether a text begins with a name, in any case of letters.
pub(super) fn starts_with(text: &str, name: &str) -> bool {
    text.as_bytes().get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
}

/// Where an end tag begins, in any case of letters.
pub(super) fn find_closing(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").map(|(at, _)| at).find(|at| starts_with(&text[*at..], name))
}

/// The type of a script's start tag, empty where it has none; `None` where the tag is not plainly written.
fn attribute_type(tag: &str) -> Option<&str> {
    let Some(at) = tag.find("type") else { return Some("") };
    let value = tag[at + "type".len()..].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|letter| matches!(letter, '"' | '\''))?;
    value[1..].split(quote).next()
}
