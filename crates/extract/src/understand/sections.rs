//! The sections of a vacancy: the same word means another thing in what is asked than in what is offered.

use crate::vocabulary::phrase::Phrases;
use crate::vocabulary::search::Matches;
use serde::Deserialize;
use std::ops::Range;

/// What a part of a vacancy is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Section {
    /// The first line.
    Title,
    /// The work, and whatever has no heading of its own.
    Work,
    /// What is asked of a person.
    Asked,
    /// What is offered.
    Offered,
    /// The employer.
    Employer,
    /// How to apply.
    Applying,
}

impl Section {
    /// Whether words on the load of the work count here.
    pub(crate) fn speaks_of_work(self) -> bool {
        matches!(self, Self::Title | Self::Work | Self::Asked)
    }

    /// Whether words on what a person must have count here.
    pub(crate) fn speaks_of_person(self) -> bool {
        matches!(self, Self::Title | Self::Work | Self::Asked)
    }
}

/// The headings of `sections.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    work: Phrases,
    asked: Phrases,
    offered: Phrases,
    employer: Phrases,
    applying: Phrases,
    /// Sentences under no heading of their own that speak of the employer, unless they speak to the reader.
    of_employer: Phrases,
    to_reader: Phrases,
    /// Sentences under no heading of their own that speak of what is offered.
    of_offer: Phrases,
}

/// A heading is no longer than this.
const LONGEST: usize = 64;
/// Longer sentences are whole lists whose stops were lost: one word does not speak for all of it.
const LONGEST_ASIDE: usize = 320;

impl Words {
    /// The section that a line opens, if it is a heading.
    pub(crate) fn heading(&self, text: &str, at: Range<usize>, matches: &Matches) -> Option<Section> {
        let line = text[at.clone()].trim();
        let sentence = line.ends_with(['.', ',', ';']) || line.starts_with(['-', '•', '*', '·']);
        if line.is_empty() || line.chars().count() > LONGEST || sentence {
            return None;
        }
        self.kinds().into_iter().find(|(phrases, _)| matches.is_in(*phrases, at.clone())).map(|(_, section)| section)
    }

    /// The section that a sentence opens with a heading before its words: "Profiel: …", "Aanbod Een vaste functie".
    pub(crate) fn opening(&self, text: &str, at: &Range<usize>, matches: &Matches) -> Option<Section> {
        let start = at.end - text[at.clone()].trim_start().len();
        let opens = |phrases| {
            let heading =
                matches.find_in(phrases, start..at.end).next().filter(|found| found.at.start == start)?.at.end;
            let behind = &text[heading..at.end];
            let words = behind.trim_start();
            let begins = behind.len() > words.len() && words.starts_with(char::is_uppercase);
            (behind.starts_with(':') || begins).then_some(heading)
        };
        let found = self.kinds().into_iter().filter_map(|(phrases, section)| Some((opens(phrases)?, section)));
        found.max_by_key(|(end, _)| *end).map(|(_, section)| section)
    }

    /// Whether a sentence speaks of the employer or the offer, whatever section it is in.
    pub(crate) fn is_beside_the_work(&self, at: &Range<usize>, matches: &Matches) -> bool {
        let says = |phrases| matches.is_in(phrases, at.clone());
        at.len() <= LONGEST_ASIDE && (says(self.of_offer) || (says(self.of_employer) && !says(self.to_reader)))
    }

    fn kinds(&self) -> [(Phrases, Section); 5] {
        [
            (self.asked, Section::Asked),
            (self.offered, Section::Offered),
            (self.applying, Section::Applying),
            (self.work, Section::Work),
            (self.employer, Section::Employer),
        ]
    }
}
