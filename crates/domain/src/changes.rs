//! Why a shortlist differs from the one before it: what came, what went, what is there again, each with its reason. Exact,
//! so inside the dossier only.

use crate::VacancyId;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Which way a vacancy went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    /// It is on the list, and was not on the one before.
    Came,
    /// It is on both: it was shown, and changed since.
    Again,
    /// It was on the list before, and is not on this one.
    Went,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeReason {
    /// It was first seen since.
    New,
    /// It was closed, and is open again since.
    Reopened,
    /// Its text changed.
    VacancyChanged,
    /// The employer answered.
    Answered,
    /// The mediation profile changed.
    ProfileChanged,
    /// The doctor's document is past its validity.
    DocumentExpired,
    /// What stood above it is gone, or its own score rose.
    Room,
    /// It is closed.
    Closed,
    /// Its last day is past.
    Expired,
    /// It proved to be another vacancy.
    Folded,
    /// An answer "not suitable".
    Feedback,
    /// A block of the coach.
    Block,
    /// Something of the candidate's ended on its day: a registration.
    Ended,
    /// Rules, vocabulary or program changed.
    RulesChanged,
    /// It was not seen open lately.
    NotVerified,
    /// It was shown, and is as it was.
    ShownBefore,
    /// Another posting of the same group stands for it.
    SameGroup,
    /// Others have a better score.
    Displaced,
}

/// One vacancy that came or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Its title.
    pub title: String,
    /// Its employer, where known.
    pub employer: Option<String>,
    /// Which way.
    pub moved: Move,
    /// Why.
    pub why: ChangeReason,
    /// The same in words, with what it rests on.
    pub because: String,
}

/// All changes since a shortlist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// The day of the shortlist before.
    pub since: NaiveDate,
    /// What came, what is there again, what went.
    pub each: Vec<Change>,
}

/// What is known of a vacancy's past.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Since when its text is as it is.
    pub text_since: Option<DateTime<Utc>>,
    /// When it was last there again after a closing.
    pub reopened_on: Option<NaiveDate>,
    /// The vacancy that it proved to be.
    pub folded_into: Option<VacancyId>,
}

impl ChangeReason {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Reopened => "open again",
            Self::VacancyChanged => "vacancy changed",
            Self::Answered => "employer answered",
            Self::ProfileChanged => "profile changed",
            Self::DocumentExpired => "document expired",
            Self::Room => "room on the list",
            Self::Closed => "closed",
            Self::Expired => "expired",
            Self::Folded => "folded",
            Self::Feedback => "feedback",
            Self::Block => "block",
            Self::Ended => "ended",
            Self::RulesChanged => "rules changed",
            Self::NotVerified => "not verified",
            Self::ShownBefore => "shown before",
            Self::SameGroup => "same posting group",
            Self::Displaced => "displaced",
        }
    }
}
