//! "Not suitable", as a candidate or coach answered on a vacancy, and the coach's blocks. What they change is a rule of
//! matching with a name; nothing is learned in silence. Stays in the encrypted dossier.

use crate::posting::Range;
use crate::{EducationLevel, VacancyId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Why a vacancy is not suitable, in the answer's own terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum FeedbackReason {
    TooFar,
    TooHeavy,
    Level,
    Hours,
    Employer,
    Other,
}

impl FeedbackReason {
    /// Every reason, in the order in which explanations list them.
    pub const ALL: [Self; 6] = [Self::TooFar, Self::TooHeavy, Self::Level, Self::Hours, Self::Employer, Self::Other];
}

/// What answers do to a vacancy that is like those refused. In order of strength; none of them rejects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedbackEffect {
    /// It is said.
    Flag,
    /// It comes after all others.
    Last,
    /// It stays off the shortlist.
    Off,
}

/// What a refused vacancy was like when it was refused: others are held against this.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// Its title.
    pub title: String,
    /// Its employer.
    pub employer: Option<String>,
    /// ISCO-08 unit group.
    pub isco08: Option<String>,
    /// The level of education that it asked.
    pub education: Option<EducationLevel>,
    /// Its hours a week.
    pub hours_per_week: Option<Range>,
    /// Minutes one way, by the slow estimate.
    pub minutes: Option<f64>,
}

/// One answer "not suitable".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Feedback {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Why.
    pub reason: FeedbackReason,
    /// In own words; may be empty.
    pub text: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub on: NaiveDate,
    /// What it was like.
    pub refused: Refused,
}

/// What a coach can block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockKind {
    /// An employer, by words of its name.
    Employer,
    /// An occupation, by codes of ISCO-08 or their beginnings.
    Occupation,
    /// A word, or some in a row, of title or text.
    Word,
    /// A region: all places of work are of this name, or have a postcode that begins so.
    Region,
}

/// One block: what it names is rejected, with this as the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What sort of thing.
    pub kind: BlockKind,
    /// What, in the coach's words.
    pub value: String,
    /// For an occupation: codes of ISCO-08, or their beginnings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<String>,
    /// Why.
    pub because: String,
    /// Who set it.
    pub by: String,
    /// When.
    pub on: NaiveDate,
}

impl FeedbackReason {
    const NAMES: [(Self, &'static str); 6] = [
        (Self::TooFar, "too_far"),
        (Self::TooHeavy, "too_heavy"),
        (Self::Level, "level"),
        (Self::Hours, "hours"),
        (Self::Employer, "employer"),
        (Self::Other, "other"),
    ];

    /// The name, as commands, files and explanations have it.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(reason, _)| *reason == self).map_or("", |(_, name)| name)
    }
}

impl BlockKind {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Employer, "employer"),
        (Self::Occupation, "occupation"),
        (Self::Word, "word"),
        (Self::Region, "region"),
    ];

    /// The name, as commands and explanations have it.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

fn find<T: Copy>(names: &[(T, &str)], text: &str, what: &str) -> Result<T, String> {
    let found = names.iter().find(|(_, name)| *name == text).map(|(each, _)| *each);
    let all: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
    found.ok_or_else(|| format!("'{text}' is no {what}: use {}", all.join(", ")))
}

impl FromStr for FeedbackReason {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        find(&Self::NAMES, text, "reason")
    }
}

impl FromStr for BlockKind {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        find(&Self::NAMES, text, "kind of block")
    }
}

impl fmt::Display for FeedbackReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name().replace('_', " "))
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}
