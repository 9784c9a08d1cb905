//! A vacancy: one opening, after duplicates are folded together; it knows every page it was seen on.

use crate::{Hash, Posting, SourceName, VacancyId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

/// Why a vacancy is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBecause {
    /// Its page answers 404 or 410.
    PageGone,
    /// Its last day is past.
    Expired,
    /// Its page may no longer be indexed.
    NoIndex,
    /// Its page says so in words.
    SaidClosed,
    /// A complete listing of its source no longer has it.
    NotListed,
}

/// Open, or closed with the reason and the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum VacancyState {
    Open,
    Closed { because: ClosedBecause, on: NaiveDate },
}

/// One page that states the vacancy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenOn {
    /// The source.
    pub source: SourceName,
    /// The page's address.
    pub url: Url,
}

/// One opening.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vacancy {
    /// Opaque and stable.
    pub id: VacancyId,
    /// What its first page says.
    pub posting: Posting,
    /// SHA-256 of the canonical JSON of the posting: changes when anything in it does.
    pub version: Hash,
    /// Postings of one employer for one title share this, also in different places; a shortlist takes one of them.
    pub group: String,
    /// When it was first seen.
    pub first_seen: DateTime<Utc>,
    /// When it was last fetched, answered 304, or found in a complete listing.
    pub last_verified: DateTime<Utc>,
    /// Every page that states it.
    pub seen_on: Vec<SeenOn>,
    /// Open or closed.
    pub state: VacancyState,
}
