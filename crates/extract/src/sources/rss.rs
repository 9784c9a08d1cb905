//! Feeds of any form: RSS, Atom, JSON Feed, and the XML dialects of job boards. Each item is a vacancy, or, with
//! `follow_items`, the address of one. What a feed no longer holds is no longer open.

use super::draft::Draft;
use super::{address, board, charset, dates, job_feed, json_feed, plain_text, xml};
use chrono::{DateTime, NaiveTime, Utc};
use domain::{Harvest, Page, Problem, Source};
use feed_rs::model::{Entry, Feed};
use feed_rs::parser;
use std::borrow::Cow;
use url::Url;

/// Reads a feed.
pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let text = charset::text_of(page);
    let mut harvest = match form(&text) {
        Form::Json => json_feed::read(page),
        Form::Feed => syndicated(&text, page),
        Form::Other => job_feed::read(xml::read(&text), page)
            .unwrap_or_else(|| board::failed(Problem::new("feed", "this is no feed of vacancies"))),
    };
    if source.follow_items {
        let open = harvest.listing.iter().flat_map(|listing| &listing.open);
        let requests: Vec<_> = open.cloned().map(address::detail_request).collect();
        harvest.requests.extend(requests);
        harvest.postings.clear();
    }
    harvest
}

enum Form {
    Json,
    /// RSS, RDF or Atom.
    Feed,
    Other,
}

/// By the first element; what stands before it is no element.
fn form(text: &str) -> Form {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        return Form::Json;
    }
    let mut elements = text.split('<').skip(1).filter(|part| part.starts_with(|letter: char| letter.is_alphabetic()));
    let name =
        elements.next().and_then(|part| part.split(['>', ' ', '/', '\n', '\r', '\t']).next()).unwrap_or_default();
    match name.rsplit(':').next() {
        Some("rss" | "feed" | "RDF") => Form::Feed,
        _ => Form::Other,
    }
}

fn syndicated(text: &str, page: &Page) -> Harvest {
    let feed = match parsed(text, &page.final_url) {
        Ok(feed) => feed,
        Err(error) => return board::failed(Problem::new("feed", error.to_string())),
    };
    let mut harvest = board::listing(feed.entries.iter().map(|entry| draft(entry, &page.final_url)));
    if !is_whole(text) {
        harvest.listing = None;
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
    let text = with_version(text);
    let base = Some(base.as_str());
    parser::Builder::new().base_uri(base).timestamp_parser(moment).build().parse(text.as_bytes())
}

/// The reader of feeds knows RSS by its version, which some leave out.
fn with_version(text: &str) -> Cow<'_, str> {
    let tag = text.find("<rss").and_then(|start| Some((start, text[start..].find('>')? + start)));
    match tag {
        Some((start, end)) if !text[start..end].contains("version") => {
            Cow::Owned(text.replacen("<rss", "<rss version=\"2.0\"", 1))
        }
        _ => Cow::Borrowed(text),
    }
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

fn draft(entry: &Entry, base: &Url) -> Draft {
    let title = entry.title.as_ref().map(|title| plain_text::one_line(&title.content));
    let posted = entry.published.or(entry.updated).map(|moment| moment.date_naive().to_string());
    // the first category: feeds of vacancies have no element for the place that all readers know
    let category = entry.categories.first();
    let place = category.map(|category| plain_text::one_line(category.label.as_deref().unwrap_or(&category.term)));
    Draft::new(title, link(entry, base)).employer(employer(entry)).text(Some(body(entry))).posted(posted).place(
        [place.filter(|place| !place.is_empty()), None],
        None,
        None,
    )
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
