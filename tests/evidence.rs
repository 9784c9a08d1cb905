//! The chain, through the command.
//!
//! 1. `evidence list --format json` prints records exactly as hashed: an independent reading computes the same hashes.
//! 2. One changed byte anywhere in the database is found: exit 3.
//! 3. What the program alone may write cannot be added by hand; words that look medical are refused.
//! 4. An erased dossier leaves a proof, and what is left verifies.

use crate::support::{Desk, Site, objects};
use serde_json::Value;
use std::fs;
use std::process::Command;

fn night() -> (Desk, Site) {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Administratief medewerker", "Receptionist"]);
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    desk.candidate("c-0002");
    desk.done(&["nightly"]);
    (desk, site)
}

/// Computes the hashes with another language's tools: Python's sorted, compact JSON equals RFC 8785 for these bodies.
const INDEPENDENT: &str = r#"
import hashlib, json, sys
previous = bytes(32)
for line in sys.stdin:
    record = json.loads(line)
    assert record["previous_hash"] == previous.hex(), record["sequence"]
    hashed = {key: record[key] for key in ("version", "sequence", "time", "dossier", "kind", "body")}
    text = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    previous = hashlib.sha256(previous + text.encode()).digest()
    assert record["hash"] == previous.hex(), record["sequence"]
print("same")
"#;

#[test]
fn an_independent_reading_computes_the_same_hashes() {
    let (desk, _site) = night();
    desk.done(&["evidence", "add", "c-0001", "contact", "--by", "coach", "--text", "gebeld: \"één\" vraag \u{1f642}"]);
    let records = desk.done(&["--format", "json", "evidence", "list", "c-0001"]);
    assert!(objects(&records).len() >= 4);
    desk.write("records.jsonl", &records);
    let file = fs::File::open(desk.path("records.jsonl")).expect("the records");
    let ran = Command::new("python3").args(["-c", INDEPENDENT]).stdin(file).output().expect("python3");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), "same");
}

#[test]
fn one_changed_byte_is_found() {
    let (desk, _site) = night();
    let path = desk.path("index/dossiers.sqlite");
    let good = fs::read(&path).expect("the dossiers");
    for part in 1..8 {
        let mut bad = good.clone();
        let at = good.len() * part / 8 + 17;
        bad[at] ^= 1;
        fs::write(&path, &bad).expect("written");
        let ran = desk.run(&["evidence", "verify"]);
        assert_eq!(ran.code(), 3, "byte {at} of {}: {}{}", good.len(), ran.told(), ran.said());
    }
    fs::write(&path, &good).expect("written");
    desk.done(&["evidence", "verify"]);
}

#[test]
fn what_may_be_added() {
    let (desk, _site) = night();
    let add = |kind: &str, text: &str| desk.run(&["evidence", "add", "c-0001", kind, "--by", "coach", "--text", text]);
    assert_eq!(add("application", "brief gestuurd").code(), 0);
    assert_eq!(add("shortlist", "zelf gemaakt").code(), 2);
    assert_eq!(add("apply", "brief gestuurd").code(), 2);
    let refused = add("note", "heeft last van een hernia");
    assert_eq!(refused.code(), 2);
    assert!(refused.said().contains("hernia"), "{}", refused.said());
    let nobody = desk.run(&["evidence", "add", "c-0009", "note", "--by", "coach", "--text", "x"]);
    assert_eq!(nobody.code(), 2);
}

#[test]
fn an_erased_dossier_leaves_a_proof() {
    let (desk, _site) = night();
    assert_eq!(desk.run(&["candidates", "erase", "c-0001"]).code(), 2, "not without --yes");
    desk.done(&["candidates", "erase", "c-0001", "--yes"]);
    desk.done(&["evidence", "verify"]);
    assert!(!desk.done(&["candidates", "list"]).contains("c-0001"));
    assert_eq!(desk.run(&["candidates", "show", "c-0001"]).code(), 2);
    let kept = objects(&desk.done(&["--format", "json", "evidence", "list", "c-0002"]));
    assert!(kept.iter().all(|record| record["hash"] != Value::Null));
}
