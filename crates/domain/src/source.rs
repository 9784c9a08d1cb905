//! A source: where vacancies come from, as its TOML file says it. Reading and fetching are done elsewhere.

use crate::SourceName;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use url::Url;

/// The kinds of source that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A sitemap, or a site root (robots' Sitemap lines, then /sitemap.xml); pages with schema.org JSON-LD.
    Sitemap,
    /// A list page with links to details, read by CSS selectors.
    Html,
    /// An RSS, Atom or JSON feed, or one of the XML dialects of job boards.
    Rss,
    /// Any JSON list, its fields by JSON pointer.
    Json,
    /// Greenhouse: the whole board in one answer.
    Greenhouse,
    /// Lever: the whole board in one answer.
    Lever,
    /// Recruitee (Tellent): the whole board in one answer.
    Recruitee,
    /// Teamtailor: JSON Feed or RSS, whichever the address answers.
    Teamtailor,
    /// Homerun: the whole board as Atom.
    Homerun,
    /// Personio: the whole board as XML.
    Personio,
    /// Workable: the whole account in one answer.
    Workable,
    /// SmartRecruiters: lists by offset, and a detail for each.
    SmartRecruiters,
    /// Ashby: the whole board in one answer.
    Ashby,
    /// Workday: lists by POST, and a detail for each.
    Workday,
    /// BambooHR: one list, and a detail for each.
    BambooHr,
    /// Pinpoint: the whole board in one answer.
    Pinpoint,
    /// Adzuna: an aggregator with a key; lists by page, excerpts only.
    Adzuna,
    /// EURES: the European services' list, by POST.
    Eures,
}

/// Where a system serves its boards; `{board}` stands for the source's board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Home {
    /// The public host. Empty where every employer has one that cannot be told from the board.
    pub host: &'static str,
    /// What is asked for first, below the root of the host.
    pub path: &'static str,
    /// Who forbids that it is harvested, and in which words; only an employer's recorded consent turns it on.
    pub forbidden: Option<&'static str>,
}

impl SourceKind {
    /// Where the system serves its boards; `None` for kinds that are not of one system. Source: FEEDS.md sections 1 and 4.
    pub fn home(self) -> Option<Home> {
        let home = |host, path| Some(Home { host, path, forbidden: None });
        let forbidden = |host, path, why| Some(Home { host, path, forbidden: Some(why) });
        match self {
            Self::Sitemap | Self::Html | Self::Rss | Self::Json => None,
            Self::Greenhouse => home("https://boards-api.greenhouse.io/", "v1/boards/{board}/jobs?content=true"),
            Self::Lever => home("https://api.lever.co/", "v0/postings/{board}?mode=json"),
            Self::Recruitee => home("https://{board}.recruitee.com/", "api/offers/"),
            Self::Teamtailor => home("https://{board}.teamtailor.com/", "jobs.json"),
            Self::Homerun => home("https://feed.homerun.co/", "{board}"),
            Self::Personio => home("https://{board}.jobs.personio.de/", "xml?language=nl"),
            Self::Workable => home("https://apply.workable.com/", "api/v1/widget/accounts/{board}?details=true"),
            Self::SmartRecruiters => forbidden(
                "https://api.smartrecruiters.com/",
                "v1/companies/{board}/postings?limit=100&offset=0",
                "its robots.txt forbids every crawler but one (User-agent: * Disallow: /)",
            ),
            Self::Ashby => home("https://api.ashbyhq.com/", "posting-api/job-board/{board}?includeCompensation=true"),
            Self::Workday => home("", "wday/cxs/{board}/jobs"),
            Self::BambooHr => home("https://{board}.bamboohr.com/", "careers/list"),
            Self::Pinpoint => home("https://{board}.pinpointhq.com/", "postings.json"),
            Self::Adzuna => home("https://api.adzuna.com/", "v1/api/jobs/nl/search/1?results_per_page=50"),
            Self::Eures => forbidden(
                "https://europa.eu/",
                "eures/api/jv-searchengine/public/jv-search/search",
                "its terms leave automated reading to recognised EURES partners",
            ),
        }
    }

    /// Whether a source of this kind says which employer's board it reads.
    pub fn needs_board(self) -> bool {
        self.home().is_some_and(|home| home.host.contains(BOARD) || home.path.contains(BOARD))
    }
}

/// Stands for the board in a [`Home`].
pub const BOARD: &str = "{board}";

