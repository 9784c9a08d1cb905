//! A vacancy: one opening, after duplicates are folded together; it knows every page it was seen on.

use crate::{Answer, Hash, Posting, SourceName, VacancyId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
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
    /// Its page leads elsewhere: to a list, or to the front page.
    Redirected,
    /// Its page states no vacancy any more.
    StatesNothing,
    /// Its page no longer has a way to apply.
    ApplyGone,
    /// It proved to be another vacancy, which now has its pages.
    Folded,
}

/// What makes one think that a vacancy is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingSign {
    /// Its page answers 404 or 410.
    PageGone,
    /// Its page may no longer be indexed.
    NoIndex,
    /// Its page says so in words.
    SaidClosed,
    /// Its page says so in words, beside structured data with a last day still to come.
    SaidBesideOpen,
    /// Its page leads elsewhere: to a list, or to the front page.
    Redirected,
    /// Its page states no vacancy any more.
    StatesNothing,
    /// A complete listing of its source no longer has it.
    NotListed,
    /// A listing that became much shorter, or empty, no longer has it.
    ListingShrank,
    /// Its page states it as before, and no longer has the link or form to apply by that it had.
    ApplyGone,
}

/// How much a sign says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignWeight {
    /// Closes at once.
    Strong,
    /// Makes doubtful; closes when it was there for enough nights.
    Weak,
    /// Makes doubtful, and counts as one night of a weak sign; however long it is there, it never closes alone.
    Faint,
}

/// How signs of closing are taken.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosingRules {
    /// The weight of each sign; one that is not here is weak.
    pub signs: BTreeMap<ClosingSign, SignWeight>,
    /// Nights with a weak sign that close, at least one.
    pub weak_nights: u32,
    /// Nights with a faint sign alone that make doubtful; after them a page's new form is taken for its usual one.
    pub faint_nights: u32,
    /// A listing that names less than this part of what its source had open, in percent, has shrunk.
    pub shrunk_below_percent: usize,
}

/// One time that a vacancy was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    /// Why.
    pub because: ClosedBecause,
    /// When.
    pub on: NaiveDate,
    /// When it was there again.
    pub reopened: Option<NaiveDate>,
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
    /// Since when all its pages have a weak sign of closing; it is then shown to nobody until it is verified again.
    #[serde(default)]
    pub doubtful_since: Option<NaiveDate>,
    /// What the employer answered when asked, the newest answer on each thing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

impl ClosingSign {
    /// The reason to give where the sign closes.
    pub fn because(self) -> ClosedBecause {
        match self {
            Self::PageGone => ClosedBecause::PageGone,
            Self::NoIndex => ClosedBecause::NoIndex,
            Self::SaidClosed | Self::SaidBesideOpen => ClosedBecause::SaidClosed,
            Self::Redirected => ClosedBecause::Redirected,
            Self::StatesNothing => ClosedBecause::StatesNothing,
            Self::NotListed | Self::ListingShrank => ClosedBecause::NotListed,
            Self::ApplyGone => ClosedBecause::ApplyGone,
        }
    }
}

impl ClosingRules {
    /// The weight of a sign.
    pub fn weight(&self, sign: ClosingSign) -> SignWeight {
        self.signs.get(&sign).copied().unwrap_or(SignWeight::Weak)
    }

    /// Whether a listing of `now` has shrunk, where `before` were open.
    pub fn has_shrunk(&self, before: usize, now: usize) -> bool {
        now * 100 < before * self.shrunk_below_percent || now == 0 && before > 0
    }
}
