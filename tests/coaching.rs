//! What a coach does beside the nightly list, through the program.
//!
//! 1. The call sheet asks what is not known, in two languages, and names nobody; an answer serves every candidate from then
//!    on, also in a new version of the vacancy; one without its form changes nothing.

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
