//! Sitemaps and sitemap indexes (sitemaps.org), plain or gzipped. Only addresses and their `lastmod` are read. A sitemap
//! that ends too early gives its requests but no listing: what stood in the rest may still be open.

use super::xml::resolved;
use super::{address, charset, dates, listing_request};
use domain::{Harvest, Listing, Page, PageRequest, Problem, Source};
use flate2::read::MultiGzDecoder;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;
use url::Url;

/// What the protocol allows a sitemap to be, unpacked.
const LARGEST: u64 = 50 * 1024 * 1024;

/// Addresses that the protocol allows one sitemap to have.
const MOST_ENTRIES: usize = 50_000;

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads a sitemap.
pub(crate) fn read(source: &Source, page: &Page) -> Harvest {
    let mut harvest = Harvest::default();
    let bytes = unpacked(&page.body, &mut harvest.problems);
    let text = charset::decoded(&bytes, page.header("content-type"));
    let sitemap = Sitemap::read(&text);
    let whole = harvest.problems.is_empty() && sitemap.broken.is_none();
    harvest.problems.extend(sitemap.broken.map(|why| Problem::new("sitemap", why)));
    let requests = requests(&sitemap.entries, &page.final_url, &mut harvest.problems);
    match sitemap.root.as_str() {
        "urlset" => {
            harvest.requests = requests.into_iter().filter(|request| is_included(source, &request.url)).collect();
            let open = harvest.requests.iter().map(|request| request.url.clone()).collect();
            harvest.listing = whole.then_some(Listing { open });
        }
        "sitemapindex" => {
            let listings =
                requests.into_iter().map(|each| PageRequest { last_modified: None, ..listing_request(each.url) });
            harvest.requests = listings.collect();
            harvest.listing = whole.then(Listing::default);
        }
        "" => harvest.problems.push(Problem::new("sitemap", "this is not a sitemap")),
        other => harvest.problems.push(Problem::new("sitemap", format!("<{other}> is not a sitemap"))),
    }
    harvest
}

fn is_included(source: &Source, url: &Url) -> bool {
    source.include.is_empty() || source.include.iter().any(|part| url.as_str().contains(part.as_str()))
}

/// The body, unpacked where it is gzipped, whatever its name and headers say.
fn unpacked<'a>(body: &'a [u8], problems: &mut Vec<Problem>) -> Cow<'a, [u8]> {
    if !body.starts_with(&GZIP) {
        return Cow::Borrowed(body);
    }
    let mut bytes = Vec::new();
    if let Err(error) = MultiGzDecoder::new(body).take(LARGEST + 1).read_to_end(&mut bytes) {
        problems.push(Problem::new("gzip", error.to_string()));
    }
    if bytes.len() as u64 > LARGEST {
        bytes.truncate(LARGEST as usize);
        problems.push(Problem::new("gzip", "the sitemap is larger than 50 MiB; the rest was left out"));
    }
    Cow::Owned(bytes)
}

/// One `url` or `sitemap` element.
#[derive(Default)]
struct Entry {
    location: String,
    last_modified: String,
}

fn requests(entries: &[Entry], base: &Url, problems: &mut Vec<Problem>) -> Vec<PageRequest> {
    let mut known = BTreeSet::new();
    let mut requests = Vec::new();
    for entry in entries {
        let Some(url) = address::resolved(base, &entry.location) else {
            problems.push(Problem::new("loc", format!("'{}' is no web address", entry.location.trim())));
            continue;
        };
        let last_modified = dates::moment(&entry.last_modified);
        if last_modified.is_none() && !entry.last_modified.trim().is_empty() {
            problems.push(Problem::new("lastmod", format!("'{}' is no date", entry.last_modified.trim())));
        }
        if known.insert(url.clone()) {
            requests.push(PageRequest { last_modified, ..address::detail_request(url) });
        }
    }
    requests
}

/// A sitemap as its XML says it.
#[derive(Default)]
struct Sitemap {
    root: String,
    entries: Vec<Entry>,
    broken: Option<String>,
    path: Vec<String>,
}

impl Sitemap {
    fn read(text: &str) -> Self {
        let mut sitemap = Self::default();
        let mut reader = Reader::from_str(text.trim_start());
        reader.config_mut().allow_dangling_amp = true;
        loop {
            match reader.read_event() {
                Ok(Event::Eof) => break,
                Ok(Event::Start(_)) if sitemap.is_full() => {
                    sitemap.broken = Some(format!("it has more than {MOST_ENTRIES} addresses: the rest was left out"));
                    break;
                }
                Ok(event) => sitemap.take(&event),
                Err(error) => {
                    sitemap.broken = Some(format!("broken at byte {}: {error}", reader.error_position()));
                    break;
                }
            }
        }
        if sitemap.broken.is_none() && !sitemap.path.is_empty() {
            sitemap.broken = Some("it ends before its last element does".to_owned());
        }
        sitemap
    }

    /// Whether another entry would be one too many.
    fn is_full(&self) -> bool {
        self.path.len() == 1 && self.entries.len() >= MOST_ENTRIES
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) => {
                self.path.push(local(element.local_name().as_ref()));
                if self.path.len() == 1 {
                    self.root.clone_from(&self.path[0]);
                }
                if self.path.len() == 2 {
                    self.entries.push(Entry::default());
                }
            }
            Event::Empty(element) if self.path.is_empty() => self.root = local(element.local_name().as_ref()),
            Event::End(_) => self.leave(),
            Event::Text(text) => self.add(&text.xml10_content()),
            Event::CData(text) => self.add(&text.xml10_content()),
            Event::GeneralRef(reference) => self.add(&resolved(reference)),
            _ => {}
        }
    }

    /// An entry without an address is none.
    fn leave(&mut self) {
        if self.path.len() == 2 && self.entries.last().is_some_and(|entry| entry.location.trim().is_empty()) {
            self.entries.pop();
        }
        self.path.pop();
    }

    /// Only what stands right under an entry: pictures and videos have addresses of their own, deeper.
    fn add(&mut self, text: &str) {
        let [_, _, name] = self.path.as_slice() else {
            return;
        };
        if let Some(entry) = self.entries.last_mut() {
            match name.as_str() {
                "loc" => entry.location.push_str(text),
                "lastmod" => entry.last_modified.push_str(text),
                _ => {}
            }
        }
    }
}

fn local(name: impl AsRef<[u8]>) -> String {
    String::from_utf8_lossy(name.as_ref()).into_owned()
}
