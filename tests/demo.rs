//! The whole night on the built-in example sites.
//!
//! 1. The first run crawls, shortlists and sends; every step leaves what it should.
//! 2. A second run fetches nothing that did not change, and sends nothing twice.
//! 3. A digest has no word on capability; the dossiers cannot be read without the key.
//! 4. Every other command works on the folder afterwards.
//! 5. No shortlist holds a vacancy that exceeds a hard limit, is expired, gone, hidden, or double.

use crate::support::{objects, program};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;
use tempfile::TempDir;

fn demo(folder: &Path, more: &[&str]) -> Output {
    let ran = program().args(["demo", "--out"]).arg(folder).args(more).output().expect("passend runs");
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    ran
}

fn on(folder: &Path, arguments: &[&str]) -> String {
    let mut command = program();
    command.arg("--config").arg(folder.join("config/passend.toml")).arg("--data").arg(folder.join("index"));
    let ran = command.args(arguments).output().expect("passend runs");
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8_lossy(&ran.stdout).into_owned()
}

fn mails(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("outbox")).expect("the outbox");
    entries.map(|entry| fs::read_to_string(entry.expect("a mail").path()).expect("text")).collect()
}

#[test]
fn the_demo_twice() {
    let place = TempDir::new().expect("a folder");
    let folder = place.path().join("demo");
    let first = &objects(&String::from_utf8_lossy(&demo(&folder, &["--format", "json"]).stdout))[0];
    assert!(first["open"].as_u64().expect("a count") > 45, "{first}");
    assert_eq!(first["candidates"].as_array().expect("candidates").len(), 6);
    let sent = mails(&folder);
    assert!(sent.len() >= 5, "only {} candidates got a digest", sent.len());
    nothing_medical(&sent);
    dossiers_are_closed(&folder);
    shortlists_are_clean(&folder);
    let second = &objects(&String::from_utf8_lossy(&demo(&folder, &["--format", "json"]).stdout))[0];
    for source in second["sources"].as_array().expect("sources") {
        let report = &source["report"];
        assert_eq!((&report["new"], &report["changed"]), (&0.into(), &0.into()), "{source}");
    }
    let mut again = mails(&folder);
    let mut sent = sent;
    again.sort();
    sent.sort();
    assert_eq!(sent, again, "the second run sent something");
    every_command_works(&folder);
}

/// Words of the document that must not be in a mail.
const INSIDE: [&str; 16] = [
    "lifting",
    "tillen",
    "bending",
    "buigen",
    "knielen",
    "kneeling",
    "level",
    "beperk",
    "limitation",
    "belastba",
    "capability",
    "FML",
    "IZP",
    " kg",
    "zieke",
    "sick",
];

fn nothing_medical(mails: &[String]) {
    for mail in mails {
        for word in INSIDE {
            // titles and employers of the examples hold none of these words
            assert!(!mail.contains(word), "a digest says '{word}':\n{mail}");
        }
    }
}

fn dossiers_are_closed(folder: &Path) {
    let bytes = fs::read(folder.join("index/dossiers.sqlite")).expect("the dossiers");
    assert!(!bytes.starts_with(b"SQLite format 3"), "the dossiers are not encrypted");
    for public in ["vacancies.sqlite", "dossiers.sqlite"] {
        let text =
            String::from_utf8_lossy(&fs::read(folder.join("index").join(public)).expect("a database")).into_owned();
        for word in ["Wiersinga", "example.org", "c-0001"] {
            assert!(!text.contains(word), "{public} holds '{word}'");
        }
    }
}

fn shortlists_are_clean(folder: &Path) {
    for id in ["c-0001", "c-0002", "c-0003", "c-0004", "c-0005", "c-0006"] {
        let list = &objects(&on(folder, &["--format", "json", "shortlist", id]))[0];
        let mut groups = BTreeSet::new();
        for entry in list["entries"].as_array().expect("entries") {
            let matched = &entry["match"];
            assert_ne!(matched["verdict"], "unsuitable");
            let title = matched["title"].as_str().expect("a title");
            assert!(groups.insert(matched["group"].to_string()), "{id} sees {title} twice");
            for criterion in matched["criteria"].as_array().expect("criteria") {
                assert!(criterion["outcome"] != "exceeds" || criterion["hard"] == false, "{id}, {title}: {criterion}");
            }
        }
        let steps: Vec<u64> = list["funnel"]
            .as_array()
            .expect("steps")
            .iter()
            .map(|step| step["count"].as_u64().expect("a count"))
            .collect();
        assert!(steps.is_sorted_by(|before, after| before >= after), "{id}: the funnel widens: {steps:?}");
    }
}

fn every_command_works(folder: &Path) {
    let matches = &objects(&on(folder, &["--format", "json", "match", "c-0001", "--rejected"]))[0];
    let first = matches["matches"][0]["vacancy"].as_str().expect("a match").to_owned();
    assert!(!matches["rejected"].as_array().expect("rejections").is_empty());
    for rejected in matches["rejected"].as_array().expect("rejections") {
        assert!(!rejected["because"].as_array().expect("reasons").is_empty(), "{rejected}");
    }
    assert!(on(folder, &["explain", "c-0001", &first]).contains("rule:"));
    assert!(on(folder, &["vacancies", "show", &first]).contains("posting"));
    assert!(on(folder, &["vacancies", "search", "planner", "--near", "Zutphen"]).contains("title"));
    assert!(on(folder, &["vacancies", "stats"]).contains("example-feed"));
    assert!(on(folder, &["candidates", "show", "c-0001"]).contains("[capability]"));
    assert!(on(folder, &["evidence", "list", "c-0001"]).contains("digest_sent"));
    assert!(on(folder, &["evidence", "verify"]).contains("All records verify"));
    assert!(on(folder, &["digest"]).contains("sent before"));
}
