//! Nothing that a server sends makes a reader panic.
//!
//! 1. Any bytes, for every kind of source and both purposes.
//! 2. Any mixture of the pieces that real pages are made of.
//! 3. Depth costs no stack and no time.

use super::super::{read, read_page, read_text};
use super::{page, source};
use domain::{Page, Purpose, Source};
use proptest::prelude::*;
use std::sync::OnceLock;

const SOURCES: [&str; 19] = [
    "kind = \"sitemap\"\ninclude = [\"vac\"]",
    "kind = \"rss\"",
    "kind = \"rss\"\nfollow_items = true",
    "kind = \"html\"\n[select]\nlist = \"a\"\nnext = \"a.next\"\ntitle = \"h1\"\nplace = \"p\"\nposted = \"b\"\ntext = \"div\"",
    "kind = \"json\"\n[paging]\nby = \"page\"\n[select]\nlist = \"\"\ntitle = \"/title\"\nurl = \"/{/title}\"",
    "kind = \"greenhouse\"",
    "kind = \"lever\"",
    "kind = \"recruitee\"",
    "kind = \"teamtailor\"",
    "kind = \"homerun\"",
    "kind = \"personio\"",
    "kind = \"workable\"",
    "kind = \"smartrecruiters\"",
    "kind = \"ashby\"",
    "kind = \"workday\"",
    "kind = \"bamboohr\"",
    "kind = \"pinpoint\"",
    "kind = \"adzuna\"",
    "kind = \"eures\"",
];

const PIECES: [&str; 36] = [
    "<script type=\"application/ld+json\">",
    "</script>",
    "{\"@type\":\"JobPosting\",\"title\":\"",
    "\"",
    "}",
    "[",
    "\\u",
    "d83d",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<urlset>",
    "<url>",
    "<loc>",
    "https://a.example/é",
    "</loc>",
    "&",
    "&amp;lt;p&gt;",
    "<rss><channel><item>",
    "</item></channel></rss>",
    "<lastmod>2026-",
    "<title",
    "€ 2.",
    ",",
    "baseSalary\":{\"value\":\"",
    "/*",
    "//",
    "<workzag-jobs><position><id>",
    "</position>",
    "<feed><entry><link href=\"",
    "<jobs><job><url>",
    "<!DOCTYPE",
    "{\"jobs\":[{\"title\":\"",
    "{\"total\":1e300,\"jobPostings\":[{\"externalPath\":\"",
    "\",\"absolute_url\":\"/",
];

fn read_all_ways(body: &[u8]) {
    static READ: OnceLock<[Source; SOURCES.len()]> = OnceLock::new();
    for source in READ.get_or_init(|| SOURCES.map(source)) {
        for purpose in [Purpose::Listing, Purpose::Detail] {
            read(source, &Page { purpose, ..page(body) });
        }
    }
    read_page(&page(body));
    read_text(&String::from_utf8_lossy(body), "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        read_all_ways(&body);
    }

    #[test]
    fn any_mixture(pieces in proptest::collection::vec(proptest::sample::select(PIECES.to_vec()), 0..40)) {
        read_all_ways(pieces.concat().as_bytes());
    }
}

#[test]
fn depth_costs_no_stack_and_no_time() {
    for piece in [
        "<div>",
        "<b>",
        "<ul><li>",
        "<a><div>",
        "[",
        "{\"a\":",
        "<url>",
        "<div></p>",
        "<i><div></i>",
        "<form><div></form>",
        "<p><b>",
        "<div x='>'>",
        "(",
        "<script>",
    ] {
        read_all_ways(piece.repeat(4_000).as_bytes());
    }
    let deep = format!("<script type=\"application/ld+json\">{}JobPosting", "[{'a':".repeat(50_000));
    let harvest = read_page(&page(deep.as_bytes()));
    assert_eq!(harvest.problems[0].what, "JSON-LD");
}
