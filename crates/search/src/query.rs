//! What can be asked and what comes back. How it is answered is in `asking`.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{Coordinates, Language, VacancyId};
use serde::Serialize;

/// A question to the index. A filter holds back only vacancies whose facts speak against it: what a vacancy does not
/// say passes.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// All of these words; `"a phrase"`, `-without`, `one OR other`. Empty: everything, newest first.
    pub text: String,
    /// Work within so many kilometres of a point, as the crow flies, or entirely from home.
    pub near: Option<(Coordinates, f64)>,
    /// Work that somebody can do who works at most so many hours a week.
    pub hours_at_most: Option<f64>,
    /// Work that offers at least so many hours a week.
    pub hours_at_least: Option<f64>,
    /// Work in these groups of ISCO-08: one to four digits.
    pub isco_prefix: Option<String>,
    /// Vacancies in this language.
    pub language: Option<Language>,
    /// Published on this day or later.
    pub posted_since: Option<NaiveDate>,
    /// Known to be open at this moment or later; this is always known.
    pub verified_since: Option<DateTime<Utc>>,
    /// Leaves out work in the evening.
    pub no_evening: bool,
    /// Leaves out work at night.
    pub no_night: bool,
    /// Leaves out work on Saturday or Sunday.
    pub no_weekend: bool,
    /// At most so many hits.
    pub limit: usize,
}

impl Default for Query {
    /// Everything, newest first, twenty of them.
    fn default() -> Self {
        Self {
            text: String::new(),
            near: None,
            hours_at_most: None,
            hours_at_least: None,
            isco_prefix: None,
            language: None,
            posted_since: None,
            verified_since: None,
            no_evening: false,
            no_night: false,
            no_weekend: false,
            limit: 20,
        }
    }
}

/// A vacancy that was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// The vacancy.
    pub id: VacancyId,
    /// How well the words fit; 0 where none were looked for.
    pub score: f32,
    /// Its title.
    pub title: String,
    /// The employer's name.
    pub employer: Option<String>,
    /// Its first place of work, in its own words.
    pub place: Option<String>,
    /// The address of its page.
    pub url: String,
}
