//! The example vacancies and candidates that the demo runs on: invented, and carried along in the program.

use anyhow::Context;
use chrono::{Days, NaiveDate};
use serde::Deserialize;

/// One section of an example's text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) text: String,
}

/// How an example's page behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Open,
    Gone,
    NoIndex,
}

/// One example vacancy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Example {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) employer: String,
    pub(crate) employer_site: String,
    pub(crate) place: String,
    #[serde(default)]
    pub(crate) postcode: String,
    pub(crate) country: String,
    pub(crate) language: String,
    posted_days_ago: u64,
    #[serde(default)]
    valid_days: Option<i64>,
    #[serde(default)]
    pub(crate) employment_type: Vec<String>,
    #[serde(default)]
    pub(crate) hours: String,
    #[serde(default)]
    pub(crate) salary: String,
    pub(crate) state: State,
    #[serde(rename = "section")]
    pub(crate) sections: Vec<Section>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExampleFile {
    vacancy: Vec<Example>,
}

impl Example {
    /// Its day of publication, as seen from today.
    pub(crate) fn posted(&self, today: NaiveDate) -> NaiveDate {
        today - Days::new(self.posted_days_ago)
    }

    /// Its last day, where it has one.
    pub(crate) fn valid_through(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.valid_days.map(|days| today + chrono::Duration::days(days))
    }
}

/// Which of the three example sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SiteKind {
    /// Sitemap and pages with JSON-LD.
    Sitemap,
    /// List and detail pages.
    List,
    /// An RSS feed.
    Feed,
}

impl SiteKind {
    /// All three.
    pub(crate) const ALL: [Self; 3] = [Self::Sitemap, Self::List, Self::Feed];

    /// The name of the source that reads it.
    pub(crate) fn source(self) -> &'static str {
        match self {
            Self::Sitemap => "example-sitemap",
            Self::List => "example-list",
            Self::Feed => "example-feed",
        }
    }

    /// Its vacancies.
    pub(crate) fn examples(self) -> anyhow::Result<Vec<Example>> {
        let text = match self {
            Self::Sitemap => include_str!("../../demo/sitemap_site.toml"),
            Self::List => include_str!("../../demo/list_site.toml"),
            Self::Feed => include_str!("../../demo/feed_site.toml"),
        };
        let file: ExampleFile = toml::from_str(text).context("the demo's vacancies cannot be read")?;
        Ok(file.vacancy)
    }
}

/// The six example profiles: file name and TOML.
pub(crate) const CANDIDATES: [(&str, &str); 6] = [
    ("c-0001.toml", include_str!("../../demo/candidates/c-0001.toml")),
    ("c-0002.toml", include_str!("../../demo/candidates/c-0002.toml")),
    ("c-0003.toml", include_str!("../../demo/candidates/c-0003.toml")),
    ("c-0004.toml", include_str!("../../demo/candidates/c-0004.toml")),
    ("c-0005.toml", include_str!("../../demo/candidates/c-0005.toml")),
    ("c-0006.toml", include_str!("../../demo/candidates/c-0006.toml")),
];
