//! What a careers page leads to: boards of systems, by the patterns of `config/discovery.toml`, feeds that it names, and
//! vacancies that it states itself. Whether a board is the employer's is for whoever fetches it to find out.

use super::{address, charset, document, html, json_ld};
use domain::{Page, SourceKind};
use regex::{Captures, Regex, RegexBuilder};
use serde::Deserialize;
use std::collections::BTreeSet;
use url::Url;

/// The patterns that are looked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Discovery {
    not_boards: BTreeSet<String>,
    vacancy_paths: Vec<String>,
    system: Vec<System>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct System {
    kind: SourceKind,
    patterns: Vec<Pattern>,
    #[serde(default)]
    traces: Vec<Pattern>,
    #[serde(default)]
    url: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(try_from = "String")]
struct Pattern(Regex);

impl TryFrom<String> for Pattern {
    type Error = regex::Error;

    fn try_from(text: String) -> Result<Self, regex::Error> {
        RegexBuilder::new(&text).case_insensitive(true).build().map(Self)
    }
}

/// A source that a page leads to.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// How it would be read.
    pub kind: SourceKind,
    /// The employer's name in the system.
    pub board: Option<String>,
    /// Where it is, if not at the system's public host.
    pub url: Option<Url>,
    /// The words of the page that led to it.
    pub found: String,
}

/// What a careers page says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Discovered {
    /// What it calls its site, its owner and itself.
    pub names: Vec<String>,
    /// Vacancies that it states as JobPosting.
    pub postings: usize,
    /// Sources, in order of their kinds' patterns; feeds last.
    pub proposals: Vec<Proposal>,
}

impl Discovery {
    /// Reads the patterns.
    ///
    /// # Errors
    /// In the words of the file's reader, with line and column.
    pub fn parse(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Looks at a careers page.
    pub fn look_at(&self, page: &Page) -> Discovered {
        let text = charset::text_of(page);
        let document = document::page(&text);
        // scripts write addresses with their slashes escaped
        let plain = text.replace("\\/", "/").replace("&amp;", "&");
        let mut proposals: Vec<Proposal> = Vec::new();
        for proposal in self.systems(&plain, page).chain(feeds(&document, page)) {
            let same = |other: &Proposal| {
                (other.kind, &other.board, &other.url) == (proposal.kind, &proposal.board, &proposal.url)
            };
            if !proposals.iter().any(same) {
                proposals.push(proposal);
            }
        }
        let postings = json_ld::read(&document, &page.final_url, &mut Vec::new()).len();
        Discovered { names: names(&document, page), postings, proposals }
    }

    /// The part of addresses that most of these have, of those that vacancies have.
    pub fn vacancy_path(&self, addresses: &[Url]) -> Option<&str> {
        let count = |part: &str| addresses.iter().filter(|url| url.as_str().contains(part)).count();
        let counted =
            self.vacancy_paths.iter().map(|part| (count(part), part.as_str())).filter(|(count, _)| *count > 0);
        // of two that are as frequent the first counts
        counted.rev().max_by_key(|(count, _)| *count).map(|(_, part)| part)
    }

    fn systems<'a>(&'a self, text: &'a str, page: &'a Page) -> impl Iterator<Item = Proposal> + 'a {
        self.system.iter().flat_map(move |system| {
            let named = system.patterns.iter().flat_map(move |pattern| {
                pattern.0.captures_iter(text).filter_map(move |found| self.named(system, &found))
            });
            let trace = system.traces.iter().find_map(|trace| trace.0.find(text));
            named.chain(trace.and_then(|trace| served_here(system, trace.as_str(), &page.final_url)))
        })
    }

    fn named(&self, system: &System, found: &Captures<'_>) -> Option<Proposal> {
        let board = found.name("board")?.as_str().trim_end_matches('.').to_owned();
        if self.not_boards.contains(&board.to_lowercase()) {
            return None;
        }
        let host = found.name("host").map(|host| host.as_str()).unwrap_or_default();
        let url = system.url.as_ref().map(|url| url.replace("{board}", &board).replace("{host}", host));
        let url = url.and_then(|url| Url::parse(&url).ok());
        // an address with the board in it says all
        let board = url.as_ref().is_none_or(|url| url.path() == "/").then_some(board);
        Some(Proposal { kind: system.kind, board, url, found: found.get(0)?.as_str().to_owned() })
    }
}

/// A system that serves the page's own host.
fn served_here(system: &System, trace: &str, page: &Url) -> Option<Proposal> {
    let url = page.join("/").ok()?;
    Some(Proposal { kind: system.kind, board: None, url: Some(url), found: trace.to_owned() })
}

/// Feeds that the page names in its head (autodiscovery).
fn feeds(document: &scraper::Html, page: &Page) -> Vec<Proposal> {
    const TYPES: [&str; 4] =
        ["application/rss+xml", "application/atom+xml", "application/feed+json", "application/json+feed"];
    let base = html::base_of(document, &page.final_url);
    let links = document::all(document, "link[rel~=alternate][href]").into_iter();
    let feeds = links.filter(|link| TYPES.contains(&link.attr("type").unwrap_or_default().trim()));
    let proposals = feeds.filter_map(|link| {
        let url = address::resolved(&base, link.attr("href")?)?;
        let found = format!("<link rel=\"alternate\"> named \"{}\"", link.attr("title").unwrap_or_default());
        Some(Proposal { kind: SourceKind::Rss, board: None, url: Some(url), found })
    });
    proposals.collect()
}

/// What the page calls its site, its owner and itself, and the middle of its host's name.
fn names(document: &scraper::Html, page: &Page) -> Vec<String> {
    let meta = |selector| document::first(document, selector).and_then(|meta| meta.attr("content")).map(str::to_owned);
    let title = document::first(document, "title").map(|title| title.text().collect::<String>());
    let host = page.final_url.domain().and_then(|host| host.rsplit('.').nth(1)).map(str::to_owned);
    let stated = [meta("meta[property='og:site_name']"), meta("meta[name='author']"), title, host];
    stated.into_iter().flatten().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}
