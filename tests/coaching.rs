//! What a coach does beside the nightly list, through the program.
//!
//! 1. The call sheet asks what is not known, in two languages, and names nobody; an answer serves every candidate from then
//!    on, also in a new version of the vacancy; one without its form changes nothing.
//! 2. "Not suitable" keeps a vacancy and its like off the next shortlist, with a record; taken back, it comes again.
//! 3. A block rejects with who, when and why, with a record; lifted, it no longer does.
//! 4. Each shortlist says what came, what is there again and what went since the one before, and why.
//! 5. Employers with and without an opening now; what a search profile covers, what is too narrow, what is near.

use crate::support::{Desk, Site, objects, path_of, vacancy_page};
use serde_json::Value;

/// A desk with one candidate and these vacancies crawled.
fn desk(titles: &[&str]) -> (Desk, Site) {
    let (desk, site) = (Desk::new(), Site::new());
    site.vacancies(titles);
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    desk.done(&["--date", "2026-11-23", "crawl"]);
    (desk, site)
}

fn json(desk: &Desk, arguments: &[&str]) -> Vec<Value> {
    objects(&desk.done(&[&["--date", "2026-11-24", "--format", "json"], arguments].concat()))
}

/// The id of the open vacancy of this title.
fn id_of(desk: &Desk, title: &str) -> String {
    let all = json(desk, &["vacancies", "export"]);
    let found = all.iter().find(|vacancy| vacancy["posting"]["title"] == title).expect("the vacancy");
    found["id"].as_str().expect("an id").to_owned()
}

fn criterion(desk: &Desk, vacancy: &str, name: &str) -> Value {
    let explained = json(desk, &["explain", "c-0001", vacancy]).remove(0);
    let criteria = explained["criteria"].as_array().expect("criteria");
    criteria.iter().find(|each| each["criterion"] == name).cloned().unwrap_or(Value::Null)
}

/// What is told, without what differs from run to run.
fn told(text: &str, site: &Site, ids: &[(&str, &str)]) -> String {
    let text = text.replace(&site.base, "https://site.example");
    ids.iter().fold(text, |text, (id, name)| text.replace(id, name))
}

#[test]
fn the_call_sheet_and_its_answers() {
    let (desk, site) = desk(&["Receptionist"]);
    let page = vacancy_page("Receptionist", "Hotel De Klok", "Je werkt 20 uur per week aan de balie.");
    site.put(&path_of("Receptionist"), 200, &page);
    desk.done(&["--date", "2026-11-23", "crawl", "--source", "site"]);
    let id = id_of(&desk, "Receptionist");
    let sheet = desk.done(&["--date", "2026-11-24", "questions", &id]);
    insta::assert_snapshot!(told(&sheet, &site, &[(&id, "VACANCY")]));
    assert!(!sheet.contains("c-0001"));
    assert_eq!(criterion(&desk, &id, "lifting")["outcome"], "unknown");
    let answer = |item: &str, value: &str| {
        desk.run(&["--date", "2026-11-24", "vacancies", "answer", &id, item, value, "--by", "M. de Vries"])
    };
    let refused = answer("lifting", "10 uur");
    assert_eq!(refused.code(), 2);
    assert!(refused.said().contains("10 kg"), "{}", refused.said());
    assert_eq!(answer("vliegen", "10").code(), 2);
    assert_eq!(answer("lifting", "3 kg").code(), 0);
    let found = criterion(&desk, &id, "lifting");
    assert_eq!((&found["outcome"], &found["basis"]), (&"fits".into(), &"employer".into()));
    assert_eq!(found["quote"], "answered by M. de Vries on 2026-11-24");
    let changed = vacancy_page("Receptionist", "Hotel De Klok", "Je werkt 24 uur per week aan de balie.");
    site.put(&path_of("Receptionist"), 200, &changed);
    desk.done(&["--date", "2026-11-24", "crawl", "--source", "site"]);
    desk.candidate("c-0002");
    let quote = "answered by M. de Vries on 2026-11-24; the text of the vacancy changed since";
    let other = json(&desk, &["explain", "c-0002", &id]).remove(0).to_string();
    assert!(other.contains(quote), "{other}");
    let sheet = json(&desk, &["questions", &id]).remove(0);
    assert_eq!(sheet["answered"][0]["value"], "3 kg");
    assert_eq!(answer("lifting", "unknown").code(), 0);
    assert_eq!(criterion(&desk, &id, "lifting")["basis"], "none");
}

