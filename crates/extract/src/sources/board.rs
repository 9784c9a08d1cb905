//! What a list of vacancies comes to, whatever system it is from: each vacancy once, and a complete listing only where the
//! list could be read. Entries of which none can be read are drift, the sign of a changed form, and close nothing.

use super::draft::Draft;
use super::fields::{self, Fields};
use super::listing_request;
use domain::{Harvest, Listing, Page, Problem, Purpose, Source};
use serde_json::Value;
use std::collections::BTreeMap;
use url::Url;

/// A list page of JSON that was read.
#[derive(Debug, Default)]
pub(crate) struct Board {
    pub(crate) harvest: Harvest,
    /// The whole answer; null where it could not be read.
    pub(crate) answer: Value,
    /// Entries on this page, also those that are hidden or faulty.
    pub(crate) served: usize,
}

/// Reads the list at a pointer of a JSON answer; hidden entries give no draft.
pub(crate) fn json(page: &Page, list: &str, draft: impl Fn(Fields<'_>) -> Option<Draft>) -> Board {
    let answer = match fields::of_page(page) {
        Ok(answer) => answer,
        Err(problem) => return Board { harvest: failed(problem), ..Board::default() },
    };
    let Some(Value::Array(entries)) = answer.pointer(list) else {
        let why = format!("the answer has no list at '{list}': this is no such board, or its form has changed");
        return Board { harvest: failed(Problem::new("list", why)), ..Board::default() };
    };
    let harvest = listing(entries.iter().filter_map(|entry| draft(Fields(entry))));
    Board { served: entries.len(), harvest, answer }
}

/// A page of which nothing could be read.
pub(crate) fn failed(problem: Problem) -> Harvest {
    Harvest { problems: vec![problem], ..Harvest::default() }
}

/// The vacancies of a list. One that is named once for each of its places is one.
pub(crate) fn listing(drafts: impl Iterator<Item = Draft>) -> Harvest {
    let (mut harvest, mut listing) = (Harvest::default(), Listing::default());
    let mut known: BTreeMap<Url, Option<usize>> = BTreeMap::new();
    let mut entries = 0;
    for draft in drafts {
        entries += 1;
        let Some(url) = draft.url.clone() else {
            harvest.problems.push(Problem::new(format!("item {entries}"), "it has no address of its own"));
            continue;
        };
        match (known.get(&url).copied(), draft.finish()) {
            (None, Ok(posting)) => {
                known.insert(url.clone(), Some(harvest.postings.len()));
                listing.open.push(url);
                harvest.postings.push(posting);
            }
            (None, Err(problem)) => {
                known.insert(url.clone(), None);
                listing.open.push(url);
                harvest.problems.push(problem);
            }
            (Some(Some(first)), Ok(again)) => {
                let first = &mut harvest.postings[first];
                let further = again.places.into_iter().filter(|place| !first.places.contains(place));
                let further: Vec<_> = further.collect();
                first.places.extend(further);
            }
            (Some(_), _) => {}
        }
    }
    if entries > 0 && harvest.postings.is_empty() {
        let why = format!("{entries} entries are present, none could be read: its form has changed");
        harvest.problems.push(Problem::new("drift", why));
    } else {
        harvest.listing = Some(listing);
    }
    harvest
}

/// Which list page this is, from 1: further ones have their number for a fragment, which is never sent.
pub(crate) fn number(page: &Page) -> usize {
    let number = page.url.fragment().and_then(|fragment| fragment.strip_prefix("page="));
    number.and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// Asks for the next list page. Beyond the source's limit the list is not complete, so closes nothing.
pub(crate) fn further(harvest: &mut Harvest, source: &Source, page: &Page, url: Url) {
    let number = number(page) + 1;
    if number > source.max_pages {
        incomplete(harvest, format!("there are more than max_pages = {} list pages", source.max_pages));
        return;
    }
    let mut request = listing_request(url);
    request.url.set_fragment(Some(&format!("page={number}")));
    harvest.requests.push(request);
}

/// Notes why what was read is not all that is open.
pub(crate) fn incomplete(harvest: &mut Harvest, why: impl Into<String>) {
    harvest.listing = None;
    harvest.problems.push(Problem::new("listing", why));
}

/// Has a detail page asked for each vacancy of the list; what the list states stands in where that fails.
pub(crate) fn with_details(harvest: &mut Harvest, detail: impl Fn(&Url) -> Option<Url>) {
    for posting in std::mem::take(&mut harvest.postings) {
        let address = Url::parse(&posting.url).ok().and_then(|url| detail(&url));
        match address {
            Some(address) => {
                let mut request = super::address::detail_request(address);
                request.listed = Some(Box::new(posting));
                harvest.requests.push(request);
            }
            None => harvest.postings.push(posting),
        }
    }
}

/// A detail page of JSON: one vacancy, or why there is none. What it is read from is no listing.
pub(crate) fn json_detail(page: &Page, draft: impl Fn(Fields<'_>) -> Option<Draft>) -> Harvest {
    debug_assert!(page.purpose == Purpose::Detail);
    let read = fields::of_page(page).and_then(|answer| {
        let draft = draft(Fields(&answer)).ok_or_else(|| Problem::new("page", "this is no detail of a vacancy"))?;
        draft.finish()
    });
    match read {
        Ok(posting) => Harvest { postings: vec![posting], ..Harvest::default() },
        Err(problem) => failed(problem),
    }
}
