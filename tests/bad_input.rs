//! Wrong use and wrong input.
//!
//! 1. An unknown key, a bad date, an impossible level, words that look medical: file, line, column; exit 2; nothing kept.
//! 2. A missing key, a wrong key, a folder that cannot be written: exit 2, and what to do.
//! 3. A source that answers garbage: exit 1, said which; nothing is closed.
//! 4. One faulty profile of several: none is imported.
//! 5. A certificate authority that cannot be read, or is none: exit 2, before any request.

use crate::support::{Desk, Ran, Site, profile, program};
use std::fs;
use std::os::unix::fs::PermissionsExt;

fn refused(desk: &Desk, name: &str, text: &str, place: &str, words: &str) {
    desk.write(name, text);
    let file = desk.path(name).display().to_string();
    let ran = desk.run(&["candidates", "import", &file]);
    assert_eq!(ran.code(), 2, "{}", ran.said());
    assert!(ran.said().contains(&format!("{name}:{place}")), "the place {place} is missing: {}", ran.said());
    assert!(ran.said().contains(words), "'{words}' is missing: {}", ran.said());
    assert_eq!(desk.done(&["candidates", "list", "--format", "json"]), "");
}

#[test]
fn a_faulty_profile_is_refused_with_its_place() {
    let desk = Desk::new();
    let good = profile("c-0001");
    refused(&desk, "key.toml", &good.replace("postcode =", "postkode ="), "7:1", "postkode");
    refused(&desk, "date.toml", &good.replace("2026-10-15", "2026-13-15"), "17:", "");
    refused(&desk, "level.toml", &good.replace("level = 2", "level = 7"), "22:9", "level");
    refused(&desk, "item.toml", &good.replace("\"lifting\"", "\"tilling\""), "21:", "tilling");
    refused(
        &desk,
        "note.toml",
        &good.replace("level = 2", "level = 2\nnote = \"wegens een hernia\""),
        "23:8",
        "hernia",
    );
    refused(&desk, "home.toml", &good.replace("7201", "0001"), "7:12", "not known");
    let json = r#"{"id": "c-0001", "language": "nl", "unknown": 1}"#;
    refused(&desk, "key.json", json, "1:", "unknown");
}

#[test]
fn one_faulty_profile_stops_the_others() {
    let desk = Desk::new();
    desk.write("good.toml", &profile("c-0001"));
    desk.write("bad.toml", &profile("c-0002").replace("level = 2", "level = 7"));
    let (good, bad) = (desk.path("good.toml").display().to_string(), desk.path("bad.toml").display().to_string());
    assert_eq!(desk.run(&["candidates", "import", &good, &bad]).code(), 2);
    assert_eq!(desk.done(&["candidates", "list", "--format", "json"]), "");
}

#[test]
fn a_certificate_authority_that_is_none() {
    let desk = Desk::new();
    let text = fs::read_to_string(desk.path("config/passend.toml")).expect("the configuration");
    let named = text.replacen("[crawler]\n", "[crawler]\ncertificate_authority = \"config/authority.pem\"\n", 1);
    desk.write("config/passend.toml", &named);
    let told = |words: &str| {
        let ran = desk.run(&["crawl"]);
        assert_eq!(ran.code(), 2, "{}", ran.said());
        assert!(ran.said().contains("certificate_authority") && ran.said().contains(words), "{}", ran.said());
    };
    told("config/authority.pem cannot be read");
    desk.write("config/authority.pem", "no certificate");
    told("BEGIN CERTIFICATE");
}

#[test]
fn a_faulty_configuration_is_refused_with_its_place() {
    let desk = Desk::new();
    let path = desk.path("config/passend.toml");
    let text = fs::read_to_string(&path).expect("the configuration");
    fs::write(&path, text.replacen("[crawler]\n", "[crawler]\nspeed = 3\n", 1)).expect("written");
    let ran = desk.run(&["crawl"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("passend.toml:4:1") && ran.said().contains("speed"), "{}", ran.said());
}

#[test]
fn a_contact_address_must_be_configured() {
    let desk = Desk::new();
    let path = desk.path("config/passend.toml");
    let text = fs::read_to_string(&path).expect("the configuration");
    fs::write(&path, text.replace("test@passend.invalid", "")).expect("written");
    let site = Site::new();
    desk.sitemap_source(&site);
    let ran = desk.run(&["crawl"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("contact"), "{}", ran.said());
    assert!(site.requests().is_empty());
}

#[test]
fn a_missing_or_wrong_key_changes_nothing() {
    let desk = Desk::new();
    desk.candidate("c-0001");
    let key = desk.path("config/passend.key");
    let right = fs::read_to_string(&key).expect("the key");
    assert_eq!(fs::metadata(&key).expect("the key").permissions().mode() & 0o777, 0o600);
    let before = fs::read(desk.path("index/dossiers.sqlite")).expect("the dossiers");
    fs::write(&key, "ab".repeat(32)).expect("another key");
    let ran = desk.run(&["candidates", "list"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("key"), "{}", ran.said());
    fs::remove_file(&key).expect("no key");
    let ran = desk.run(&["nightly"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("passend.key") && ran.said().contains("missing"), "{}", ran.said());
    assert_eq!(fs::read(desk.path("index/dossiers.sqlite")).expect("the dossiers"), before);
    fs::write(&key, right).expect("the key again");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).expect("its rights");
    assert!(desk.done(&["candidates", "list"]).contains("c-0001"));
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let desk = Desk::new();
    let key = desk.path("config/passend.key");
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).expect("its rights");
    let ran = desk.run(&["candidates", "list"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("chmod 600"), "{}", ran.said());
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let desk = Desk::new();
    // a file where the folder should be: also refused to an administrator, who may write everywhere
    desk.write("blocked", "");
    let data = desk.path("blocked").display().to_string();
    let configuration = desk.path("config/passend.toml").display().to_string();
    let ran =
        Ran(program().args(["--config", &configuration, "--data", &data, "nightly"]).output().expect("passend runs"));
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("blocked"), "{}", ran.said());
}

#[test]
fn a_source_of_garbage_is_named_and_closes_nothing() {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(&["Baliemedewerker", "Archivaris"]);
    desk.sitemap_source(&site);
    desk.done(&["--date", "2026-11-23", "crawl"]);
    site.put("/sitemap.xml", 200, "\u{0}\u{1} not xml at all <<<");
    let ran = desk.run(&["--date", "2026-11-24", "crawl"]);
    assert_eq!(ran.code(), 1, "{}", ran.said());
    assert!(ran.told().contains("site") && ran.told().contains("sitemap.xml"), "{}", ran.told());
    assert_eq!(desk.done(&["vacancies", "export"]).lines().count(), 2);
}

#[test]
fn an_unknown_source_is_named_with_those_there_are() {
    let (desk, site) = (Desk::new(), Site::new());
    desk.sitemap_source(&site);
    let ran = desk.run(&["crawl", "--source", "siet"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("siet") && ran.said().contains("has site"), "{}", ran.said());
}
