//! Listings: which addresses are open, and what is asked for next.
//!
//! 1. A sitemap gives its own addresses, in all forms of the protocol, packed or not.
//! 2. What could not be read whole is no listing, so that nothing is closed by it; what was read is asked for.
//! 3. A list page gives links and the next page by selectors.
//! 4. A feed gives vacancies, or the addresses of their pages.

use super::super::{dates, fallback_sitemap, first_requests, needs_sitemap_lookup};
use super::{listing, only, open, source};
use domain::{Purpose, Source};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

const MAP: &str = r#"<?xml version="1.0"?><s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="urn:i">
    <s:url><s:loc> https://werk.example/vacature/1?a=1&amp;b=2#top </s:loc><s:lastmod>2026-11-20T08:00:00+01:00</s:lastmod>
    <image:image><image:loc>https://werk.example/vacature/foto.jpg</image:loc></image:image></s:url>
    <s:url><s:loc><![CDATA[https://werk.example/vacature/2]]></s:loc><s:lastmod>gisteren</s:lastmod></s:url>
    <s:url><s:loc>/vacature/2</s:loc></s:url><s:url><s:loc>mailto:a@b.example</s:loc></s:url><s:url></s:url>
    <s:url><s:loc>https://werk.example/contact</s:loc></s:url></s:urlset>"#;

#[test]
fn a_sitemap_gives_its_addresses() {
    let harvest = listing("kind = \"sitemap\"\ninclude = [\"/vacature/\"]", MAP.as_bytes());
    let expected = ["https://werk.example/vacature/1?a=1&b=2", "https://werk.example/vacature/2"];
    assert_eq!(open(&harvest).unwrap(), expected);
    assert_eq!(harvest.requests[0].last_modified.unwrap().to_rfc3339(), "2026-11-20T07:00:00+00:00");
    assert!(harvest.requests.iter().all(|request| request.purpose == Purpose::Detail));
    let about: Vec<&str> = harvest.problems.iter().map(|problem| problem.what.as_str()).collect();
    assert_eq!(about, ["lastmod", "loc"]);
}

#[test]
fn a_packed_sitemap_is_unpacked() {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(MAP.as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    assert_eq!(open(&listing("kind = \"sitemap\"", &packed)).unwrap().len(), 3);
    assert_eq!(open(&listing("kind = \"sitemap\"", &packed[..packed.len() / 2])), None);
    let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
    (0..60).for_each(|_| bomb.write_all(&vec![b' '; 1 << 20]).unwrap());
    let harvest = listing("kind = \"sitemap\"", &bomb.finish().unwrap());
    assert_eq!((open(&harvest), harvest.problems[0].what.as_str()), (None, "gzip"));
}

#[test]
fn an_index_gives_listings() {
    let index = "<sitemapindex><sitemap><loc>https://werk.example/a.xml.gz</loc><lastmod>2026</lastmod></sitemap></sitemapindex>";
    let harvest = listing("kind = \"sitemap\"\ninclude = [\"vacature\"]", index.as_bytes());
    assert_eq!(open(&harvest).unwrap().len(), 0);
    assert_eq!((harvest.requests.len(), harvest.requests[0].purpose), (1, Purpose::Listing));
}

#[test]
fn what_is_not_whole_closes_nothing() {
    let harvest = listing("kind = \"sitemap\"", MAP.split_once("<s:url><s:loc>/vac").unwrap().0.as_bytes());
    assert_eq!((open(&harvest), harvest.requests.len()), (None, 2));
    for body in ["", "Not found", "<html><body>Log in</body></html>", "{}", "<a><b></a>"] {
        let harvest = listing("kind = \"sitemap\"", body.as_bytes());
        assert!(harvest.listing.is_none() && !harvest.problems.is_empty(), "{body}");
    }
    let dangling = "<urlset><url><loc>https://werk.example/?a=1&b=2</loc></url></urlset>";
    assert_eq!(open(&listing("kind = \"sitemap\"", dangling.as_bytes())).unwrap(), ["https://werk.example/?a=1&b=2"]);
    let cut =
        "<rss version='2.0'><channel><title>x</title><item><title>Kok</title><link>https://a.example/1</link></item>";
    assert_eq!(open(&listing("kind = \"rss\"", cut.as_bytes())), None);
    assert_eq!(open(&listing("kind = \"rss\"", b"<html></html>")), None);
}

#[test]
fn moments_have_all_forms_of_the_note() {
    let cases = [
        ("2026", "2026-01-01T00:00:00+00:00"),
        ("2026-11", "2026-11-01T00:00:00+00:00"),
        ("2026-11-20", "2026-11-20T00:00:00+00:00"),
        ("2026-11-20T08:15Z", "2026-11-20T08:15:00+00:00"),
        ("2026-11-20T08:15:30+01:00", "2026-11-20T07:15:30+00:00"),
        ("2026-11-20T08:15:30.25-0500", "2026-11-20T13:15:30.250+00:00"),
        ("2026-11-20 08:15:30", "2026-11-20T08:15:30+00:00"),
    ];
    for (text, expected) in cases {
        assert_eq!(dates::moment(text).map(|moment| moment.to_rfc3339()).as_deref(), Some(expected), "{text}");
    }
    assert_eq!(["", "20", "morgen", "2026-13"].map(dates::moment), [None; 4]);
}

#[test]
fn a_list_page_gives_links_and_the_next_page() {
    let toml = "kind = \"html\"\n[select]\nlist = \".baan\"\nnext = \"a.volgende\"";
    let html = r#"<base href="/banen/"><a class="baan" href="1#top">Kok</a><li class="baan"><a href="2">Bakker</a></li>
        <a href="3"><b class="baan">Slager</b></a><a class="baan" href="1">Kok</a><a class="baan" href="javascript:x()">x</a>
        <a class="volgende" href="?p=2">Volgende</a>"#;
    let harvest = listing(toml, html.as_bytes());
    let expected = ["https://werk.example/banen/1", "https://werk.example/banen/2", "https://werk.example/banen/3"];
    assert_eq!(open(&harvest).unwrap(), expected);
    let last = harvest.requests.last().unwrap();
    assert_eq!((last.url.as_str(), last.purpose), ("https://werk.example/banen/?p=2", Purpose::Listing));
    let none = listing(toml, b"<p>Log in</p>");
    assert_eq!((open(&none), none.problems[0].why.as_str()), (None, "the list selector found nothing"));
    let bad = listing("kind = \"html\"\n[select]\nlist = \"a[\"", html.as_bytes());
    assert_eq!((open(&bad), bad.problems[0].what.as_str()), (None, "select.list"));
}

const FEED: &str = r#"<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
    <title>Banen</title><item><title>Kok &amp; bakker</title><link>/vacature/7#x</link><pubDate>ma, 23 nov 2026 23:30:00 +0100</pubDate>
    <dc:creator>De Lepel</dc:creator><category>Zutphen</category><description>&lt;p&gt;Caf&eacute;&lt;/p&gt;&lt;li&gt;soep</description></item>
    <item><title>Slager</title><guid isPermaLink="true">https://werk.example/8</guid><author>jan@werk.example (Jan)</author></item>
    </channel></rss>"#;

#[test]
fn a_feed_gives_vacancies_or_their_addresses() {
    let harvest = listing("kind = \"rss\"\nemployer = \"Bureau\"", FEED.as_bytes());
    assert_eq!(open(&harvest).unwrap(), ["https://werk.example/vacature/7", "https://werk.example/8"]);
    let [cook, butcher] = harvest.postings.as_slice() else { panic!("{harvest:?}") };
    assert_eq!((cook.title.as_str(), cook.employer.as_deref()), ("Kok & bakker", Some("De Lepel")));
    assert_eq!((cook.places[0].text.as_str(), cook.posted.unwrap().to_string().as_str()), ("Zutphen", "2026-11-23"));
    assert!(cook.text.ends_with("- soep"), "{}", cook.text);
    assert_eq!(butcher.employer.as_deref(), Some("Bureau"));
    let followed = listing("kind = \"rss\"\nfollow_items = true", FEED.as_bytes());
    assert_eq!((followed.postings.len(), followed.requests.len()), (0, 2));
}

#[test]
fn an_atom_feed_is_read() {
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><id>x</id><updated>2026-11-01T00:00:00Z</updated>
        <entry><id>urn:1</id><title>Kok</title><link rel="alternate" href="https://werk.example/1"/><author><name>De Lepel</name></author>
        <published>2026-11-05T08:00:00Z</published><updated>2026-11-06T08:00:00Z</updated><content type="html">&lt;p&gt;Koken.&lt;/p&gt;</content></entry></feed>"#;
    let harvest = listing("kind = \"rss\"", atom.as_bytes());
    let posting = only(&harvest);
    assert_eq!((posting.text.as_str(), posting.url.as_str()), ("Kok\nKoken.", "https://werk.example/1"));
    assert_eq!(posting.posted.unwrap().to_string(), "2026-11-05");
}

#[test]
fn a_site_root_has_its_sitemap_looked_up() {
    let root = source("kind = \"sitemap\"");
    assert!(needs_sitemap_lookup(&root));
    assert_eq!(fallback_sitemap(&root).url.as_str(), "https://werk.example/sitemap.xml");
    let named = Source { url: "https://werk.example/a.xml".parse().unwrap(), ..root };
    assert!(!needs_sitemap_lookup(&named));
    assert_eq!(first_requests(&named)[0].url, named.url);
    assert!(!needs_sitemap_lookup(&source("kind = \"html\"")));
}
