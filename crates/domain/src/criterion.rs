//! One comparison of a candidate with a vacancy, its outcome, and the verdict that outcomes add up to.

use crate::Item;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The outcome of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Within the limit.
    Fits,
    /// About the limit, or to be looked at by a person.
    Signal,
    /// Over the limit.
    Exceeds,
    /// The vacancy does not say. Never a match, never a mismatch.
    Unknown,
}

/// The verdict on a vacancy for a candidate. A proposal: a person decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nothing stands in the way.
    Suitable,
    /// Something is to be asked or looked at first.
    Clarify,
    /// A hard criterion is exceeded.
    Unsuitable,
}

/// Where the vacancy's side of a comparison comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Its words, or a structured field of its page.
    Text,
    /// What the employer answered when asked.
    Employer,
    /// The usual load of the occupation.
    Prior,
    /// The candidate's profile alone (a document past its validity, say).
    Profile,
    /// Nothing: the vacancy does not say.
    None,
}

/// What is compared besides capability.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the requirements")]
pub enum Requirement {
    Hours,
    Education,
    Experience,
    Licence,
    OwnCar,
    Certificate,
    Registration,
    Language,
    Travel,
    Wage,
    Excluded,
    DocumentValidity,
    Blocked,
    Feedback,
}

/// What a criterion compares: a capability item, or a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CriterionName {
    /// Capability: never shown outside.
    Capability(Item),
    /// A requirement: may be shown to the candidate.
    Requirement(Requirement),
}

impl Requirement {
    const NAMES: [(Self, &'static str); 14] = [
        (Self::Hours, "hours"),
        (Self::Education, "education"),
        (Self::Experience, "experience"),
        (Self::Licence, "licence"),
        (Self::OwnCar, "own_car"),
        (Self::Certificate, "certificate"),
        (Self::Registration, "registration"),
        (Self::Language, "language"),
        (Self::Travel, "travel"),
        (Self::Wage, "wage"),
        (Self::Excluded, "excluded"),
        (Self::DocumentValidity, "document_validity"),
        (Self::Blocked, "blocked"),
        (Self::Feedback, "feedback"),
    ];
}

impl CriterionName {
    /// The name as JSON and screens show it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Capability(item) => item.name(),
            Self::Requirement(wanted) => {
                Requirement::NAMES.iter().find(|(each, _)| *each == wanted).map_or("", |(_, name)| name)
            }
        }
    }
}

impl fmt::Display for CriterionName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl From<CriterionName> for String {
    fn from(name: CriterionName) -> Self {
        name.as_str().to_owned()
    }
}

impl TryFrom<String> for CriterionName {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        if let Some((requirement, _)) = Requirement::NAMES.iter().find(|(_, name)| *name == text) {
            return Ok(Self::Requirement(*requirement));
        }
        Item::from_name(&text).map(Self::Capability).ok_or(format!("there is no criterion '{text}'"))
    }
}

impl std::str::FromStr for CriterionName {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        Self::try_from(text.to_owned())
    }
}

/// One comparison.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Criterion {
    /// What is compared.
    pub criterion: CriterionName,
    /// How it came out.
    pub outcome: Outcome,
    /// The candidate's side, exact.
    pub have: String,
    /// The vacancy's side, in the matcher's words.
    pub asks: String,
    /// Where the vacancy's side comes from.
    pub basis: Basis,
    /// The vacancy's own words, or the source of a prior.
    pub quote: Option<String>,
    /// The name of the rule or norm that decided, with its version.
    pub rule: String,
    /// Whether exceeding rejects. Wage and wishes flag only.
    pub hard: bool,
    /// On an unknown: whether this occupation usually has the load, so that it must be asked.
    #[serde(default)]
    pub usually_loaded: bool,
}

impl Criterion {
    /// Whether it alone makes a vacancy unsuitable.
    pub fn rejects(&self) -> bool {
        self.hard && self.outcome == Outcome::Exceeds
    }
}
