//! The plain case of a page, against the whole tree.
//!
//! 1. What the walk over the tags finds is what the tree gives, for any mixture of what pages are made of.
//! 2. It finds something: a page as most sites write it is a plain case.
//! 3. The same on real pages, where they are at hand.

use super::super::{Closed, charset, detail, plain_case};
use super::{page, source};
use proptest::prelude::*;

const JOB: &str = r#"<script type="application/ld+json">{"@context":"https://schema.org","@type":"JobPosting","title":"Kok","description":"<p>Je kookt 24 uur per week.<\/p>","datePosted":"2026-11-20","validThrough":"2099-01-01","hiringOrganization":{"name":"Keuken"}}</script>"#;

const PARTS: [&str; 22] = [
    JOB,
    "<!doctype html><html><head>",
    "<title>Kok</title>",
    "</head><body>",
    "<!-- <script type=\"application/ld+json\">{}</script> -->",
    "<!-- open",
    "-->",
    "<script>if (a < b) { c('</div>') }</script>",
    "<SCRIPT TYPE='application/ld+json'>{\"@type\":\"BreadcrumbList\"}</SCRIPT>",
    "<script type=application/ld+json>{\"@type\":\"JobPosting\",\"title\":\"Ober\"}</script>",
    "<script type=\"application/ld+json\">{\"@type\":\"JobPosting\",",
    "<style>a > b { }</style>",
    "<noscript><p>x</p></noscript>",
    "<textarea></textarea>",
    "<h1>Kok</h1><p>Je kookt.</p>",
    "<p>Deze vacature is niet meer beschikbaar</p>",
    "<p>Deze vacature is <b>gesloten</b></p>",
    "<meta name=\"robots\" content=\"index,follow\">",
    "<meta name=\"robots\" content=\"noindex\">",
    "<META NAME=\"ROBOTS\" CONTENT=\"NONE\">",
    "<a href=\"/x?a<b\">x</a>",
    "</script>",
];

fn same(body: &str) -> bool {
    let (source, page) = (source("kind = \"sitemap\""), page(body.as_bytes()));
    let text = charset::text_of(&page);
    let Some(plain) = plain_case::read(&source, &page, &text, Closed::built_in()) else {
        return false;
    };
    assert_eq!(plain, detail::whole(&source, &page, &text, Closed::built_in()), "{body}");
    true
}

proptest! {
    #[test]
    fn any_mixture(before in prop::collection::vec(0..PARTS.len(), 0..6), after in prop::collection::vec(0..PARTS.len(), 0..6)) {
        let part = |at: &usize| PARTS[*at];
        let body: String = before.iter().map(part).chain([JOB]).chain(after.iter().map(part)).collect();
        same(&body);
    }
}

#[test]
fn a_page_as_most_are() {
    let body = format!(
        "<!doctype html><html><head><!-- x --><title>Kok</title>{JOB}<style>a {{ }}</style></head><body><h1>Kok</h1></body></html>"
    );
    assert!(same(&body));
    assert!(!same(&body.replace("<h1>Kok</h1>", "<h1>Deze vacature is gesloten</h1>")));
}

#[test]
fn real_objects() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/jobposting/nhs_jobposting_jsonld_500.jsonl");
    let Ok(lines) = std::fs::read_to_string(file) else {
        println!("skipped: {file} is not at hand");
        return;
    };
    let page = |line: &str| {
        let json = line.replace("</", "<\\/");
        format!("<html><head><script type=\"application/ld+json\">{json}</script></head><body><h1>x</h1></body></html>")
    };
    let plain = lines.lines().filter(|line| same(&page(line))).count();
    println!("{plain} of {} are plain", lines.lines().count());
    assert!(plain > 0);
}
