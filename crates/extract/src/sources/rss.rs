//! RSS and Atom feeds: each item is a vacancy, or, with `follow_items`, the address of one. What a feed no longer holds
//! is no longer open.

use super::json_ld_fields::quote;
use super::{address, charset, dates, plain_text};
use chrono::{DateTime, NaiveTime, Utc};
use domain::posting::Fact;
use domain::{Harvest, Listing, Page, Place, Posting, Problem, Source};
use feed_rs::model::{Entry, Feed};
use feed_rs::parser;
use std::collections::BTreeSet;
use url::Url;

/// Reads a feed.
pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let text = charset::text_of(page);
    let mut harvest = Harvest::default();
    let feed = match parsed(&text, &page.final_url) {
        Ok(feed) => feed,
        Err(error) => {
            harvest.problems.push(Problem::new("feed", error.to_string()));
            return harvest;
        }
    };
    let (mut listing, mut known) = (Listing::default(), BTreeSet::new());
    for (index, entry) in feed.entries.iter().enumerate() {
        let Some(url) = link(entry, &page.final_url) else {
            harvest.problems.push(Problem::new(format!("item {}", index + 1), "it has no link to its vacancy"));
            continue;
        };
        if !known.insert(url.clone()) {
            continue;
        }
        listing.open.push(url.clone());
        if source.follow_items {
            harvest.requests.push(address::detail_request(url));
        } else {
            harvest.postings.extend(posting(entry, &url, &mut harvest.problems));
        }
    }
    if is_whole(&text) {
        harvest.listing = Some(listing);
    } else {
        harvest.problems.push(Problem::new("feed", "it ends before its last element does"));
    }
    harvest
}

/// The reader of feeds takes what it gets; a feed that was cut off says nothing of what is no longer open.
fn is_whole(text: &str) -> bool {
    let text = text.trim_end();
    let last = text.rfind("</").map_or("", |start| &text[start + 2..]);
    let root = last.split(['>', ' ']).next().unwrap_or_default().rsplit(':').next().unwrap_or_default();
    matches!(root, "rss" | "feed" | "RDF") || text.ends_with('}')
}

fn parsed(text: &str, base: &Url) -> Result<Feed, parser::ParseFeedError> {
    // the text is decoded already: what its declaration says of an encoding no longer holds
    let text = text.trim_start();
    let text = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(text, |(_, rest)| rest);
    let base = Some(base.as_str());
    parser::Builder::new().base_uri(base).timestamp_parser(moment).build().parse(text.as_bytes())
}

/// A moment in any form; where only the day can be read, as with Dutch names of months, its begin.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let day = dates::date(text)?;
    // the day as written counts, not the day that it is in UTC
    Some(day.and_time(NaiveTime::MIN).and_utc())
}

/// The item's own address: its link, else an identifier that is an address.
fn link(entry: &Entry, base: &Url) -> Option<Url> {
    let alternate = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let stated = alternate.or(entry.links.first()).map(|link| link.href.as_str());
    let identifier = || Some(entry.id.as_str()).filter(|id| id.starts_with("http://") || id.starts_with("https://"));
    stated.or_else(identifier).and_then(|stated| address::resolved(base, stated))
}

fn posting(entry: &Entry, url: &Url, problems: &mut Vec<Problem>) -> Option<Posting> {
    let title = entry.title.as_ref().map(|title| plain_text::one_line(&title.content)).unwrap_or_default();
    if title.is_empty() {
        problems.push(Problem::new("title", format!("the item at {url} has none")));
        return None;
    }
    let text = plain_text::composed(&title, &body(entry));
    let posted = entry.published.or(entry.updated).map(|moment| moment.date_naive());
    let (employer, places) = (employer(entry), places(entry));
    let quotes = places.iter().map(|place| quote(Fact::Place, place.text.clone())).collect();
    Some(Posting { title, text, employer, posted, places, quotes, url: url.to_string(), ..Posting::default() })
}

/// The longer of summary and content: which of them holds the whole text differs between feeds.
fn body(entry: &Entry) -> String {
    let summary = entry.summary.as_ref().map(|summary| plain_text::of_markup(&summary.content)).unwrap_or_default();
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let content = content.map(plain_text::of_markup).unwrap_or_default();
    if content.len() >= summary.len() { content } else { summary }
}

/// The author's name, unless it is a mail address: that is a person's.
fn employer(entry: &Entry) -> Option<String> {
    let names =
        entry.authors.iter().filter(|author| author.email.is_none()).filter_map(|author| author.name.as_deref());
    let names = names.map(plain_text::one_line);
    names.into_iter().find(|name| !name.is_empty() && !name.contains('@'))
}

/// The first category: feeds of vacancies have no element for the place that all readers know.
fn places(entry: &Entry) -> Vec<Place> {
    let category = entry.categories.first();
    let text = category.map(|category| plain_text::one_line(category.label.as_deref().unwrap_or(&category.term)));
    let place = text.filter(|text| !text.is_empty());
    place.map(|text| Place { text, postcode: None, country: None, lat: None, lon: None }).into_iter().collect()
}
