//! What was fetched, what it cost, and how long it stays.
//!
//! 1. Every file of the archive is read and checked by a WARC tool of others; equal bodies are stored once.
//! 2. `pages show` gives a page by the hash of its body and by the version of its vacancy.
//! 3. Pages go by age, but not what evidence points to, nor what an open vacancy was read from; what a kill left lying goes.
//! 4. A second night on an unchanged site costs at most a tenth of the bytes of the first, heads and packed bodies as
//!    they went over the wire: with validators, and with dates in the sitemap; with neither, the same bytes are no change.
//! 5. Pages that never change are asked for less and less often while their listing verifies them; one that changed, and all
//!    of a listing that is incomplete, at once.
//! 6. The ledger counts outcomes, coverage, expired, reopened and drift for each source.

use crate::support::{Desk, Site, objects, path_of, vacancy_page, warc_tool};
use serde_json::Value;

const TITLES: [&str; 3] = ["Administratief medewerker", "Receptionist", "Archivaris"];

fn crawled(desk: &Desk, date: &str) -> Value {
    let told = desk.done(&["--date", date, "--format", "json", "crawl"]);
    objects(&told)[0]["report"].clone()
}

fn version(desk: &Desk, title: &str) -> String {
    let exported = objects(&desk.done(&["vacancies", "export"]));
    let vacancy = exported.iter().find(|vacancy| vacancy["posting"]["title"] == title).expect("the vacancy");
    vacancy["version"].as_str().expect("a version").to_owned()
}

fn shown(desk: &Desk, hash: &str) -> Option<Value> {
    let ran = desk.run(&["--format", "json", "pages", "show", hash]);
    (ran.code() == 0).then(|| objects(&ran.told())[0].clone())
}

#[test]
fn other_tools_read_the_archive() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&TITLES);
    let twin = vacancy_page(
        "Receptionist",
        "Bedrijf Receptionist",
        "Je werkt 20 uur per week op kantoor. Mbo niveau 3. Geen tilwerk.",
    );
    site.put("/vacature/twin", 200, &twin);
    site.list(&["Administratief medewerker", "Receptionist", "Archivaris", "Twin"]);
    site.plain();
    desk.sitemap_source(&site);
    crawled(&desk, "2026-11-24");
    let second = crawled(&desk, "2026-11-25");
    assert_eq!((&second["same_body"], &second["changed"]), (&5.into(), &0.into()), "{second}");
    warc_tool(&desk, "check");
    let records = objects(&warc_tool(&desk, "index"));
    let of = |kind: &str| records.iter().filter(|record| record["warc-type"] == kind).count();
    // sitemap and three different pages; the twin once, and every page the second night; the request of each
    let counts = (of("warcinfo"), of("response"), of("revisit"), of("request"));
    assert_eq!(counts, (2, 4, 6, 10), "{records:?}");

    let record = shown(&desk, &version(&desk, "Archivaris")).expect("the page of a version");
    assert_eq!(record["url"], format!("{}{}", site.base, path_of("Archivaris")));
    let hash = record["hash"].as_str().expect("a hash");
    assert_eq!(shown(&desk, hash).expect("the page by its body")["offset"], record["offset"]);
    let text = desk.done(&["pages", "show", hash]);
    assert!(
        text.contains("WARC-Target-URI: ") && text.contains("HTTP/1.1 200") && text.contains("<h1>Archivaris</h1>"),
        "{text}"
    );
    assert_eq!(desk.run(&["pages", "show", &"0".repeat(64)]).code(), 2);
}

#[test]
fn old_pages_go_unless_evidence_points_to_them() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Administratief medewerker", "Receptionist"]);
    let driver = vacancy_page("Vrachtwagenchauffeur", "Bedrijf", "Rijbewijs CE is vereist. Je rijdt 's nachts.");
    site.put(&path_of("Vrachtwagenchauffeur"), 200, &driver);
    site.list(&["Administratief medewerker", "Vrachtwagenchauffeur"]);
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    desk.done(&["--date", "2026-11-24", "nightly"]);
    let (proof, other) = (version(&desk, "Administratief medewerker"), version(&desk, "Vrachtwagenchauffeur"));
    site.list(&["Receptionist"]);
    desk.done(&["--date", "2026-11-25", "nightly"]);
    let open = version(&desk, "Receptionist");
    // days of the archive are those of UTC
    let file = shown(&desk, &proof).expect("the page")["file"].as_str().expect("a name").to_owned();
    let anew = file.replace(".warc", "-1.warc");
    // as a kill in the middle of writing anew would leave it
    desk.write(&format!("index/pages/{anew}"), "half a file");
    desk.done(&["--date", "2027-01-10", "nightly"]);
    assert!(shown(&desk, &other).is_some(), "after 47 days nothing is old");

    desk.done(&["--date", "2027-03-10", "nightly"]);
    let kept = shown(&desk, &proof).expect("what a shortlist showed");
    assert_eq!(kept["file"], anew);
    assert!(desk.done(&["pages", "show", &proof]).contains("<h1>Administratief medewerker</h1>"));
    assert!(shown(&desk, &open).is_some(), "what an open vacancy was read from");
    assert!(shown(&desk, &other).is_none());
    assert!(!desk.path(&format!("index/pages/{file}")).exists());
    warc_tool(&desk, "check");

    desk.done(&["candidates", "erase", "c-0001", "--yes"]);
    desk.done(&["--date", "2027-03-11", "nightly"]);
    assert!(shown(&desk, &proof).is_none(), "nothing points to it any more");
    assert!(!desk.path(&format!("index/pages/{anew}")).exists());
}

