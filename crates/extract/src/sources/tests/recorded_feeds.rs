//! Recorded answers of real systems and feeds, where the folder with them is at hand; nothing of them is kept here.
//!
//! 1. Every entry of every system's answer gives a vacancy with a title and an address; with a text where the answer has
//!    one.
//! 2. Every entry of every XML dialect gives a vacancy with its text; an empty feed is a complete listing of none.

use super::{answered, open};
use domain::{Harvest, Purpose};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/feeds");
    if !folder.exists() {
        println!("skipped: {} is not at hand", folder.display());
        return None;
    }
    Some(folder)
}

/// Kind, file, address, vacancies, and whether the answer has texts.
const SYSTEMS: [(&str, &str, &str, usize, bool); 12] = [
    ("greenhouse", "careerkit/greenhouse.json", "https://a.example/v1/boards/acme/jobs", 2, true),
    ("lever", "careerkit/lever.json", "https://a.example/v0/postings/acme", 2, true),
    ("recruitee", "careerkit/recruitee.json", "https://a.example/api/offers/", 2, true),
    ("teamtailor", "careerkit/teamtailor.json", "https://a.example/jobs.json", 2, false),
    ("teamtailor", "teamtailor_rss/ferd_jobs.rss", "https://a.example/jobs.rss", 3, true),
    ("personio", "careerkit/personio.xml", "https://a.example/xml", 1, false),
    ("workable", "careerkit/workable.json", "https://a.example/api/v1/widget/accounts/acme", 1, false),
    ("smartrecruiters", "careerkit/smartrecruiters.json", "https://a.example/v1/companies/acme/postings", 1, false),
    ("ashby", "careerkit/ashby.json", "https://a.example/posting-api/job-board/acme", 2, true),
    ("workday", "careerkit/workday.json", "https://a.example/wday/cxs/acme/careers/jobs#offset=0", 2, false),
    ("pinpoint", "careerkit/pinpoint.json", "https://a.example/postings.json", 2, true),
    ("bamboohr", "careerkit/bamboohr.json", "https://a.example/careers/list", 2, false),
];

/// The vacancies of a harvest, also those that only the list states so far.
fn all(harvest: &Harvest) -> Vec<&domain::Posting> {
    let listed = harvest.requests.iter().filter_map(|request| request.listed.as_deref());
    harvest.postings.iter().chain(listed).collect()
}

#[test]
fn every_entry_of_a_system_is_a_vacancy() {
    let Some(folder) = folder() else { return };
    for (kind, file, address, count, has_text) in SYSTEMS {
        let body = fs::read_to_string(folder.join(file)).unwrap();
        let harvest = answered(&format!("kind = \"{kind}\""), address, Purpose::Listing, &body);
        let postings = all(&harvest);
        assert_eq!(postings.len(), count, "{file}: {:?}", harvest.problems);
        assert_eq!(open(&harvest).unwrap().len(), count, "{file}");
        for posting in postings {
            assert!(!posting.title.is_empty() && posting.url.starts_with("http"), "{file}: {posting:?}");
            assert_eq!(posting.text.len() > posting.title.len() + 40, has_text, "{file}: {posting:?}");
            assert!(!posting.text.contains("&lt;") && !posting.text.contains("</"), "{file}: {}", posting.text);
            assert!(!posting.places.is_empty() || kind == "workday", "{file}: {posting:?}");
        }
    }
}

#[test]
fn every_entry_of_a_dialect_is_a_vacancy() {
    let Some(folder) = folder() else { return };
    let folder = folder.join("job_feeds_recruityard");
    for name in ["careerjet", "feed", "jooble", "jora", "rss", "talentcom"] {
        let body = fs::read_to_string(folder.join(format!("{name}.xml"))).unwrap();
        let entries = body.matches("</job>").count() + body.matches("</item>").count();
        let harvest = answered("kind = \"rss\"", "https://a.example/feed.xml", Purpose::Listing, &body);
        assert!(entries > 0 && harvest.listing.is_some(), "{name}: {:?}", harvest.problems);
        assert_eq!(harvest.postings.len(), entries, "{name}: {:?}", harvest.problems);
        for posting in &harvest.postings {
            assert!(posting.text.len() > posting.title.len() + 100, "{name}: {posting:?}");
            assert!(posting.url.starts_with("https://"), "{name}: {posting:?}");
        }
    }
}

#[test]
fn an_empty_feed_is_a_complete_listing_of_none() {
    let Some(folder) = folder() else { return };
    let files = fs::read_dir(folder.join("job_feeds_recruityard/empty")).unwrap();
    let files: Vec<PathBuf> = files.map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 4);
    for file in files {
        let body = fs::read_to_string(&file).unwrap();
        let harvest = answered("kind = \"rss\"", "https://a.example/feed.xml", Purpose::Listing, &body);
        assert_eq!(open(&harvest), Some(vec![]), "{}: {:?}", file.display(), harvest.problems);
        assert!(harvest.postings.is_empty() && harvest.problems.is_empty(), "{}: {harvest:?}", file.display());
    }
}
