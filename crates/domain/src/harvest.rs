//! What a source's reader made of a page. Reading never fails whole: what could not be read is a [`Problem`].

use crate::{ClosingSign, PageRequest, Posting};
use serde::{Deserialize, Serialize};
use url::Url;

/// Something on a page that could not be read. It costs a field, or one vacancy, never the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// What it is about: a field, an element, a line.
    pub what: String,
    /// What was wrong with it.
    pub why: String,
}

impl Problem {
    /// A problem with `what`.
    pub fn new(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into() }
    }
}

/// What a listing page says of the vacancies that are open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The detail addresses (or, for a feed without details, the vacancies' own addresses) on this page.
    pub open: Vec<Url>,
}

/// Why a page says that its vacancy is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gone {
    /// The page says so in words, here quoted.
    Said(String),
    /// The page may not be indexed (robots meta or `X-Robots-Tag`), so it is not ours to show.
    NoIndex,
}

/// What a reader made of one page.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Harvest {
    /// The vacancies that the page states, not yet understood from their text.
    pub postings: Vec<Posting>,
    /// Further pages to fetch: more listings, details.
    pub requests: Vec<PageRequest>,
    /// Present where the page is (part of) a listing.
    pub listing: Option<Listing>,
    /// Present where the page says that what it stated is no longer to be had.
    pub gone: Option<Gone>,
    /// Present where something about the page makes one think that its vacancy is closed, but does not say so.
    pub doubt: Option<ClosingSign>,
    /// Whether the page has a link or a form to apply by; `None` where that is not looked at.
    pub applies: Option<bool>,
    /// What could not be read.
    pub problems: Vec<Problem>,
}
