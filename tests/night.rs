//! From night to night.
//!
//! 1. A vacancy is closed when its page is gone, says so, may not be indexed, is past its day, or is no longer listed.
//! 2. A failed fetch closes nothing; an unreadable robots.txt means no request at all.
//! 3. What did not change is not sent again: the second night answers 304.
//! 4. A vacancy that was on a shortlist comes back only when it changed.
//! 5. The same day a second time gives the same shortlist.
//! 6. What robots.txt forbids is not asked for.
//! 7. Contenders that were not seen open for two days are looked at before the shortlist is made, and no others.
//! 8. A weak sign of closing makes doubtful, and closes on the second night.
//! 9. What a coach adds to the words of closing counts; a rule that cannot be kept is an error.
//! 10. A way to apply that vanished makes doubtful for some nights, and closes nothing alone.

use crate::support::{Desk, Site, objects, path_of, vacancy_page};

fn open_titles(desk: &Desk) -> Vec<String> {
    let mut titles: Vec<String> = objects(&desk.done(&["vacancies", "export"]))
        .iter()
        .map(|vacancy| vacancy["posting"]["title"].as_str().expect("a title").to_owned())
        .collect();
    titles.sort();
    titles
}

fn shortlisted(desk: &Desk, date: &str) -> Vec<String> {
    let list = desk.done(&["--date", date, "--format", "json", "shortlist", "c-0001"]);
    let list = &objects(&list)[0];
    let entries = list["entries"].as_array().expect("entries");
    entries.iter().map(|entry| entry["match"]["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn every_sign_of_closing_closes() {
    let (desk, site) = (Desk::new(), Site::new());
    let titles = ["Gone", "Said", "Hidden", "Unlisted", "Stays", "Fails"];
    site.vacancies(&titles);
    let expiring = vacancy_page("Expiring", "Bedrijf", "Kantoorwerk.")
        .replace("\"datePosted\"", "\"validThrough\":\"2026-11-23\",\"datePosted\"");
    site.put(&path_of("Expiring"), 200, &expiring);
    site.list(&["Gone", "Said", "Hidden", "Unlisted", "Stays", "Fails", "Expiring"]);
    desk.sitemap_source(&site);
    desk.done(&["--date", "2026-11-23", "crawl"]);
    assert_eq!(open_titles(&desk).len(), 7);
    site.put(&path_of("Gone"), 410, "gone");
    site.put(&path_of("Said"), 200, "<html><h1>Deze vacature is niet meer beschikbaar</h1></html>");
    let hidden = vacancy_page("Hidden", "Bedrijf Hidden", "x")
        .replace("<head>", "<head><meta name=\"robots\" content=\"noindex\">");
    site.put(&path_of("Hidden"), 200, &hidden);
    site.put(&path_of("Fails"), 500, "oops");
    site.list(&["Gone", "Said", "Hidden", "Stays", "Fails", "Expiring"]);
    let ran = desk.run(&["--date", "2026-11-24", "crawl"]);
    assert_eq!(ran.code(), 1, "a failed page is said: {}", ran.said());
    assert_eq!(open_titles(&desk), ["Fails", "Stays"]);
}

#[test]
fn a_way_to_apply_that_vanished_makes_doubtful_and_closes_nothing() {
    let (desk, site) = (Desk::new(), Site::new());
    let with = |title: &str, link: &str| {
        vacancy_page(title, &format!("Bedrijf {title}"), "Kantoorwerk.").replace("</body>", &format!("{link}</body>"))
    };
    let link = "<p><a href=\"/formulier/7\">Solliciteer direct</a></p>";
    site.list(&["Archivaris", "Receptionist"]);
    site.put(&path_of("Archivaris"), 200, &with("Archivaris", link));
    site.put(&path_of("Receptionist"), 200, &with("Receptionist", link));
    desk.sitemap_source(&site);
    desk.done(&["--date", "2026-11-23", "crawl"]);
    site.put(&path_of("Archivaris"), 200, &with("Archivaris", ""));
    let mut doubtful = Vec::new();
    for day in 24..=28 {
        desk.done(&["--date", &format!("2026-11-{day}"), "crawl"]);
        assert_eq!(open_titles(&desk), ["Archivaris", "Receptionist"]);
        let exported = objects(&desk.done(&["vacancies", "export"]));
        doubtful.push(exported.iter().filter(|vacancy| !vacancy["doubtful_since"].is_null()).count());
    }
    assert_eq!(doubtful, [1, 1, 1, 0, 0]);
}

#[test]
fn a_coach_adds_a_word_of_closing() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Vol", "Stays"]);
    desk.sitemap_source(&site);
    let words = include_str!("../config/vocabulary/closed.toml");
    let added = words.replace("phrases = [\n", "phrases = [\n  \"de Vacaturebank is vol\",\n");
    assert_ne!(added, words);
    desk.write("config/vocabulary/closed.toml", &added);
    desk.done(&["--date", "2026-11-23", "crawl"]);
    site.put(&path_of("Vol"), 200, "<html><h1>De vacaturebank is vol</h1></html>");
    desk.done(&["--date", "2026-11-24", "crawl"]);
    assert_eq!(open_titles(&desk), ["Stays"]);
    desk.write("config/vocabulary/closed.toml", &words.replace("weak_nights = 2", "weak_nights = 0"));
    let ran = desk.run(&["--date", "2026-11-25", "crawl"]);
    assert!(
        ran.code() == 2 && ran.said().contains("closed.toml") && ran.said().contains("weak_nights"),
        "{}",
        ran.said()
    );
}

#[test]
fn an_unchanged_site_is_not_fetched_again() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Een", "Twee", "Drie"]);
    desk.sitemap_source(&site);
    desk.done(&["--date", "2026-11-23", "crawl"]);
    let ran = desk.done(&["--date", "2026-11-24", "--format", "json", "crawl"]);
    let report = &objects(&ran)[0]["report"];
    assert_eq!(report["pages"], 0, "{report}");
    assert_eq!(report["not_modified"], 4, "{report}");
    assert_eq!(open_titles(&desk).len(), 3);
}

