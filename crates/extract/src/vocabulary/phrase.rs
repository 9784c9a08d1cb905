//! The little language of phrases in `config/vocabulary`, made into automata. Its signs are explained in that folder's
//! README; it knows digits and written-out numerals, and no other word.

use regex::Regex;
use serde::Deserialize;
use std::fmt::Write as _;
use std::ops::Range;

/// A number in digits, with Dutch or English separators, or written out up to twelve.
const NUMBER: &str = r"(\d{1,3}(?:\.\d{3})+|\d{1,4}(?:[.,]\d{1,2})?|\b(?:een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|one|two|three|four|five|six|seven|eight|nine|ten)\b)";
/// An amount of money without its sign.
const AMOUNT: &str =
    r"(\d{1,3}(?:[. ]\d{3})+(?:,\d{1,2})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d{1,6}(?:[.,]\d{1,2})?)(?:,?-{1,2})?";
/// Up to four words of the same sentence.
const GAP: &str = r"(?:[^\s.;!?]+[ \u{a0}]+){0,4}?";

/// Between two words.
const SPACE: &str = r"[\s\u{a0}]+";
/// Between a number and what it counts.
const MAYBE_SPACE: &str = r"[\s\u{a0}]*";

const WRITTEN: [(&str, f64); 22] = [
    ("een", 1.0),
    ("één", 1.0),
    ("twee", 2.0),
    ("drie", 3.0),
    ("vier", 4.0),
    ("vijf", 5.0),
    ("zes", 6.0),
    ("zeven", 7.0),
    ("acht", 8.0),
    ("negen", 9.0),
    ("tien", 10.0),
    ("elf", 11.0),
    ("twaalf", 12.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
];

/// One phrase of a vocabulary file, checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
struct Phrase {
    length: usize,
    expression: String,
}

impl TryFrom<String> for Phrase {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        let expression = expression(&text)?;
        Regex::new(&format!("(?i){expression}"))
            .map_err(|error| format!("the phrase '{text}' cannot be used: {error}"))?;
        Ok(Self { length: text.len(), expression })
    }
}

/// The expression of a phrase: its words, one after the other.
fn expression(phrase: &str) -> Result<String, String> {
    let words: Vec<&str> = phrase.split_whitespace().collect();
    if words.iter().all(|word| matches!(*word, ".." | "*" | "_")) {
        return Err(format!("the phrase '{phrase}' has no word: it would match everywhere"));
    }
    if words.last().is_some_and(|word| *word == ".." || (word.starts_with('(') && word.ends_with(')'))) {
        return Err(format!("the phrase '{phrase}' ends with what may be left out: leave it out"));
    }
    let mut made = String::new();
    let mut glue = "";
    for word in words {
        if word == ".." {
            let _ = write!(made, "{glue}{GAP}");
            glue = "";
        } else if let Some(optional) = word.strip_prefix('(').and_then(|word| word.strip_suffix(')')) {
            let _ = write!(made, "{glue}(?:{}{SPACE})?", one_word(optional));
            glue = "";
        } else {
            let made_of_word = one_word(word);
            // "24uur": between a number and its unit there is no edge of a word
            let joined = if glue == MAYBE_SPACE { made_of_word.trim_start_matches(r"\b") } else { &made_of_word };
            let _ = write!(made, "{glue}{joined}");
            glue = if word.ends_with(['#', '€', '¤']) { MAYBE_SPACE } else { SPACE };
        }
    }
    Ok(made)
}

/// One word: alternatives by `|`, any ending by `*`, any word by `_`, numbers by `#`, amounts by `€` and `¤`.
fn one_word(word: &str) -> String {
    if word == "_" {
        return r"[\p{L}\p{N}'’-]+".to_owned();
    }
    let alternatives: Vec<String> = word.split('|').map(alternative).collect();
    if alternatives.len() == 1 { alternatives.concat() } else { format!("(?:{})", alternatives.join("|")) }
}

fn alternative(word: &str) -> String {
    let is_letter = |letter: char| letter.is_alphanumeric();
    let mut made = String::new();
    if word.starts_with(is_letter) {
        made.push_str(r"\b");
    }
    let mut before = ' ';
    for letter in word.chars() {
        match letter {
            '*' => made.push_str(r"[\p{L}\p{N}'’-]*"),
            '#' => made.push_str(NUMBER),
            '¤' => made.push_str(AMOUNT),
            '€' => {
                let _ = write!(made, r"(?:€|\beuro?\b)\s*{AMOUNT}");
            }
            // between numbers a dash of any length; within words a hyphen, a space or nothing
            '-' if before == '#' || before == ' ' => made.push_str(r"\s*[-–—]\s*"),
            '-' => made.push_str(r"[\s\u{a0}-]?"),
            other => made.push_str(&regex::escape(&other.to_string())),
        }
        before = letter;
    }
    if word.ends_with(is_letter) {
        made.push_str(r"\b");
    }
    made
}

