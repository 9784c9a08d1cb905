//! The slow matcher: every list of phrases is one regular expression, and every part of a text is searched anew.

use super::Told;
use crate::vocabulary::number::number;
use regex::Regex;
use std::cmp::Reverse;

const NUMBER: &str = r"(\d{1,3}(?:\.\d{3})+|\d{1,4}(?:[.,]\d{1,2})?|\b(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|one|two|three|four|five|six|seven|eight|nine|ten)\b)";
const AMOUNT: &str =
    r"(\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,6}(?:[.,]\d{1,2})?)(?:,?-{1,2})?";
const GAP: &str = r"(?:[^\s.;!?]+[ \u{a0}]+){0,4}?";
const SPACE: &str = r"\s+";
const MAYBE_SPACE: &str = r"\s*";
const EDGE: &str = r"\b";

/// Every place where one of the phrases stands.
pub(super) fn find(phrases: &[&str], text: &str) -> Told {
    let mut sorted = phrases.to_vec();
    sorted.sort_by_key(|phrase| Reverse(phrase.len()));
    let each: Vec<String> = sorted.iter().map(|phrase| expression(phrase)).collect();
    let regex = Regex::new(&format!("(?i)(?:{})", each.join("|"))).expect("an expression");
    let told = regex.captures_iter(text).map(|captures| {
        let numbers = captures.iter().skip(1).flatten().filter_map(|group| number(group.as_str()));
        (captures.get(0).expect("a match").range(), numbers.collect())
    });
    told.collect()
}

fn expression(phrase: &str) -> String {
    let mut made = String::new();
    let mut glue = "";
    for word in phrase.split_whitespace() {
        made.push_str(glue);
        if word == ".." {
            made.push_str(GAP);
            glue = "";
        } else if let Some(optional) = word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
            made.extend(["(?:", &one_word(optional, EDGE), SPACE, ")?"]);
            glue = "";
        } else {
            made.push_str(&one_word(word, if glue == MAYBE_SPACE { "" } else { EDGE }));
            glue = if word.ends_with(['#', '€', '¤']) { MAYBE_SPACE } else { SPACE };
        }
    }
    made
}

fn one_word(word: &str, edge: &str) -> String {
    if word == "_" {
        return r"[\p{L}\p{N}'’-]+".to_owned();
    }
    let each: Vec<String> = word.split('|').map(|each| alternative(each, edge)).collect();
    format!("(?:{})", each.join("|"))
}

fn alternative(word: &str, edge: &str) -> String {
    let mut made = String::new();
    if word.starts_with(char::is_alphanumeric) {
        made.push_str(edge);
    }
    let mut before = ' ';
    for letter in word.chars() {
        match letter {
            '*' => made.push_str(r"[\p{L}\p{N}'’-]*"),
            '#' => made.push_str(NUMBER),
            '¤' => made.push_str(AMOUNT),
            '€' => made.extend([r"(?:€|\beuro?\b)\s*", AMOUNT]),
            '-' if before == '#' || before == ' ' => made.push_str(r"\s*[-–—]\s*"),
            '-' => made.push_str(r"[\s-]?"),
            other => made.push_str(&regex::escape(&other.to_string())),
        }
        before = letter;
    }
    if word.ends_with(char::is_alphanumeric) {
        made.push_str(EDGE);
    }
    made
}