#[test]
fn robots_are_obeyed_and_their_failure_is_a_no() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Open", "Secret"]);
    site.put("/robots.txt", 200, "User-agent: *\nDisallow: /vacature/secret\n");
    desk.sitemap_source(&site);
    let ran = desk.done(&["--date", "2026-11-23", "--format", "json", "crawl"]);
    assert_eq!(objects(&ran)[0]["report"]["refused_by_robots"], 1);
    assert!(!site.requests().contains(&path_of("Secret")));
    // what a site reserves is refused as well, and no failure
    let (third, reserving) = (Desk::new(), Site::new());
    reserving.vacancies(&["Open", "Secret"]);
    let reserved = r#"[{"location": "/vacature/secret", "tdm-reservation": 1}]"#;
    reserving.put("/.well-known/tdmrep.json", 200, reserved);
    third.sitemap_source(&reserving);
    let ran = third.done(&["--date", "2026-11-23", "--format", "json", "crawl"]);
    let report = &objects(&ran)[0]["report"];
    assert_eq!(
        (&report["reserved"], &report["failed"], &report["pages"]),
        (&1.into(), &0.into(), &2.into()),
        "{report}"
    );
    let (other, broken) = (Desk::new(), Site::new());
    broken.vacancies(&["Open"]);
    broken.put("/robots.txt", 503, "later");
    other.sitemap_source(&broken);
    assert_eq!(other.run(&["crawl"]).code(), 1);
    assert!(broken.requests().iter().all(|path| path == "/robots.txt"), "{:?}", broken.requests());
}

#[test]
fn shown_once_and_again_only_when_changed() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Administratief medewerker", "Receptionist"]);
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    desk.done(&["--date", "2026-11-23", "nightly"]);
    assert_eq!(shortlisted(&desk, "2026-11-23").len(), 2);
    assert_eq!(desk.mails().len(), 1);
    let changed = vacancy_page("Receptionist", "Bedrijf Receptionist", "Je werkt 16 uur per week aan de balie.");
    site.put(&path_of("Receptionist"), 200, &changed);
    desk.done(&["--date", "2026-11-24", "nightly"]);
    assert_eq!(shortlisted(&desk, "2026-11-24"), ["Receptionist"]);
    desk.done(&["--date", "2026-11-25", "nightly"]);
    assert!(shortlisted(&desk, "2026-11-25").is_empty());
    assert_eq!(desk.mails().len(), 2, "an empty shortlist makes no mail");
}

