//! Sources and pages for the fuzz targets: one source of every kind, and a page of any bytes.

use domain::{Hash, Page, Purpose, Source, SourceKind};
use serde_json::json;

const KINDS: [&str; 18] = [
    "sitemap", "html", "rss", "json", "greenhouse", "lever", "recruitee", "teamtailor", "homerun", "personio", "workable",
    "smartrecruiters", "ashby", "workday", "bamboohr", "pinpoint", "adzuna", "eures",
];

/// The source of a kind.
pub fn source(kind: u8) -> Source {
    let name = KINDS[usize::from(kind) % KINDS.len()];
    let select = match name {
        "html" => json!({"list": "a", "next": "a.next", "title": "h1", "place": "p", "posted": "b", "text": "div"}),
        "json" => json!({"list": "/jobs", "title": "/title", "text": "/text"}),
        _ => json!({}),
    };
    let text = json!({"name": "any", "kind": name, "url": "https://a.example/jobs", "board": "acme", "select": select});
    let source: Source = serde_json::from_value(text).expect("a source");
    let _all: SourceKind = source.kind;
    source
}

/// A page of these bytes.
pub fn page(source: &Source, purpose: Purpose, body: &[u8]) -> Page {
    Page {
        source: source.name.clone(),
        url: source.url.clone(),
        final_url: source.url.clone(),
        purpose,
        fetched_at: chrono::DateTime::UNIX_EPOCH,
        status: 200,
        headers: Vec::new(),
        body: body.to_vec(),
        hash: Hash::from_bytes([0; 32]),
        exchange: domain::Exchange::default(),
    }
}
