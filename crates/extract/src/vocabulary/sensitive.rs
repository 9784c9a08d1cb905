//! Words that have no place in a profile: diagnosis, treatment, medication, and the citizen service number (BSN).
//!
//! A net with holes: it refuses what is plainly medical (`sensitive.toml`), and cannot know every word.

use super::phrase::Phrases;
use super::search::Matches;
use serde::Deserialize;

/// Why a word is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum SensitiveKind {
    Diagnosis,
    Treatment,
    Medication,
    CitizenServiceNumber,
}

impl SensitiveKind {
    /// In words, for an error.
    pub fn name(self) -> &'static str {
        match self {
            Self::Diagnosis => "a diagnosis",
            Self::Treatment => "a treatment",
            Self::Medication => "medication",
            Self::CitizenServiceNumber => "a citizen service number (BSN)",
        }
    }
}

/// A word that was found, and why it is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitive {
    /// As it stands in the text.
    pub word: String,
    /// Why it is refused.
    pub why: SensitiveKind,
}

/// The words of `sensitive.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    diagnosis: Phrases,
    treatment: Phrases,
    medication: Phrases,
}

impl Words {
    pub(super) fn in_text(&self, text: &str, matches: &Matches) -> Option<Sensitive> {
        let lists = [
            (self.diagnosis, SensitiveKind::Diagnosis),
            (self.treatment, SensitiveKind::Treatment),
            (self.medication, SensitiveKind::Medication),
        ];
        let word = lists.into_iter().find_map(|(phrases, why)| {
            matches.find(phrases).next().map(|found| Sensitive { word: text[found.at].to_owned(), why })
        });
        word.or_else(|| citizen_service_number(text))
    }
}

/// Nine digits that pass the test of eleven (Besluit burgerservicenummer), with or without points and spaces.
fn citizen_service_number(text: &str) -> Option<Sensitive> {
    let groups = text.split(|letter: char| !letter.is_ascii_digit() && !matches!(letter, '.' | ' ' | '-'));
    let digits_of = |group: &str| group.chars().filter_map(|letter| letter.to_digit(10)).collect::<Vec<u32>>();
    let found = groups.map(digits_of).any(|digits| passes_eleven(&digits));
    // the number itself is not repeated: errors may end in a log
    found.then(|| Sensitive { word: "nine digits".to_owned(), why: SensitiveKind::CitizenServiceNumber })
}

fn passes_eleven(digits: &[u32]) -> bool {
    let [first @ .., last] = digits else { return false };
    if first.len() != 8 || digits.iter().all(|digit| *digit == 0) {
        return false;
    }
    let weighed: u32 = first.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    // the last digit counts negative
    (i64::from(weighed) - i64::from(*last)) % 11 == 0
}