/// Where a phrase was found, with its numbers in order.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    pub(crate) at: Range<usize>,
    pub(crate) numbers: Vec<f64>,
}

/// Several phrases with one meaning.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(try_from = "Vec<Phrase>")]
pub(crate) struct Phrases(Option<Regex>);

impl TryFrom<Vec<Phrase>> for Phrases {
    type Error = String;
    fn try_from(mut phrases: Vec<Phrase>) -> Result<Self, String> {
        if phrases.is_empty() {
            return Ok(Self(None));
        }
        // of two that begin at one place, the longer says more
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.length));
        let each: Vec<&str> = phrases.iter().map(|phrase| phrase.expression.as_str()).collect();
        Regex::new(&format!("(?i)(?:{})", each.join("|")))
            .map(|regex| Self(Some(regex)))
            .map_err(|error| error.to_string())
    }
}

impl Phrases {
    /// Every place where one of the phrases stands, from left to right, not overlapping.
    pub(crate) fn find<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Found> + 'a {
        self.0.iter().flat_map(|regex| regex.captures_iter(text)).filter_map(|captures| {
            let at = captures.get(0)?.range();
            let numbers = captures.iter().skip(1).flatten().filter_map(|group| number(group.as_str())).collect();
            (!at.is_empty()).then_some(Found { at, numbers })
        })
    }

    /// Every place within a part of the text, in bytes of the whole.
    pub(crate) fn find_in<'a>(&'a self, text: &'a str, part: Range<usize>) -> impl Iterator<Item = Found> + 'a {
        let from = part.start;
        self.find(&text[part]).map(move |found| Found { at: found.at.start + from..found.at.end + from, ..found })
    }

    /// Whether one of the phrases stands in the text.
    pub(crate) fn is_in(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

/// A number as written: "1.250", "2,5", "18", "drie". A point before three digits parts thousands.
pub(crate) fn number(text: &str) -> Option<f64> {
    let lower = text.to_lowercase();
    if let Some((_, value)) = WRITTEN.iter().find(|(word, _)| *word == lower) {
        return Some(*value);
    }
    let text: String = lower.chars().filter(|letter| !letter.is_whitespace()).collect();
    let last = text.rfind(['.', ',']);
    let decimals = last.map_or(0, |at| text.len() - at - 1);
    let plain = match last {
        Some(at) if decimals != 3 => format!("{}.{}", text[..at].replace(['.', ','], ""), &text[at + 1..]),
        Some(_) | None => text.replace(['.', ','], ""),
    };
    plain.trim_end_matches('.').parse().ok()
}

#[cfg(test)]
mod tests {
    //! 1 the signs of a phrase do what the README of the vocabulary says; 2 numbers are read as written in Dutch and
    //! English; 3 a phrase that would match everywhere is refused.
    use super::*;

    fn phrases(each: &[&str]) -> Phrases {
        let each: Result<Vec<Phrase>, String> = each.iter().map(|text| Phrase::try_from((*text).to_owned())).collect();
        Phrases::try_from(each.expect("phrases")).expect("an automaton")
    }

    #[test]
    fn signs() {
        let cases = [
            ("til*", "je tilt dozen", "tilt"),
            ("*tillen", "meetillen hoort erbij", "meetillen"),
            ("mbo-4", "MBO 4 niveau", "MBO 4"),
            ("mbo-4", "mbo4", "mbo4"),
            ("#-# uur", "voor 24 – 32 uur", "24 – 32 uur"),
            ("# uur", "24uur", "24uur"),
            ("staan .. uur", "staan is het een heel uur", "staan is het een heel uur"),
            ("(veel) lopen", "veel lopen", "veel lopen"),
            ("zwaar|zware werk", "zware werk", "zware werk"),
        ];
        for (phrase, text, expected) in cases {
            let found: Vec<&str> = phrases(&[phrase]).find(text).map(|found| &text[found.at]).collect::<Vec<_>>();
            assert_eq!(found, [expected], "{phrase} in {text}");
        }
        assert!(phrases(&["min. ¤ - max. ¤ euro"]).is_in("min. 3542 - max. 4625 euro"));
        assert!(!phrases(&["til"]).is_in("ventilatie"));
        assert!(!phrases(&["staan uur"]).is_in("staan. uur"));
    }

    #[test]
    fn numbers() {
        for (text, value) in [
            ("1.250", 1250.0),
            ("2,5", 2.5),
            ("2.5", 2.5),
            ("18", 18.0),
            ("drie", 3.0),
            ("2.700,50", 2700.5),
            ("2,700.50", 2700.5),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
    }

    #[test]
    fn empty_phrases_are_refused() {
        assert!(Phrase::try_from("..".to_owned()).is_err());
        assert!(Phrase::try_from("(".to_owned()).is_ok(), "signs without meaning stand for themselves");
    }
}
