//! Real pages, where the folder with them is at hand; nothing of it is kept here.
//!
//! 1. Every page that was collected for its JobPosting gives a posting with a title.
//! 2. Every object of a large set of real ones gives a title, a text, an employer and a date.
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
        let harvest = read_page(&page(&fs::read(&file).unwrap()));
        let titled = harvest.postings.iter().any(|posting| !posting.title.is_empty());
        assert!(titled, "{}: {:?}", file.display(), harvest.problems);
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
        assert!(!posting.title.is_empty() && posting.employer.is_some(), "{posting:?}");
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
