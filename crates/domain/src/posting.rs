//! What one page says of one opening: the object that `passend extract` prints. A vacancy is one or more of them, folded.

use crate::{Demand, Place, Problem, Requirements};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A language by its ISO 639-1 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are the codes")]
pub enum Language {
    Nl,
    En,
    De,
    Fr,
    Pl,
    Tr,
    Ar,
    Es,
    It,
    Pt,
    Uk,
    Ru,
}

/// An inclusive range; one stated amount is both ends, "vanaf" gives only min, "tot" only max.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// At least.
    pub min: Option<f64>,
    /// At most.
    pub max: Option<f64>,
}

/// Whether the work may be done from home.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Remote {
    None,
    Hybrid,
    Full,
}

/// The period that an amount of pay is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum PayPeriod {
    Hour,
    Day,
    Week,
    #[serde(rename = "4weeks")]
    FourWeeks,
    Month,
    Year,
}

/// Pay as stated, gross.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Salary {
    /// At least.
    pub min: Option<f64>,
    /// At most.
    pub max: Option<f64>,
    /// What the amount is for.
    pub per: PayPeriod,
    /// ISO 4217.
    pub currency: String,
}

/// An occupation by ISCO-08 unit group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Occupation {
    /// Four digits of ISCO-08.
    pub isco08: String,
    /// The vocabulary's word for it.
    pub label: String,
    /// 0 to 1, by what the group was read from: 0.95 where the whole title is a title of the vocabulary, 0.85 a part of
    /// it, 0.75 the end of a word, 0.7 a clue beside a title that says little, 0.55 a clue in the text, below 0.5 a
    /// guess (`occupations/rules.toml` of the vocabulary).
    pub confidence: f64,
    /// Other unit groups that the title or the text may mean, the likelier first; at most three.
    #[serde(default)]
    pub alternatives: Vec<String>,
}

/// An occupation of the European classification (ESCO).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EscoOccupation {
    /// Its address.
    pub uri: String,
    /// Its preferred label, in Dutch where there is one.
    pub label: String,
}

/// Yes, no, or the vacancy does not say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum YesNoUnknown {
    Yes,
    No,
    #[default]
    Unknown,
}

/// Working times.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Times {
    /// Between 18 and 22 hours.
    pub evening: YesNoUnknown,
    /// Between 22 and 06 hours.
    pub night: YesNoUnknown,
    /// Saturday or Sunday.
    pub weekend: YesNoUnknown,
    /// Shifts (ploegendienst).
    pub shifts: YesNoUnknown,
    /// On call (oproep, bereikbaarheidsdienst).
    pub on_call: YesNoUnknown,
}

/// Which fact a quote is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names are those of the fields of the posting")]
pub enum Fact {
    HoursPerWeek,
    Salary,
    Contract,
    Education,
    Experience,
    Licence,
    OwnCar,
    Certificate,
    Registration,
    Vog,
    Language,
    Evening,
    Night,
    Weekend,
    Shifts,
    OnCall,
    Place,
    Remote,
    Occupation,
    Closed,
}

/// The words that a fact was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactQuote {
    /// The fact.
    pub fact: Fact,
    /// What it says, where one fact has several quotes: the licence, the certificate. Empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// The words.
    pub quote: String,
    /// First byte in the posting's text. Where a fact comes from a structured field: 0.
    pub start: usize,
    /// Byte after the last. Where a fact comes from a structured field: 0.
    pub end: usize,
}

/// What one page says of one opening.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Posting {
    /// Title, without markup.
    pub title: String,
    /// The employer's name.
    pub employer: Option<String>,
    /// The page's own address.
    pub url: String,
    /// Language of the text.
    pub language: Option<Language>,
    /// Date of publication.
    pub posted: Option<NaiveDate>,
    /// Last day on which it is open.
    pub valid_through: Option<NaiveDate>,
    /// True where the page says that it is closed.
    pub closed: bool,
    /// Title, a line break, and the text of the advertisement as read; every span points into this.
    pub text: String,
    /// Places of work.
    pub places: Vec<Place>,
    /// Work from home.
    pub remote: Option<Remote>,
    /// Occupation.
    pub occupation: Option<Occupation>,
    /// Occupation by ESCO, where its release was imported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub esco: Option<EscoOccupation>,
    /// Hours a week.
    pub hours_per_week: Option<Range>,
    /// Pay.
    pub salary: Option<Salary>,
    /// `permanent`, `temporary`, `secondment`, `experience_place` …, as far as said.
    pub contract: Option<String>,
    /// What is asked of a person.
    pub requirements: Requirements,
    /// Working times.
    pub times: Times,
    /// What the work takes, in order of the text.
    pub demands: Vec<Demand>,
    /// The words that the facts were read from.
    pub quotes: Vec<FactQuote>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Contact persons that the page names in fields of their own: only told to what masks them, and never kept.
    #[serde(skip)]
    pub contacts: Vec<String>,
}

impl Posting {
    /// The words that a fact was read from, where there are any.
    pub fn quote(&self, fact: Fact) -> Option<&FactQuote> {
        self.quotes.iter().find(|quote| quote.fact == fact)
    }
}

impl Language {
    /// The two-letter code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Pl => "pl",
            Self::Tr => "tr",
            Self::Ar => "ar",
            Self::Es => "es",
            Self::It => "it",
            Self::Pt => "pt",
            Self::Uk => "uk",
            Self::Ru => "ru",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}
