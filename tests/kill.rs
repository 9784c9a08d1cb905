//! Killed at any moment (`kill -9`), the next run completes the night.
//!
//! 1. No vacancy is lost, whichever request the kill came at.
//! 2. No digest is there twice, and each is there.
//! 3. The evidence verifies.
//! 4. The crawl goes on where it was: pages that were fetched before the kill, the listing among them, are not fetched again,
//!    and the ledger of both runs counts each page once.
//! 5. What was fetched is archived so that other tools can read it, wherever the kill came.
//! 6. Where a power cut took the end of the archive, the pages that were in it are fetched again, and nothing else is.

use crate::support::{Desk, Site, objects, warc_tool};
use std::time::{Duration, Instant};

const TITLES: [&str; 8] = [
    "Administratief medewerker",
    "Receptionist",
    "Archivaris",
    "Secretaresse",
    "Planner",
    "Telefonist",
    "Boekhouder",
    "Conciërge",
];

/// Starts a night and kills it when the site has had so many requests, or after so long.
fn killed_night(desk: &Desk, site: &Site, requests: usize, at_latest: Duration) {
    let mut night = desk.start(&["--date", "2026-11-24", "nightly"]);
    let began = Instant::now();
    let before = site.requests().len();
    while site.requests().len() < before + requests && began.elapsed() < at_latest {
        if night.try_wait().expect("the night").is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    night.kill().expect("kill -9");
    night.wait().expect("the night is over");
}

fn completes(desk: &Desk) {
    let ran = desk.run(&["--date", "2026-11-24", "nightly"]);
    assert_eq!(ran.code(), 0, "{}{}", ran.told(), ran.said());
    assert_eq!(desk.done(&["vacancies", "export"]).lines().count(), TITLES.len());
    assert_eq!(desk.mails().len(), 2, "one digest for each of two candidates");
    desk.done(&["evidence", "verify"]);
    warc_tool(desk, "check");
    let sent = desk.done(&["--format", "json", "evidence", "list", "c-0001"]);
    let sent = objects(&sent).iter().filter(|record| record["kind"] == "digest_sent").count();
    assert_eq!(sent, 1);
}

fn set_up() -> (Desk, Site) {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&TITLES);
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    desk.candidate("c-0002");
    (desk, site)
}

/// How many pages were asked for, without what says how the site may be read.
fn pages(site: &Site) -> usize {
    site.requests().iter().filter(|path| *path == "/sitemap.xml" || path.starts_with("/vacature/")).count()
}

/// How many requests a run counted as ended.
fn outcomes(run: &serde_json::Value) -> u64 {
    let counts = run["sources"][0]["report"]["outcomes"].as_object();
    counts.map_or(0, |counts| counts.values().map(|count| count.as_u64().expect("a count")).sum())
}

#[test]
fn killed_while_crawling() {
    for requests in [1, 2, 5, 8] {
        let (desk, site) = set_up();
        site.pause(Duration::from_millis(50));
        killed_night(&desk, &site, requests, Duration::from_secs(20));
        completes(&desk);
        let pages = pages(&site);
        // only the page under way is asked for twice
        assert!(pages <= TITLES.len() + 1 + 1, "{pages} requests for {} pages", TITLES.len() + 1);
        let runs = objects(&desk.done(&["--format", "json", "runs", "list"]));
        assert_eq!(runs.len(), 2, "{runs:?}");
        assert_eq!((&runs[1]["finished"], &runs[1]["completed_by"]), (&serde_json::Value::Null, &runs[0]["run"]));
        let done = |run: usize| runs[run]["sources"][0]["report"]["pages_done"].as_u64().unwrap_or(0);
        assert_eq!(done(0), TITLES.len() as u64 + 1, "the run that completes it covers the whole source");
        let counted = |run: usize| outcomes(&runs[run]);
        assert_eq!(
            counted(0) + counted(1),
            TITLES.len() as u64 + 1,
            "each page ended once, in one of the runs: {runs:?}"
        );
    }
}

#[test]
fn a_power_cut_takes_the_end_of_the_archive() {
    let (desk, site) = set_up();
    site.pause(Duration::from_millis(50));
    killed_night(&desk, &site, 8, Duration::from_secs(20));
    let mut files = std::fs::read_dir(desk.path("index/pages")).expect("the archive");
    let path = files.next().expect("a file").expect("a file").path();
    let archive = std::fs::OpenOptions::new().write(true).open(&path).expect("the archive");
    let length = archive.metadata().expect("its length").len();
    archive.set_len(length / 2).expect("cut");
    completes(&desk);
    let asked = pages(&site);
    assert!(asked > TITLES.len() + 1 && asked < 2 * TITLES.len(), "{asked} requests");
    for vacancy in objects(&desk.done(&["vacancies", "export"])) {
        let (title, version) = (&vacancy["posting"]["title"], vacancy["version"].as_str().expect("a version"));
        let page = desk.done(&["pages", "show", version]);
        assert!(page.contains(title.as_str().expect("a title")), "{title} has another page: {page}");
    }
}

#[test]
fn killed_after_the_crawl() {
    // the pauses sweep over index, match, shortlist, evidence and digest, wherever they fall on this machine
    for pause in [0, 15, 30, 60, 90, 130, 180, 250] {
        let (desk, site) = set_up();
        let mut night = desk.start(&["--date", "2026-11-24", "nightly"]);
        while pages(&site) < TITLES.len() + 1 {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(pause));
        night.kill().expect("kill -9");
        night.wait().expect("the night is over");
        completes(&desk);
    }
}