/// Words in an order that packs about as well as a text does.
fn prose(mut seed: u32) -> String {
    let words = ["werk", "kantoor", "planning", "klant", "samen", "dagelijks", "overleg", "rapport", "systeem", "team"];
    let mut next = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        seed >> 16
    };
    (0..1200).map(|_| format!("{}{} ", words[next() as usize % 10], next() % 1000)).collect()
}

/// A site of twenty packed pages of some 12 kB, crawled on two nights; gives the bytes that it sent on each.
fn two_nights(lastmod: &str, plain: bool) -> (u64, u64, Value) {
    let (desk, site) = (Desk::new(), Site::new());
    let titles: Vec<String> = (0..20).map(|number| format!("Planner {number}")).collect();
    for (seed, title) in titles.iter().enumerate() {
        let text = format!("Je werkt 20 uur per week op kantoor. {}", prose(seed as u32));
        site.put(&path_of(title), 200, &vacancy_page(title, &format!("Bedrijf {title}"), &text));
    }
    let urls = titles.iter().map(|title| format!("<url><loc>{}{}</loc>{lastmod}</url>", site.base, path_of(title)));
    site.put(
        "/sitemap.xml",
        200,
        &format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</urlset>", urls.collect::<String>()),
    );
    site.packed();
    if plain {
        site.plain();
    }
    desk.sitemap_source(&site);
    let first = crawled(&desk, "2026-11-24");
    let (wire, sent) = (first["wire_bytes"].as_u64().expect("a count"), site.bytes() as u64);
    // reason phrases differ
    assert!(wire.abs_diff(sent) < 1000, "{wire} of {sent} bytes");
    assert!(first["bytes"].as_u64().expect("a count") > 2 * wire, "it came packed: {first}");
    let report = crawled(&desk, "2026-11-25");
    assert_eq!((&report["new"], &report["changed"], &report["closed"]), (&0.into(), &0.into(), &0.into()), "{report}");
    assert_eq!(report["listing_complete"], true, "{report}");
    let second = report["wire_bytes"].as_u64().expect("a count");
    assert!(second.abs_diff(site.bytes() as u64 - sent) < 1000, "{second} of {} bytes", site.bytes() as u64 - sent);
    (wire, second, report)
}

#[test]
fn a_second_night_costs_a_tenth() {
    for (name, lastmod, plain) in [("validators", "", false), ("sitemap dates", "<lastmod>2026-11-20</lastmod>", true)]
    {
        let (first, second, _) = two_nights(lastmod, plain);
        println!(
            "{name}: {first} bytes the first night, {second} the second: {:.2} %",
            second as f64 * 100.0 / first as f64
        );
        assert!(second * 10 <= first, "{name}: {second} of {first} bytes");
    }
    let (first, second, report) = two_nights("", true);
    println!("neither: {first} bytes the first night, {second} the second");
    assert_eq!(
        (&report["same_body"], &report["new"], &report["changed"]),
        (&21.into(), &0.into(), &0.into()),
        "{report}"
    );
}

#[test]
fn what_never_changes_is_asked_for_less_often() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&TITLES);
    desk.sitemap_source(&site);
    let mut asked = Vec::new();
    for night in 1..=12 {
        if night == 6 {
            site.put(
                &path_of("Receptionist"),
                200,
                &vacancy_page("Receptionist", "Bedrijf Receptionist", "Nieuwe tekst."),
            );
        }
        let before = site.requests().len();
        let date = format!("2026-11-{:02}", 10 + night);
        let report = crawled(&desk, &date);
        let details = site.requests()[before..].iter().filter(|path| path.starts_with("/vacature/")).count();
        assert_eq!(details + report["outcomes"]["not_due"].as_u64().unwrap_or(0) as usize, 3, "{report}");
        asked.push(details);
        for vacancy in objects(&desk.done(&["vacancies", "export"])) {
            let verified = vacancy["last_verified"].as_str().expect("a moment").to_owned();
            assert!(verified.as_str() > format!("2026-11-{:02}", 9 + night).as_str(), "{date}: {verified}");
        }
    }
    // all rest on night 5; on night 6 one has changed, and rests again on night 10, when the two others are due
    assert_eq!(asked, [3, 3, 3, 3, 0, 3, 1, 1, 1, 2, 1, 0]);
}

