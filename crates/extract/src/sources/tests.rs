//! Readers of sources, by what comes out of a page. Pages are written here; each file says what it holds to.

mod feeds;
mod json_lists;
mod listings;
mod never_panics;
mod pages;
mod plain_case;
mod real_data;
mod recorded_feeds;
mod structured;
mod systems;

use domain::{Harvest, Page, Posting, Purpose, Source};

/// A detail page with this body.
pub(crate) fn page(body: &[u8]) -> Page {
    let url: url::Url = "https://werk.example/vacature/1".parse().unwrap();
    Page {
        source: "test".parse().unwrap(),
        url: url.clone(),
        final_url: url,
        purpose: Purpose::Detail,
        fetched_at: "2026-11-24T03:00:00Z".parse().unwrap(),
        status: 200,
        headers: Vec::new(),
        body: body.to_vec(),
        hash: "0".repeat(64).parse().unwrap(),
        exchange: domain::Exchange::default(),
    }
}

/// A source as its file would say it.
fn source(toml: &str) -> Source {
    toml::from_str(&format!("name = \"test\"\nurl = \"https://werk.example/\"\n{toml}")).unwrap()
}

/// What a source makes of a listing.
fn listing(toml: &str, body: &[u8]) -> Harvest {
    super::read(&source(toml), &Page { purpose: Purpose::Listing, ..page(body) })
}

/// What a system makes of an answer of this address.
fn answered(toml: &str, url: &str, purpose: Purpose, body: &str) -> Harvest {
    let url: url::Url = url.parse().unwrap();
    super::read(&source(toml), &Page { final_url: url.clone(), url, purpose, ..page(body.as_bytes()) })
}

/// What a source makes of a detail page.
fn detail(toml: &str, body: &str) -> Harvest {
    super::read(&source(toml), &page(body.as_bytes()))
}

/// The only posting of a harvest.
fn only(harvest: &Harvest) -> &Posting {
    let [posting] = harvest.postings.as_slice() else { panic!("not one posting: {harvest:?}") };
    posting
}

/// The addresses that a harvest lists; `None` where it is no listing.
fn open(harvest: &Harvest) -> Option<Vec<&str>> {
    harvest.listing.as_ref().map(|listing| listing.open.iter().map(url::Url::as_str).collect())
}
