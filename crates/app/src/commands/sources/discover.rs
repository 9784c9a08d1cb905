//! `passend sources discover URL`: from an employer's careers page to the sources that it leads to, each tried once, with
//! what speaks for its being this employer's. Nothing is written: a person decides.

use super::super::fetch::{request_for, source_for};
use super::super::wait_for;
use super::{SHOWN, page_of};
use crate::arguments::Format;
use crate::ending::Ending;
use crate::output::{json_line, line};
use crate::workplace::Workplace;
use ::fetch::{Answer, Fetcher};
use anyhow::Context;
use domain::{Harvest, Page, PageRequest, Purpose, Source, SourceKind, Validators};
use extract::sources::discover::{Discovered, Discovery, Proposal};
use serde_json::{Value, json};
use url::Url;

/// Sitemaps that are read; the first ones say where vacancies are, or none does.
const SITEMAPS: usize = 4;

/// A source that was tried.
struct Tried {
    /// The lines of its file.
    toml: Vec<String>,
    evidence: Vec<String>,
    vacancies: usize,
}

pub(crate) fn run(url: &Url, private: bool, place: &Workplace) -> anyhow::Result<Ending> {
    let discovery = place.loaded.discovery()?;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock)?)?;
    let look = Looking { fetcher, typed: source_for(url, private)?, discovery };
    let found = wait_for(look.all(url))?;
    for tried in &found {
        show(place, tried)?;
    }
    if found.is_empty() {
        tracing::error!(
            "{url} leads to no system, feed or sitemap with vacancies; a source of kind html can read any list"
        );
        return Ok(Ending::SomethingFailed);
    }
    Ok(Ending::Done)
}

fn show(place: &Workplace, tried: &Tried) -> anyhow::Result<()> {
    let toml = tried.toml.join("\n");
    if place.format == Format::Json {
        return json_line(&json!({"toml": toml, "evidence": tried.evidence, "vacancies": tried.vacancies}));
    }
    tried.evidence.iter().try_for_each(|evidence| line(&format!("# {evidence}")))?;
    line(&format!("{toml}\n"))
}

struct Looking {
    fetcher: Fetcher,
    typed: Source,
    discovery: Discovery,
}

impl Looking {
    async fn all(&self, url: &Url) -> anyhow::Result<Vec<Tried>> {
        let page = self.page(url).await?;
        let discovered = self.discovery.look_at(&page);
        let mut found = Vec::new();
        for proposal in &discovered.proposals {
            found.push(self.tried(proposal, &discovered, &page).await?);
        }
        found.extend(self.sitemap(&page).await?);
        if discovered.postings > 0 && found.is_empty() {
            tracing::warn!("the page itself states {} vacancies: give one that lists them all", discovered.postings);
        }
        // what gives vacancies comes first
        found.sort_by_key(|tried| tried.vacancies == 0);
        Ok(found)
    }

    async fn page(&self, url: &Url) -> anyhow::Result<Page> {
        match self.fetcher.fetch(&self.typed, &request_for(url), &Validators::default()).await {
            Ok(Answer::Page(page)) if page.status == 200 => Ok(page),
            Ok(Answer::Page(page)) => anyhow::bail!("{url} was not read: the server answered {}", page.status),
            Ok(Answer::NotModified { .. }) => anyhow::bail!("{url} answered 304 to a first request"),
            Err(refusal) => Err(refusal).with_context(|| format!("{url} was not fetched")),
        }
    }

    async fn tried(&self, proposal: &Proposal, discovered: &Discovered, page: &Page) -> anyhow::Result<Tried> {
        let name = name_for(&page.final_url, proposal.kind)?;
        let mut fields = json!({"name": name, "kind": proposal.kind});
        if let Some(board) = &proposal.board {
            fields["board"] = json!(board);
        }
        if let Some(url) = &proposal.url {
            fields["url"] = json!(url);
        }
        let source = self.source(&fields)?;
        let mut evidence = vec![format!("found on {}: {}", page.final_url, proposal.found)];
        let vacancies = match source.stays_off() {
            Some(why) => {
                evidence.push(why);
                0
            }
            None => self.ask(&source, discovered, &mut evidence).await,
        };
        Ok(Tried { toml: lines(&fields), evidence, vacancies })
    }

    /// The source, with its system's host; a private one only where it is the host that was typed.
    fn source(&self, fields: &Value) -> anyhow::Result<Source> {
        let mut source = serde_json::from_value::<Source>(fields.clone())?.at_home();
        source.allow_private_addresses =
            self.typed.allow_private_addresses && source.url.host() == self.typed.url.host();
        Ok(source)
    }

    /// What a page states, or why it was not fetched.
    async fn read(&self, source: &Source, request: &PageRequest) -> Result<Harvest, String> {
        page_of(&self.fetcher, source, request).await.map(|page| extract::read(source, &page))
    }

    /// Asks a source once, and notes what it says of its employer.
    async fn ask(&self, source: &Source, discovered: &Discovered, evidence: &mut Vec<String>) -> usize {
        let Some(first) = extract::first_requests(source).into_iter().next() else { return 0 };
        evidence.push(format!("robots.txt of it: {}", self.fetcher.robots(source, &first.url).await));
        match self.read(source, &first).await {
            Ok(harvest) => said(&harvest, discovered, evidence),
            Err(refused) => {
                evidence.push(format!("it was not read: {refused}"));
                0
            }
        }
    }

