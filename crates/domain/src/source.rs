//! A source: where vacancies come from, as its TOML file says it. Reading and fetching are done elsewhere.

use crate::SourceName;
use serde::{Deserialize, Serialize};
use url::Url;

/// The kinds of source that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A sitemap, or a site root (robots' Sitemap lines, then /sitemap.xml); pages with schema.org JSON-LD.
    Sitemap,
    /// A list page with links to details, read by CSS selectors.
    Html,
    /// An RSS or Atom feed.
    Rss,
}

/// CSS selectors of an `html` source; fields of a detail page are optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selectors {
    /// Links to details on a list page.
    pub list: Option<String>,
    /// The link to the next list page.
    pub next: Option<String>,
    /// The title on a detail page.
    pub title: Option<String>,
    /// The employer.
    pub employer: Option<String>,
    /// The place of work.
    pub place: Option<String>,
    /// The date of publication.
    pub posted: Option<String>,
    /// The last day.
    pub valid_through: Option<String>,
    /// The text of the advertisement; all that match, in order.
    pub text: Option<String>,
}

/// One source, as its file says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name, unique.
    pub name: SourceName,
    /// How it is read.
    pub kind: SourceKind,
    /// Where it begins.
    pub url: Url,
    /// How often it is due, such as `24h`, `90m`, `7d`.
    #[serde(default = "daily")]
    pub every: String,
    /// Requests a second; without it the configured default holds. `Crawl-delay` always wins.
    #[serde(default)]
    pub requests_per_second: Option<f64>,
    /// Whether this source's own host may be at a private or loopback address.
    #[serde(default)]
    pub allow_private_addresses: bool,
    /// For feeds: whether the pages that the items link to are fetched as well.
    #[serde(default)]
    pub follow_items: bool,
    /// Detail pages of a sitemap: only addresses that contain one of these; all where empty.
    #[serde(default)]
    pub include: Vec<String>,
    /// For sources that name no employer on their pages.
    #[serde(default)]
    pub employer: Option<String>,
    /// CSS selectors.
    #[serde(default)]
    pub select: Selectors,
}

fn daily() -> String {
    "24h".to_owned()
}
