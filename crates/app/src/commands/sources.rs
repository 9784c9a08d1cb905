//! `passend sources`: which there are, how one reads, and which an employer's careers page leads to.

mod discover;

use super::wait_for;
use crate::arguments::{Format, Sources};
use crate::ending::Ending;
use crate::output::{cut, json_line, line, table};
use crate::workplace::Workplace;
use anyhow::Context;
use domain::{Harvest, Page, PageRequest, Posting, Problem, Purpose, Source, SourceName, Validators};
use extract::Vocabulary;
use fetch::{Answer, Fetcher};
use serde_json::json;

/// Vacancies and problems that are shown.
const SHOWN: usize = 5;

pub(crate) fn run(wanted: &Sources, place: &Workplace) -> anyhow::Result<Ending> {
    match wanted {
        Sources::List => list(place),
        Sources::Check { name } => check(name, place),
        Sources::Discover { url, allow_private_addresses } => discover::run(url, *allow_private_addresses, place),
    }
}

fn list(place: &Workplace) -> anyhow::Result<Ending> {
    let sources = place.loaded.sources()?;
    if place.format == Format::Json {
        for source in &sources {
            json_line(&json!({"source": source, "off": source.stays_off()}))?;
        }
        return Ok(Ending::Done);
    }
    if sources.is_empty() {
        line("There is no source yet: config/sources/README.md shows how to write one.")?;
        return Ok(Ending::Done);
    }
    let rows: Vec<Vec<String>> = sources.iter().map(row).collect();
    table(&["source", "kind", "every", "state", "address"], &rows)?;
    for source in &sources {
        if let Some(why) = source.stays_off() {
            line(&format!("{}: {why}", source.name))?;
        }
    }
    Ok(Ending::Done)
}

fn row(source: &Source) -> Vec<String> {
    let state = if source.stays_off().is_some() { "off" } else { "on" };
    let address = extract::first_requests(source).first().map(|request| request.url.to_string()).unwrap_or_default();
    vec![source.name.to_string(), kind(source), source.every.clone(), state.to_owned(), address]
}

/// The kind as source files write it.
fn kind(source: &Source) -> String {
    serde_json::to_value(source.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What one look at a source found.
#[derive(Debug, Default)]
struct Look {
    /// What was asked for.
    url: String,
    robots: String,
    refused: Option<String>,
    postings: Vec<Posting>,
    /// Whether it was a complete listing, as far as one page goes.
    listing: bool,
    further_lists: usize,
    details: usize,
    problems: Vec<Problem>,
}

fn check(name: &SourceName, place: &Workplace) -> anyhow::Result<Ending> {
    let sources = place.loaded.sources()?;
    let source = sources.into_iter().find(|source| source.name == *name);
    let source = source.with_context(|| format!("there is no source '{name}': see `passend sources list`"))?;
    if let Some(why) = source.stays_off() {
        return show(place, &source, &Look { refused: Some(why), ..Look::default() });
    }
    let vocabulary = place.loaded.vocabulary()?;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock)?)?;
    let mut look = wait_for(async { Ok(look_at(&fetcher, &source, &vocabulary).await) })?;
    look.postings.iter_mut().for_each(|posting| extract::understand(posting, &vocabulary));
    let mut told = Harvest { problems: std::mem::take(&mut look.problems), ..Harvest::default() };
    extract::mask_harvest(&mut told, &vocabulary);
    look.problems = told.problems;
    show(place, &source, &look)
}

/// Fetches a source's first page; where that states no vacancy itself, also the first that it leads to.
async fn look_at(fetcher: &Fetcher, source: &Source, vocabulary: &Vocabulary) -> Look {
    let mut requests = extract::first_requests(source);
    if extract::sources::needs_sitemap_lookup(source)
        && let Ok(found) = fetcher.sitemaps(source).await
        && let Some(first) = found.into_iter().next()
    {
        requests = vec![extract::sources::listing_request(first)];
    }
    let Some(first) = requests.into_iter().next() else { return Look::default() };
    let robots = fetcher.robots(source, &first.url).await.to_string();
    let mut look = Look { url: first.url.to_string(), robots, ..Look::default() };
    let harvest = match page_of(fetcher, source, &first).await {
        Ok(page) => vocabulary.read(source, &page),
        Err(refused) => return Look { refused: Some(refused), ..look },
    };
    look.take(&harvest);
    let detail = harvest.requests.iter().find(|request| request.purpose == Purpose::Detail);
    if let Some(detail) = detail.filter(|_| harvest.postings.is_empty()) {
        let read = match page_of(fetcher, source, detail).await {
            Ok(page) => vocabulary.read(source, &page),
            Err(refused) => {
                Harvest { problems: vec![Problem::new(detail.url.as_str(), refused)], ..Harvest::default() }
            }
        };
        look.problems.extend(read.problems);
        // the detail says more than the list did
        let more = read.postings.into_iter().next();
        look.postings.splice(..usize::from(more.is_some()).min(look.postings.len()), more);
    }
    look
}

