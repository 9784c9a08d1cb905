//! Real pages, where the folder with them is at hand; nothing of it is kept here.
//!
//! 1. Every page that was collected for its JobPosting gives a posting with title and text, and with employer and place where
//!    it states one.
//! 2. Every object of a large set of real ones gives what an independent reading of its JSON finds: the title letter for
//!    letter, employer, dates, a place; pay that is plausible; a point in the British Isles, or none.
//! 3. Pages with other structured data make no reader panic.

use super::super::read_page;
use super::page;
use std::fs;
use std::path::{Path, PathBuf};

fn folder(name: &str) -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/jobposting").join(name);
    if !folder.exists() {
        println!("skipped: {} is not at hand", folder.display());
        return None;
    }
    Some(folder)
}

fn files(name: &str) -> Vec<PathBuf> {
    let Some(folder) = folder(name) else {
        return Vec::new();
    };
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

#[test]
fn real_and_broken_pages_give_a_title() {
    for file in files("malformed").into_iter().chain(files("real_trimmed")) {
        let body = fs::read(&file).unwrap();
        let states = |name: &str| String::from_utf8_lossy(&body).contains(name);
        let harvest = read_page(&page(&body));
        let Some(posting) = harvest.postings.first() else { panic!("{}: {:?}", file.display(), harvest.problems) };
        let says_no_text = posting.problems.iter().any(|problem| problem.what == "description");
        let has_text = posting.text.len() > posting.title.len() + 20 || says_no_text;
        let employer = posting.employer.is_some() || !states("hiringOrganization");
        let place = posting.remote.is_some() || !posting.places.is_empty() || !states("jobLocation");
        let name = file.display();
        assert!(!posting.title.is_empty() && has_text && employer && place, "{name}: {posting:?}");
    }
}

#[test]
fn real_objects_give_their_fields() {
    let Some(file) = folder("nhs_jobposting_jsonld_500.jsonl") else {
        return;
    };
    for line in fs::read_to_string(file).unwrap().lines() {
        let harvest = read_page(&page(line.as_bytes()));
        let [posting] = harvest.postings.as_slice() else { panic!("{line}") };
        let raw: serde_json::Value = serde_json::from_str(line).unwrap();
        let same = |stated: &serde_json::Value, read: &str| {
            let stated =
                stated.as_str().unwrap_or_default().replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "\"");
            assert_eq!(read.split_whitespace().collect::<Vec<_>>(), stated.split_whitespace().collect::<Vec<_>>());
        };
        same(&raw["title"], &posting.title);
        same(&raw["hiringOrganization"]["name"], posting.employer.as_deref().unwrap_or_default());
        for (stated, read) in [("datePosted", posting.posted), ("validThrough", posting.valid_through)] {
            let day = raw[stated].as_str().unwrap_or_default();
            assert!(read.is_some_and(|read| day.contains(&read.to_string())), "{stated}: {day} {read:?}");
        }
        assert!(!posting.places.is_empty(), "{line}");
        for point in posting.places.iter().filter_map(|place| place.coordinates()) {
            assert!((49.0..61.0).contains(&point.lat) && (-11.0..3.0).contains(&point.lon), "{point:?}");
        }
        for amount in posting.salary.iter().flat_map(|pay| [pay.min, pay.max]).flatten() {
            assert!((5.0..=400_000.0).contains(&amount), "{:?}", posting.salary);
        }
        assert!(posting.posted.is_some() && posting.valid_through.is_some(), "{posting:?}");
        assert!(posting.text.len() > posting.title.len() + 50, "{posting:?}");
        assert!(!posting.text.contains("&lt;") && !posting.text.contains("</"), "{}", posting.text);
    }
}

#[test]
fn other_structured_data_is_survived() {
    for file in files("extruct_generic") {
        read_page(&page(&fs::read(&file).unwrap()));
    }
}
