//! Readers of sources: from a fetched page to a harvest. What a text means is not theirs but `understand`'s; what is
//! read here is what the page states in fields, and the plain text that everything else is read from.

mod address;
mod adzuna;
mod applying;
mod ashby;
mod bamboohr;
mod board;
mod charset;
mod closed;
mod dates;
mod detail;
pub mod discover;
mod document;
mod draft;
mod eures;
mod fields;
mod greenhouse;
mod homerun;
mod html;
mod job_feed;
mod json;
mod json_feed;
mod json_ld;
mod json_ld_fields;
mod json_ld_node;
mod json_ld_pay;
mod json_ld_places;
mod json_ld_repair;
mod lever;
mod microdata;
mod personio;
mod pinpoint;
mod plain_case;
mod plain_text;
mod recruitee;
mod rss;
mod sitemap;
mod smartrecruiters;
mod systems;
mod teamtailor;
mod workable;
mod workday;
mod xml;

#[cfg(test)]
mod tests;

pub use closed::Closed;

use domain::{Harvest, Page, PageRequest, Posting, Problem, Purpose, Source, SourceKind};
use std::collections::BTreeSet;
use url::Url;

/// The pages that a source begins with. For a site root see [`needs_sitemap_lookup`].
pub fn first_requests(source: &Source) -> Vec<PageRequest> {
    if needs_sitemap_lookup(source) {
        return vec![fallback_sitemap(source)];
    }
    vec![systems::first_request(source)]
}

/// Whether the source is a site root, whose sitemaps robots.txt names.
pub fn needs_sitemap_lookup(source: &Source) -> bool {
    source.kind == SourceKind::Sitemap && source.url.path() == "/" && source.url.query().is_none()
}

/// Where the sitemap of a site is when robots.txt names none.
pub fn fallback_sitemap(source: &Source) -> PageRequest {
    let mut url = source.url.clone();
    url.set_path("/sitemap.xml");
    url.set_query(None);
    listing_request(url)
}

/// The request for a listing at this address.
pub fn listing_request(mut url: Url) -> PageRequest {
    url.set_fragment(None);
    PageRequest::new(url, Purpose::Listing)
}

/// Reads a page of a source by the built-in words of closing; see [`Vocabulary::read`](crate::Vocabulary::read) for those
/// of a configuration. Never fails whole: what could not be read is among the problems.
pub fn read(source: &Source, page: &Page) -> Harvest {
    read_by(Closed::built_in(), source, page)
}

/// Reads a page of a source by these words of closing.
pub(crate) fn read_by(words: &Closed, source: &Source, page: &Page) -> Harvest {
    let is_feed = source.kind == SourceKind::Rss && (page.purpose == Purpose::Listing || !source.follow_items);
    if let Some(reader) = systems::reader(source.kind) {
        return finished(reader(source, page), source.employer.as_deref());
    }
    let harvest = match (source.kind, page.purpose) {
        (SourceKind::Rss, _) if is_feed => rss::read(source, page),
        (SourceKind::Sitemap, Purpose::Listing) => sitemap::read(source, page),
        (SourceKind::Html, Purpose::Listing) => html::read(source, page),
        _ => detail::read(source, page, words),
    };
    finished(harvest, source.employer.as_deref())
}

/// Reads a page that belongs to no source: HTML, or bare JSON-LD. By the built-in words of closing.
pub fn read_page(page: &Page) -> Harvest {
    read_page_by(Closed::built_in(), page)
}

/// Reads a page that belongs to no source by these words of closing.
pub(crate) fn read_page_by(words: &Closed, page: &Page) -> Harvest {
    finished(detail::read_alone(page, words), None)
}

/// A text as a person would paste it: the first line that is not empty is the title. The text is kept as it is, but for
/// line ends and no-break spaces, so that places in it can be found back.
pub fn read_text(text: &str, url: &str) -> Posting {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n").replace('\u{a0}', " ");
    let (title, body) = text.trim().split_once('\n').unwrap_or((text.trim(), ""));
    let (title, body) = (title.trim().to_owned(), body.trim_end());
    Posting { text: format!("{title}\n{body}"), title, url: url.to_owned(), ..Posting::default() }
}

/// No advertisement is longer; what is, is a trap, and every step after this one goes through the whole text.
const LONGEST_TEXT: usize = 200_000;

fn shortened(posting: &mut Posting) {
    if posting.text.len() > LONGEST_TEXT {
        let end = posting.text.floor_char_boundary(LONGEST_TEXT);
        posting.text.truncate(end);
        let why = format!("it is longer than {LONGEST_TEXT} bytes: the rest was left out");
        posting.problems.push(Problem::new("text", why));
    }
}

/// What holds for every reader: the source's employer where the page names none, one address for each vacancy, and all
/// problems in one list.
fn finished(mut harvest: Harvest, employer: Option<&str>) -> Harvest {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for listed in harvest.requests.iter_mut().filter_map(|request| request.listed.as_mut()) {
        listed.employer = listed.employer.take().or_else(|| employer.map(str::to_owned));
    }
    for (index, posting) in harvest.postings.iter_mut().enumerate() {
        shortened(posting);
        if posting.employer.is_none() {
            posting.employer = employer.map(str::to_owned);
        }
        if taken.contains(&posting.url) {
            // several on one page: an address names one of them only
            posting.url = format!("{}#{}", posting.url, index + 1);
        }
        taken.insert(posting.url.clone());
        harvest.problems.extend(posting.problems.iter().cloned());
    }
    harvest
}