/// The titles of the shortlist of a day, after its crawl.
fn shortlist(desk: &Desk, date: &str) -> Vec<String> {
    desk.done(&["--date", date, "crawl"]);
    let list = objects(&desk.done(&["--date", date, "--format", "json", "shortlist", "c-0001"])).remove(0);
    let entries = list["entries"].as_array().expect("entries").iter();
    entries.map(|entry| entry["match"]["title"].as_str().expect("a title").to_owned()).collect()
}

#[test]
fn feedback_changes_the_next_nights_and_says_so() {
    let (desk, site) = desk(&["Receptionist", "Administratief medewerker"]);
    let id = id_of(&desk, "Receptionist");
    let add = |reason: &str, text: &str| {
        desk.run(&["--date", "2026-11-24", "feedback", "add", "c-0001", &id, reason, "--by", "coach", "--text", text])
    };
    assert_eq!(add("zwaar", "").code(), 2);
    assert!(add("other", "").said().contains("--text"));
    assert!(add("other", "hernia").said().contains("hernia"));
    assert_eq!(add("employer", "had er al gewerkt").code(), 0);
    let told_list = desk.done(&["feedback", "list", "c-0001"]);
    insta::assert_snapshot!(told(&told_list, &site, &[(&id, "VACANCY.........")]));
    assert_eq!(shortlist(&desk, "2026-11-25"), ["Administratief medewerker"]);
    let found = criterion(&desk, &id, "feedback");
    assert_eq!((&found["outcome"], &found["quote"]), (&"signal".into(), &"had er al gewerkt".into()));
    let records = json(&desk, &["evidence", "list", "c-0001"]);
    let decision = records.iter().find(|record| record["kind"] == "decision").expect("a decision");
    assert_eq!(
        (&decision["body"]["feedback"]["reason"], &decision["body"]["vacancy"]),
        (&"employer".into(), &Value::from(id.as_str()))
    );
    desk.done(&["feedback", "take-back", "c-0001", &id, "--by", "coach"]);
    assert_eq!(shortlist(&desk, "2026-11-26"), ["Receptionist"]);
    assert_eq!(desk.run(&["feedback", "take-back", "c-0001", &id, "--by", "coach"]).code(), 2);
    desk.done(&["evidence", "verify"]);
}

#[test]
fn blocks_reject_with_their_reason() {
    let (desk, site) = desk(&["Receptionist", "Administratief medewerker"]);
    let set = |kind: &str, value: &str, because: &str| {
        desk.run(&[
            "--date",
            "2026-11-24",
            "blocks",
            "set",
            "c-0001",
            kind,
            value,
            "--because",
            because,
            "--by",
            "coach",
        ])
    };
    assert_eq!(set("word", "kantoor", "").code(), 2);
    assert_eq!(set("employer", "x", "heeft depressie").code(), 2);
    assert!(set("occupation", "qwertyuiop", "geen").said().contains("ISCO-08"));
    assert_eq!(set("employer", "bedrijf receptionist", "oude werkgever").code(), 0);
    assert_eq!(set("occupation", "horeca", "niet gewenst door arts").code(), 0);
    assert_eq!(set("region", "10", "te druk").code(), 0);
    insta::assert_snapshot!(told(&desk.done(&["blocks", "list", "c-0001"]), &site, &[]));
    let matched = json(&desk, &["match", "c-0001", "--rejected"]).remove(0);
    let rejected = matched["rejected"].as_array().expect("rejected");
    assert_eq!(rejected.len(), 1);
    let because = &rejected[0]["because"][0];
    assert_eq!((&because["criterion"], &because["quote"]), (&"blocked".into(), &"Bedrijf Receptionist".into()));
    assert!(because["have"].as_str().expect("words").contains("oude werkgever"));
    desk.done(&["blocks", "lift", "c-0001", "employer", "Bedrijf Receptionist", "--by", "coach"]);
    let matched = json(&desk, &["match", "c-0001", "--rejected"]).remove(0);
    assert!(matched["rejected"].as_array().expect("rejected").is_empty());
    let records = json(&desk, &["evidence", "list", "c-0001"]);
    let changes = records.iter().filter(|record| record["body"]["block"].is_string()).count();
    assert_eq!(changes, 4, "three set, one lifted");
    desk.done(&["evidence", "verify"]);
}