    /// The site's own sitemap, where it leads to pages that state a vacancy.
    async fn sitemap(&self, page: &Page) -> anyhow::Result<Option<Tried>> {
        let root = page.final_url.join("/")?;
        let source =
            self.source(&json!({"name": name_for(&root, SourceKind::Sitemap)?, "kind": "sitemap", "url": root}))?;
        let addresses = self.listed(&source).await;
        let Some(part) = self.discovery.vacancy_path(&addresses) else { return Ok(None) };
        let inside: Vec<&Url> = addresses.iter().filter(|url| url.as_str().contains(part)).collect();
        let mut evidence =
            vec![format!("its sitemap names {} addresses with {part}, on the site itself", inside.len())];
        let mut stated = 0;
        // the shortest address with the part in it may be the list itself
        if let Some(longest) = inside.iter().max_by_key(|url| url.as_str().len()) {
            let harvest = self.read(&source, &request_for(longest)).await.unwrap_or_default();
            stated = harvest.postings.len();
            let says = if stated > 0 { "states a JobPosting" } else { "states no JobPosting: kind html may read it" };
            evidence.push(format!("{longest} {says}"));
        }
        let fields = json!({"name": source.name, "kind": "sitemap", "url": root, "include": [part]});
        Ok(Some(Tried { toml: lines(&fields), evidence, vacancies: if stated > 0 { inside.len() } else { 0 } }))
    }

    /// The addresses in a site's sitemaps, as far as they are read here.
    async fn listed(&self, source: &Source) -> Vec<Url> {
        let named = self.fetcher.sitemaps(source).await.unwrap_or_default();
        let mut waiting: Vec<_> = named.into_iter().map(extract::sources::listing_request).collect();
        if waiting.is_empty() {
            waiting.push(extract::sources::fallback_sitemap(source));
        }
        let mut addresses = Vec::new();
        for _ in 0..SITEMAPS {
            let Some(request) = waiting.pop() else { break };
            let Ok(harvest) = self.read(source, &request).await else { continue };
            let (lists, details): (Vec<_>, Vec<_>) =
                harvest.requests.into_iter().partition(|request| request.purpose == Purpose::Listing);
            waiting.extend(lists);
            addresses.extend(details.into_iter().map(|request| request.url));
        }
        addresses
    }
}

/// What an answer says of vacancies and of its employer.
fn said(harvest: &Harvest, discovered: &Discovered, evidence: &mut Vec<String>) -> usize {
    let listed = harvest.requests.iter().filter_map(|request| request.listed.as_deref());
    let postings: Vec<_> = harvest.postings.iter().chain(listed).collect();
    evidence.push(match postings.first() {
        Some(first) => format!("it gives {} vacancies, the first is “{}”", postings.len(), first.title),
        None => "it gives no vacancy now".to_owned(),
    });
    evidence.extend(harvest.problems.iter().take(SHOWN).map(|problem| format!("{}: {}", problem.what, problem.why)));
    let employer = postings.iter().find_map(|posting| posting.employer.as_deref());
    let site = discovered.names.first().map(String::as_str).unwrap_or_default();
    evidence.push(match employer {
        Some(employer) if discovered.names.iter().any(|name| are_alike(employer, name)) => {
            format!("it names its employer {employer}, and so does the page")
        }
        Some(employer) => {
            format!("it names its employer {employer}, the page says {site}: check that they are the same")
        }
        None if postings.is_empty() => "it does not say whose it is: check that".to_owned(),
        None => "it names no employer: the link on the page is all that speaks for it".to_owned(),
    });
    postings.len()
}

/// Whether one name is in the other, legal forms and signs left out.
fn are_alike(one: &str, other: &str) -> bool {
    const SHORTEST: usize = 3;
    let plain = |name: &str| {
        let words = name.to_lowercase().replace("b.v.", " ").replace("n.v.", " ");
        let words = words.split(|letter: char| !letter.is_alphanumeric());
        words.filter(|word| !matches!(*word, "bv" | "nv" | "de" | "het")).collect::<String>()
    };
    let (one, other) = (plain(one), plain(other));
    one.len().min(other.len()) >= SHORTEST && (one.contains(&other) || other.contains(&one))
}

/// A name for the source: the middle of the host's name, and the kind.
fn name_for(page: &Url, kind: SourceKind) -> anyhow::Result<String> {
    let host = page.domain().and_then(|host| host.rsplit('.').nth(1)).unwrap_or("employer");
    let kind = serde_json::to_value(kind)?;
    Ok(format!("{}-{}", host.to_lowercase(), kind.as_str().unwrap_or_default()))
}

/// The lines of a source's file.
fn lines(fields: &Value) -> Vec<String> {
    let values =
        ["name", "kind", "url", "board", "include"].into_iter().filter_map(|name| Some((name, fields.get(name)?)));
    // a text, or a list of texts, is written alike in both languages
    values.map(|(name, value)| format!("{name} = {value}")).collect()
}
