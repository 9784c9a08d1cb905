//! Killed at any moment (`kill -9`), the next run completes the night.
//!
//! 1. No vacancy is lost, whichever request the kill came at.
//! 2. No digest is there twice, and each is there.
//! 3. The evidence verifies.
//! 4. Pages that were fetched before the kill are not fetched again.

use crate::support::{Desk, Site, objects};
use std::time::{Duration, Instant};

const TITLES: [&str; 8] = [
    "Administratief medewerker",
    "Receptionist",
    "Archivaris",
    "Secretaresse",
    "Planner",
    "Telefonist",
    "Boekhouder",
    "Huismeester",
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

#[test]
fn killed_while_crawling() {
    for requests in [1, 2, 5, 9] {
        let (desk, site) = set_up();
        site.pause(Duration::from_millis(20));
        killed_night(&desk, &site, requests, Duration::from_secs(20));
        completes(&desk);
        let about_the_site = ["/robots.txt", "/.well-known/tdmrep.json"];
        let pages = site.requests().iter().filter(|path| !about_the_site.contains(&path.as_str())).count();
        // at most the page under way and the one after it are asked for twice
        assert!(pages <= TITLES.len() + 1 + 2, "{pages} requests for {} pages", TITLES.len() + 1);
    }
}

#[test]
fn killed_after_the_crawl() {
    // the pauses sweep over index, match, shortlist, evidence and digest, wherever they fall on this machine
    for pause in [0, 15, 30, 60, 90, 130, 180, 250] {
        let (desk, site) = set_up();
        let mut night = desk.start(&["--date", "2026-11-24", "nightly"]);
        while site.requests().len() < TITLES.len() + 3 {
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(pause));
        night.kill().expect("kill -9");
        night.wait().expect("the night is over");
        completes(&desk);
    }
}