#[test]
fn why_different_from_yesterday() {
    let titles = ["Receptionist", "Administratief medewerker", "Secretaresse", "Telefonist"];
    let (desk, site) = desk(&titles[..3]);
    let ids: Vec<(String, &str)> = titles[..3].iter().map(|title| (id_of(&desk, title), "VACANCY.........")).collect();
    assert_eq!(shortlist(&desk, "2026-11-24").len(), 3);
    let first = desk.done(&["--date", "2026-11-24", "shortlist", "c-0001", "--changes"]);
    assert!(first.contains("the first shortlist"), "{first}");
    let changed = vacancy_page("Receptionist", "Bedrijf Receptionist", "Je werkt 16 uur per week aan de balie.");
    site.vacancies(&titles);
    site.put(&path_of("Receptionist"), 200, &changed);
    site.put(&path_of("Secretaresse"), 410, "gone");
    shortlist(&desk, "2026-11-25");
    let fourth = id_of(&desk, "Telefonist");
    let mut names: Vec<(&str, &str)> = ids.iter().map(|(id, name)| (id.as_str(), *name)).collect();
    names.push((&fourth, "VACANCY........."));
    let changes = desk.done(&["--date", "2026-11-25", "shortlist", "c-0001", "--changes"]);
    insta::assert_snapshot!(told(&changes, &site, &names));
    let all = objects(&desk.done(&["--date", "2026-11-25", "--format", "json", "shortlist", "--all", "--changes"]));
    assert_eq!(all[0]["changes"]["each"].as_array().map(Vec::len), Some(4));
}

#[test]
fn employers_and_breadth() {
    let titles = ["Receptionist", "Administratief medewerker", "Telefonist", "Planner", "Dakdekker"];
    let (desk, site) = desk(&titles);
    site.put(&path_of("Receptionist"), 410, "gone");
    desk.done(&["--date", "2026-11-24", "crawl"]);
    let ids: Vec<String> = titles[1..4].iter().map(|title| id_of(&desk, title)).collect();
    let names: Vec<(&str, &str)> = ids.iter().map(|id| (id.as_str(), "VACANCY.........")).collect();
    let employers = desk.done(&["--date", "2026-11-24", "employers", "c-0001"]);
    insta::assert_snapshot!("employers", told(&employers, &site, &names));
    let found = json(&desk, &["employers", "c-0001", "--top", "1"]).remove(0);
    assert_eq!(found["employers"].as_array().map(Vec::len), Some(1));
    assert!(found["all"].as_u64() >= Some(2), "{found}");
    insta::assert_snapshot!("breadth", desk.done(&["--date", "2026-11-24", "candidates", "check", "c-0001"]));
    let checked = json(&desk, &["candidates", "check", "c-0001"]).remove(0);
    assert_eq!(checked["breadth"]["warnings"][0]["warning"], "too_few");
    assert_eq!(desk.run(&["candidates", "check", "c-0009"]).code(), 2);
}
