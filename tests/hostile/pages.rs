//! Traps within pages: entities, depth, size, bytes that are no text, dates.

use chrono::Utc;
use domain::{Hash, Page, Purpose};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

fn read(kind: &str, purpose: Purpose, body: &[u8]) -> domain::Harvest {
    let url: url::Url = "https://site.example/x".parse().expect("an address");
    let source = serde_json::json!({"name": "site", "kind": kind, "url": url, "select": {"list": "a"}});
    let page = Page {
        source: "site".parse().expect("a name"),
        final_url: url.clone(),
        url,
        purpose,
        fetched_at: Utc::now(),
        status: 200,
        headers: Vec::new(),
        body: body.to_vec(),
        hash: Hash::from_bytes([0; 32]),
        exchange: domain::Exchange::default(),
    };
    extract::read(&serde_json::from_value(source).expect("a source"), &page)
}

pub(super) const ENTITIES: &str =
    "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">
    <!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d SYSTEM \"file:///etc/passwd\">]>";

#[test]
fn entities_are_not_expanded() {
    let sitemap = format!("{ENTITIES}<urlset><url><loc>https://site.example/&c;&d;</loc></url></urlset>");
    let harvest = read("sitemap", Purpose::Listing, sitemap.as_bytes());
    let asked: Vec<String> = harvest.requests.iter().map(|request| request.url.to_string()).collect();
    assert_eq!(asked, ["https://site.example/&c;&d;"]);
    let feed = format!(
        "{ENTITIES}<rss version=\"2.0\"><channel><title>x</title><item><title>Kok &c;&d;</title><link>https://site.example/kok</link></item></channel></rss>"
    );
    let harvest = read("rss", Purpose::Listing, feed.as_bytes());
    let said = format!("{harvest:?}");
    assert!(!said.contains("aaaaaaaaaa") && !said.contains("root:"), "{said}");
}

#[test]
fn a_sitemap_of_a_million_is_read_to_its_limit() {
    let mut sitemap = "<urlset>".to_owned();
    for number in 0..1_000_000 {
        write!(sitemap, "<url><loc>https://site.example/{number}</loc></url>").expect("text");
    }
    let harvest = read("sitemap", Purpose::Listing, sitemap.as_bytes());
    assert_eq!((harvest.requests.len(), harvest.listing), (50_000, None), "an unfinished list closes nothing");
    assert!(harvest.problems[0].why.contains("50000"), "{:?}", harvest.problems);
}

#[test]
fn depth_size_and_bytes_that_are_no_text() {
    let json = |inner: &str| format!("<script type=\"application/ld+json\">{inner}</script><h1>Kok</h1>");
    let posting = |description: &str| {
        format!(
            "{{\"@type\":\"JobPosting\",\"title\":\"Kok\",\"datePosted\":\"9999-12-31\",\"description\":\"{description}\"}}"
        )
    };
    let deep = 100_000;
    let traps: [(&str, Vec<u8>); 6] = [
        ("JSON-LD in one line of 9 MB", json(&posting(&"lang ".repeat(1_800_000))).into()),
        ("deep JSON", json(&format!("{}\"JobPosting\"{}", "[".repeat(deep), "]".repeat(deep))).into()),
        ("deep broken JSON", json(&format!("{{\"@type\":\"JobPosting\",{}", "\"a\":[{".repeat(deep))).into()),
        ("deep HTML", format!("{}<h1>Kok</h1>{}", "<div><b>".repeat(deep), "</div>".repeat(deep)).into()),
        ("no UTF-8", [b"<h1>Kok \xff\xfe\x80</h1>".as_slice(), &[0x80; 9999]].concat()),
        ("year 9999", json(&posting("Kok in de toekomst")).into()),
    ];
    for (name, body) in traps {
        let began = Instant::now();
        let harvest = read("html", Purpose::Detail, &body);
        let found = harvest.postings.iter().any(|posting| posting.title.starts_with("Kok"));
        assert!(found || !harvest.problems.is_empty(), "{name}: a page that gives nothing says why: {harvest:.300?}");
        assert!(harvest.postings.iter().all(|posting| posting.text.len() <= 200_000), "{name}");
        assert!(began.elapsed() < Duration::from_secs(60), "{name} took {:?}", began.elapsed());
    }
}