#[test]
fn an_incomplete_listing_has_every_page_asked_for() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&TITLES);
    let listed = |titles: &[&str]| {
        let urls = titles.iter().map(|title| format!("<url><loc>{}{}</loc></url>", site.base, path_of(title)));
        format!("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</urlset>", urls.collect::<String>())
    };
    site.put("/one.xml", 200, &listed(&TITLES[..2]));
    site.put("/two.xml", 200, &listed(&TITLES[2..]));
    let parts = ["one", "two"].map(|part| format!("<sitemap><loc>{}/{part}.xml</loc></sitemap>", site.base)).concat();
    site.put(
        "/sitemap.xml",
        200,
        &format!("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{parts}</sitemapindex>"),
    );
    desk.sitemap_source(&site);
    for night in 1..=4 {
        crawled(&desk, &format!("2026-11-{:02}", 10 + night));
    }
    site.put("/two.xml", 404, "gone");
    let ran = desk.run(&["--date", "2026-11-15", "--format", "json", "crawl"]);
    let report = &objects(&ran.told())[0]["report"];
    assert_eq!((ran.code(), &report["listing_complete"], &report["closed"]), (1, &false.into(), &0.into()), "{report}");
    assert_eq!(
        (&report["outcomes"]["not_modified"], &report["outcomes"]["not_due"]),
        (&4.into(), &Value::Null),
        "{report}"
    );
    assert_eq!(report["pages_done"], report["pages_known"], "{report}");
    assert_eq!(desk.done(&["vacancies", "export"]).lines().count(), 3);
}

#[test]
fn the_ledger_of_a_run() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&TITLES);
    let expiring = vacancy_page("Planner", "Bedrijf", "Kantoorwerk.")
        .replace("\"datePosted\"", "\"validThrough\":\"2026-11-24\",\"datePosted\"");
    site.put(&path_of("Planner"), 200, &expiring);
    site.put("/robots.txt", 200, "User-agent: *\nDisallow: /vacature/archivaris\n");
    site.list(&["Administratief medewerker", "Receptionist", "Archivaris", "Planner", "Missing"]);
    desk.sitemap_source(&site);
    site.put("/list", 200, "<html><body><p>Wij hebben een nieuwe site.</p></body></html>");
    desk.write(
        "config/sources/changed.toml",
        &format!("name = \"changed\"\nkind = \"html\"\nurl = \"{}/list\"\nrequests_per_second = 50.0\nallow_private_addresses = true\n[select]\nlist = \"a.job\"\n", site.base),
    );
    assert_eq!(desk.run(&["--date", "2026-11-24", "crawl"]).code(), 1);
    site.list(&["Receptionist", "Planner"]);
    desk.run(&["--date", "2026-11-25", "crawl"]);
    site.list(&["Administratief medewerker", "Receptionist"]);
    desk.run(&["--date", "2026-11-26", "crawl"]);

    let runs = objects(&desk.done(&["--format", "json", "runs", "list"]));
    let report = |run: usize, source: &str| {
        let sources = runs[run]["sources"].as_array().expect("sources");
        sources.iter().find(|each| each["source"] == source).expect("the source")["report"].clone()
    };
    let first = report(2, "site");
    assert_eq!(first["outcomes"], serde_json::json!({"fetched": 4, "gone": 1, "refused_by_robots": 1}), "{first}");
    assert_eq!(
        (&first["pages_known"], &first["pages_done"], &first["new"]),
        (&6.into(), &6.into(), &3.into()),
        "{first}"
    );
    let changed = report(2, "changed");
    assert_eq!((&changed["drift"], &changed["listing_complete"]), (&1.into(), &false.into()), "{changed}");
    assert_eq!((&report(1, "site")["expired"], &report(1, "site")["closed"]), (&1.into(), &1.into()));
    assert_eq!(
        (&report(0, "site")["reopened"], &report(0, "changed")["expired"]),
        (&1.into(), &0.into()),
        "{}",
        report(0, "site")
    );

    let table = desk.done(&["runs", "show", "1"]);
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("Run 1 (crawl) for 2026-11-24, begun 2026-11-2"), "{table}");
    assert!(lines.last().expect("a line").starts_with("Ended: 2026-11-2"), "{table}");
    assert!(table.contains("site: fetched 4, gone 1, refused by robots 1"), "{table}");
    assert_eq!(objects(&desk.done(&["--format", "json", "runs", "show"]))[0], runs[0]);
    assert_eq!(desk.run(&["runs", "show", "99"]).code(), 2);
}
