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
}

/// A heading is no longer than this.
const LONGEST: usize = 64;

impl Words {
    /// The section that a line opens, if it is a heading.
    pub(crate) fn heading(&self, text: &str, at: Range<usize>, matches: &Matches) -> Option<Section> {
        let line = text[at.clone()].trim();
        let sentence = line.ends_with(['.', ',', ';']) || line.starts_with(['-', '•', '*', '·']);
        if line.is_empty() || line.chars().count() > LONGEST || sentence {
            return None;
        }
        let kinds = [
            (self.asked, Section::Asked),
            (self.offered, Section::Offered),
            (self.applying, Section::Applying),
            (self.work, Section::Work),
            (self.employer, Section::Employer),
        ];
        kinds.into_iter().find(|(phrases, _)| matches.is_in(*phrases, at.clone())).map(|(_, section)| section)
    }
}