#[test]
fn a_day_has_one_shortlist_and_the_same_inputs_give_it_again() {
    let (desk, twin, site) = (Desk::new(), Desk::new(), Site::new());
    site.vacancies(&["Administratief medewerker", "Receptionist", "Archivaris"]);
    let list = |desk: &Desk| {
        desk.sitemap_source(&site);
        desk.candidate("c-0001");
        desk.done(&["--date", "2026-11-24", "nightly"]);
        desk.done(&["--date", "2026-11-24", "--format", "json", "shortlist", "c-0001"])
    };
    let first = list(&desk);
    assert_eq!(first, desk.done(&["--date", "2026-11-24", "--format", "json", "shortlist", "c-0001"]));
    assert_eq!(first, list(&twin), "another folder, the same inputs");
}

#[test]
fn the_index_can_be_thrown_away() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Magazijnmedewerker", "Receptionist"]);
    desk.sitemap_source(&site);
    desk.done(&["crawl"]);
    let before = desk.done(&["--format", "json", "vacancies", "search", "magazijn"]);
    assert_eq!(before.lines().count(), 1, "{before}");
    std::fs::remove_dir_all(desk.path("index/search")).expect("the index's folder");
    desk.done(&["crawl", "--reindex"]);
    assert_eq!(before, desk.done(&["--format", "json", "vacancies", "search", "magazijn"]));
}

fn source_of(desk: &Desk, site: &Site, every: &str) {
    let common = "kind = \"sitemap\"\nrequests_per_second = 50.0\nallow_private_addresses = true\n";
    let text = format!("name = \"site\"\nurl = \"{}/sitemap.xml\"\nevery = \"{every}\"\n{common}", site.base);
    desk.write("config/sources/site.toml", &text);
}

#[test]
fn contenders_are_looked_at_first() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Administratief medewerker", "Receptionist", "Dakdekker"]);
    source_of(&desk, &site, "7d");
    desk.done(&["--date", "2026-11-20", "crawl"]);
    desk.candidate("c-0001");
    site.put(&path_of("Receptionist"), 410, "gone");
    let before = site.requests().len();
    desk.done(&["--date", "2026-11-24", "nightly"]);
    assert_eq!(shortlisted(&desk, "2026-11-24"), ["Administratief medewerker"]);
    let asked = &site.requests()[before..];
    assert!(
        asked.contains(&path_of("Administratief medewerker")) && asked.contains(&path_of("Receptionist")),
        "{asked:?}"
    );
    assert!(!asked.contains(&path_of("Dakdekker")) && !asked.contains(&"/sitemap.xml".to_owned()), "{asked:?}");
    assert_eq!(open_titles(&desk), ["Administratief medewerker", "Dakdekker"]);
    let runs = objects(&desk.done(&["--format", "json", "runs", "list"]));
    let report = &runs[0]["sources"][0]["report"];
    assert_eq!((&runs[0]["kind"], &report["pages_done"], &report["closed"]), (&"verify".into(), &2.into(), &1.into()));
    let sitemaps = || site.requests().iter().filter(|path| *path == "/sitemap.xml").count();
    let before = sitemaps();
    desk.done(&["--date", "2026-11-27", "crawl"]);
    assert_eq!(sitemaps(), before + 1, "its week is over, whatever was looked at in between");
}

#[test]
fn a_weak_sign_takes_two_nights() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Een", "Twee", "Drie"]);
    desk.sitemap_source(&site);
    desk.done(&["--date", "2026-11-22", "crawl"]);
    site.put(&path_of("Een"), 200, "<html><h1>Onderhoud</h1><p>Even geduld.</p></html>");
    desk.done(&["--date", "2026-11-23", "crawl"]);
    assert_eq!(open_titles(&desk), ["Drie", "Een", "Twee"], "a page that states nothing closes nothing at once");
    site.list(&[]);
    desk.done(&["--date", "2026-11-24", "crawl"]);
    assert_eq!(open_titles(&desk), ["Drie", "Twee"], "an empty listing closes nothing at once");
    site.list(&["Twee", "Drie"]);
    desk.done(&["--date", "2026-11-25", "crawl"]);
    assert_eq!(open_titles(&desk), ["Drie", "Twee"]);
    site.list(&["Twee"]);
    desk.done(&["--date", "2026-11-26", "crawl"]);
    assert_eq!(open_titles(&desk), ["Twee"], "half of a listing is not yet a broken one");
}