/// CSS selectors of an `html` source, or JSON pointers of a `json` source. All but the list are optional.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Selectors {
    /// html: links to details on a list page. json: the array of vacancies; empty where the whole answer is one.
    pub list: Option<String>,
    /// The link to the next list page; json with paging by cursor: the next cursor.
    pub next: Option<String>,
    /// json: how many vacancies there are in all.
    pub total: Option<String>,
    /// json: the vacancy's address, or an address with pointers in braces.
    pub url: Option<String>,
    /// The title on a detail page.
    pub title: Option<String>,
    /// The employer.
    pub employer: Option<String>,
    /// The place of work.
    pub place: Option<String>,
    /// json: the postcode of the place.
    pub postcode: Option<String>,
    /// json: the country of the place, as a code or a name.
    pub country: Option<String>,
    /// The date of publication.
    pub posted: Option<String>,
    /// The last day.
    pub valid_through: Option<String>,
    /// html: the text of the advertisement; all that match, in order. json: pointers, with spaces between.
    pub text: Option<String>,
    /// json: hours a week at least.
    pub hours_min: Option<String>,
    /// json: hours a week at most.
    pub hours_max: Option<String>,
    /// json: pay at least.
    pub salary_min: Option<String>,
    /// json: pay at most.
    pub salary_max: Option<String>,
    /// json: the period of pay.
    pub salary_period: Option<String>,
    /// json: the currency of pay.
    pub salary_currency: Option<String>,
    /// json: level of education.
    pub education: Option<String>,
    /// json: years of experience.
    pub experience_years: Option<String>,
    /// json: kind of employment.
    pub employment_type: Option<String>,
    /// json: work from home: none, hybrid, full, true or false.
    pub remote: Option<String>,
}

/// What takes a `json` source from one list page to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PagingBy {
    /// A number that grows by one.
    Page,
    /// The number of vacancies that were served before.
    Offset,
    /// A word that each answer gives for the next (`select.next`).
    Cursor,
    /// An address that each answer gives for the next (`select.next`).
    Link,
}

/// How a `json` source is paged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paging {
    /// By what.
    pub by: PagingBy,
    /// The parameter of the address that says it; not needed for links.
    #[serde(default)]
    pub parameter: Option<String>,
}

/// Name and value of what a keyed source is asked with. Never shown, logged or stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SourceKey(Vec<(String, String)>);

impl SourceKey {
    /// From lines of `name = value`, as the key file has them; `None` where a line is something else, or there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pair = |line: &str| {
            let (name, value) = line.split_once('=')?;
            let (name, value) = (name.trim(), value.trim().trim_matches('"'));
            (!name.is_empty() && !value.is_empty()).then(|| (name.to_owned(), value.to_owned()))
        };
        let pairs: Vec<(String, String)> = lines.map(pair).collect::<Option<_>>()?;
        (!pairs.is_empty()).then_some(Self(pairs))
    }

    /// The parameters to add to an address.
    pub fn pairs(&self) -> &[(String, String)] {
        &self.0
    }
}

impl fmt::Debug for SourceKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("SourceKey(…)")
    }
}

/// One source, as its file says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its name, unique.
    pub name: SourceName,
    /// How it is read.
    pub kind: SourceKind,
    /// Where it begins. A system's public host is the default, see [`Source::at_home`]; the root of another host replaces
    /// it, and any further address is taken as it stands.
    #[serde(default = "nowhere")]
    pub url: Url,
    /// The employer's name in a system that serves many from one host.
    #[serde(default)]
    pub board: Option<String>,
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
    /// Who allowed the harvest where the host forbids it, when and how. robots.txt is obeyed all the same.
    #[serde(default)]
    pub consent: Option<String>,
    /// For keyed sources: the file with the key, beside the source's own.
    #[serde(default)]
    pub key_file: Option<PathBuf>,
    /// The key itself, which is in no source file.
    #[serde(skip)]
    pub key: Option<SourceKey>,
    /// For searches (`eures`): words that must occur.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// List pages at most. What has more is no complete listing, so that nothing is closed by it.
    #[serde(default = "many_pages")]
    pub max_pages: usize,
    /// How a `json` source is paged; all in one answer without it.
    #[serde(default)]
    pub paging: Option<Paging>,
    /// CSS selectors or JSON pointers.
    #[serde(default)]
    pub select: Selectors,
}

impl Source {
    /// The source with its system's public host, where its file names no address.
    pub fn at_home(mut self) -> Self {
        let host = self.kind.home().map(|home| home.host.replace(BOARD, self.board.as_deref().unwrap_or_default()));
        if let Some(host) = host.and_then(|host| Url::parse(&host).ok()).filter(|_| self.url == nowhere()) {
            self.url = host;
        }
        self
    }

    /// Why it stays off: its host forbids what it is for, and nobody's consent is recorded.
    pub fn stays_off(&self) -> Option<String> {
        let home = self.kind.home()?;
        let host = Url::parse(home.host).ok()?;
        let why = home.forbidden.filter(|_| self.consent.is_none() && host.host() == self.url.host())?;
        let host = host.host_str().unwrap_or_default();
        Some(format!("{host} forbids it: {why}; it stays off unless consent = \"who, when, how\" is recorded"))
    }
}

/// No address: a file without one gets its system's, or is faulty.
fn nowhere() -> Url {
    "none:".parse().unwrap_or_else(|_| unreachable!("a scheme alone is an address"))
}

fn daily() -> String {
    "24h".to_owned()
}

fn many_pages() -> usize {
    200
}