impl Look {
    fn take(&mut self, harvest: &Harvest) {
        let listed = harvest.requests.iter().filter_map(|request| request.listed.as_deref());
        self.postings = harvest.postings.iter().chain(listed).cloned().collect();
        self.listing = harvest.listing.is_some();
        self.further_lists = harvest.requests.iter().filter(|request| request.purpose == Purpose::Listing).count();
        self.details = harvest.requests.len() - self.further_lists;
        self.problems.extend(harvest.problems.iter().cloned());
    }
}

/// A page, or why it was not fetched.
async fn page_of(fetcher: &Fetcher, source: &Source, request: &PageRequest) -> Result<Page, String> {
    match fetcher.fetch(source, request, &Validators::default()).await {
        Ok(Answer::Page(page)) if page.status == 200 => Ok(page),
        Ok(Answer::Page(page)) => Err(format!("the server answered {}", page.status)),
        Ok(Answer::NotModified { .. }) => Err("the server answered 304 to a first request".to_owned()),
        Err(refusal) => Err(refusal.to_string()),
    }
}

fn show(place: &Workplace, source: &Source, look: &Look) -> anyhow::Result<Ending> {
    let shown = &look.postings[..look.postings.len().min(SHOWN)];
    if place.format == Format::Json {
        json_line(&json!({
            "source": source.name, "url": look.url, "robots": look.robots, "refused": look.refused,
            "count": look.postings.len(), "vacancies": shown, "listing": look.listing,
            "further_lists": look.further_lists, "details": look.details, "problems": look.problems,
        }))?;
    } else {
        show_text(source, look, shown)?;
    }
    let reads = look.refused.is_none() && (look.listing || !look.postings.is_empty());
    Ok(if reads { Ending::Done } else { Ending::SomethingFailed })
}

fn show_text(source: &Source, look: &Look, shown: &[Posting]) -> anyhow::Result<()> {
    line(&format!("{} ({})  {}", source.name, kind(source), look.url))?;
    if !look.robots.is_empty() {
        line(&format!("robots: {}", look.robots))?;
    }
    if let Some(refused) = &look.refused {
        return line(&format!("refused: {refused}"));
    }
    let whole = if look.listing { "a listing" } else { "no complete listing: nothing would be closed by it" };
    line(&format!(
        "{} vacancies, {} pages of vacancies and {} further lists to fetch; {whole}",
        look.postings.len(),
        look.details,
        look.further_lists
    ))?;
    let rows: Vec<Vec<String>> = shown.iter().map(vacancy_row).collect();
    if !rows.is_empty() {
        table(&["title", "employer", "place", "hours", "text", "address"], &rows)?;
    }
    let problems = look.problems.iter().take(SHOWN);
    problems.into_iter().try_for_each(|problem| line(&format!("problem: {}: {}", problem.what, problem.why)))?;
    match look.problems.len().saturating_sub(SHOWN) {
        0 => Ok(()),
        more => line(&format!("and {more} problems more")),
    }
}

fn vacancy_row(posting: &Posting) -> Vec<String> {
    let end = |end: Option<f64>| end.map(|hours| hours.to_string()).unwrap_or_default();
    let hours = posting.hours_per_week.map(|hours| format!("{}-{}", end(hours.min), end(hours.max)));
    vec![
        cut(&posting.title, 40),
        cut(posting.employer.as_deref().unwrap_or("?"), 24),
        cut(posting.places.first().map_or("?", |place| place.text.as_str()), 20),
        hours.unwrap_or_else(|| "?".to_owned()),
        format!("{} letters", posting.text.chars().count()),
        posting.url.clone(),
    ]
}
