//! The coach's questions about matches, through the commands.
//!
//! 1. `match --rejected` lists every rejection in reach with its step, criterion and words; the funnel adds up.
//! 2. `--set` changes the answer and never the dossier; what cannot be set is refused with what can be.
//! 3. What `gaps` says that a change or a pair opens is what `match --set` then finds more.
//! 4. `match --vacancy` and `--file` give each candidate the verdict and criteria that `explain` gives, and no name.
//! 5. `market` counts what is open, and what was after each night: closed, back again, changed.
//! 6. The screens as they read.

use crate::support::{Desk, Site, objects, path_of, profile, vacancy_page};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

const TEXTS: [(&str, &str); 6] = [
    ("Administratief medewerker", "Je werkt 20 uur per week op kantoor. Mbo niveau 3. Geen tilwerk."),
    ("Receptionist avond", "Je werkt 24 uur per week. Je werkt ook in de nachtdienst. Geen tilwerk."),
    ("Administratief medewerker magazijn", "Je werkt 20 uur per week. Je tilt tot 25 kg."),
    ("Receptionist hotel", "Je werkt 36 uur per week. Geen tilwerk."),
    ("Administratief medewerker transport", "Je werkt 20 uur per week. Je hebt rijbewijs C. Je tilt tot 25 kg."),
    ("Tandarts", "Je werkt 20 uur per week. Wo diploma vereist. BIG-registratie vereist."),
];

fn put(site: &Site, title: &str, text: &str) {
    site.put(&path_of(title), 200, &vacancy_page(title, &format!("Bedrijf {title}"), text));
}

/// A desk with two candidates, after a night on which all of [`TEXTS`] were open.
fn after_a_night() -> (Desk, Site) {
    let (desk, site) = (Desk::new(), Site::new());
    TEXTS.iter().for_each(|(title, text)| put(&site, title, text));
    site.list(&TEXTS.map(|(title, _)| title));
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    let other = profile("c-0002").replace("level = 2", "level = 1").replace("no_night = true", "no_night = false");
    desk.write("other.toml", &other);
    desk.done(&["candidates", "import", &desk.path("other.toml").display().to_string()]);
    desk.done(&["--date", "2026-11-24", "crawl"]);
    (desk, site)
}

fn json(desk: &Desk, arguments: &[&str]) -> Value {
    let told = desk.done(&[&["--date", "2026-11-24", "--format", "json"], arguments].concat());
    objects(&told).remove(0)
}

fn ids(list: &Value) -> BTreeSet<String> {
    list.as_array().expect("a list").iter().map(|each| each["vacancy"].as_str().expect("an id").to_owned()).collect()
}

/// Not unsuitable in reach, within the search profile and whatever the occupation.
fn open(desk: &Desk, set: &[&str]) -> [usize; 2] {
    let set: Vec<&str> = set.iter().flat_map(|change| ["--set", change]).collect();
    let found = json(desk, &[&["match", "c-0001"], &set[..]].concat());
    let matches = found["matches"].as_array().expect("matches");
    let searched = matches.iter().filter(|each| each["near"] == true && each["excluded"] == false);
    [searched.count(), matches.len()]
}

fn count(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a count")).expect("a small count")
}

#[test]
fn every_rejection_has_its_step_and_words() {
    let (desk, _site) = after_a_night();
    let found = json(&desk, &["match", "c-0001", "--rejected"]);
    let steps = found["balance"].as_array().expect("steps");
    for pair in steps.windows(2) {
        let fell = count(&pair[1]["rejected"]) + count(&pair[1]["set_aside"]);
        assert_eq!(count(&pair[0]["count"]), count(&pair[1]["count"]) + fell, "{pair:?}");
    }
    let rejected = found["rejected"].as_array().expect("rejections");
    assert_eq!(rejected.len(), 5);
    for each in rejected {
        assert!(["occupation", "requirements", "capability"].contains(&each["step"].as_str().expect("a step")));
        for criterion in each["because"].as_array().expect("reasons") {
            assert_eq!(criterion["outcome"], "exceeds");
            assert!(!criterion["quote"].as_str().expect("words").is_empty(), "{criterion}");
        }
    }
    let [all, last] = [0, steps.len() - 1].map(|at| count(&steps[at]["count"]));
    let fell: usize = steps.iter().map(|step| count(&step["rejected"]) + count(&step["set_aside"])).sum();
    assert_eq!((all, last + fell), (TEXTS.len(), TEXTS.len()));
}

fn dossier_bytes(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let files = fs::read_dir(desk.path("index")).expect("the folder").map(|entry| entry.expect("a file").path());
    let name = |path: &std::path::Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    let dossiers = files.filter(|path| name(path).starts_with("dossiers"));
    dossiers.map(|path| (name(&path), fs::read(&path).expect("bytes"))).collect()
}

#[test]
fn what_is_set_is_never_kept() {
    let (desk, _site) = after_a_night();
    let plain = desk.done(&["--date", "2026-11-24", "match", "c-0001", "--rejected"]);
    let (before, exported) = (dossier_bytes(&desk), desk.done(&["candidates", "export", "c-0001"]));
    assert!(!before.is_empty());
    let set = ["--set", "lifting=none", "--set", "hours.per_week=36", "--set", "travel.max_minutes=90"];
    for command in
        [vec!["match", "c-0001", "--rejected"], vec!["gaps", "c-0001"], vec!["market", "c-0001"], vec!["market"]]
    {
        let told = desk.done(&[&["--date", "2026-11-24"], &command[..], &set].concat());
        assert!(
            told.starts_with("What if lifting=none, hours.per_week=36, travel.max_minutes=90; the dossier is"),
            "{told}"
        );
    }
    assert_eq!(open(&desk, &[]), [1, 1]);
    assert_eq!(open(&desk, &["lifting=none", "hours.per_week=36"]), [3, 3]);
    assert_eq!(dossier_bytes(&desk), before, "a what-if wrote to the dossiers");
    assert_eq!(desk.done(&["candidates", "export", "c-0001"]), exported);
    assert_eq!(desk.done(&["--date", "2026-11-24", "match", "c-0001", "--rejected"]), plain);
}

#[test]
fn what_cannot_be_set_is_refused() {
    let (desk, _site) = after_a_night();
    for (set, words) in [
        ("liftng=1", "there is no limit 'liftng'"),
        ("travel.max_minutes=999", "1 to 240"),
        ("lifting=7", "it goes from 0 to"),
    ] {
        let ran = desk.run(&["match", "c-0001", "--set", set]);
        assert_eq!((ran.code(), ran.told()), (2, String::new()));
        assert!(ran.said().contains(words), "{}", ran.said());
    }
    let said = desk.run(&["gaps", "c-0001", "--set", "liftng=1"]).said();
    for name in ["travel.max_minutes=MINUTES", "hours.per_week=HOURS", "language.CODE=LEVEL", " lifting ", "own_car"] {
        assert!(said.contains(name), "{name} is not among what can be set: {said}");
    }
}

#[test]
fn gaps_are_what_match_then_finds() {
    let (desk, _site) = after_a_night();
    let gaps = json(&desk, &["gaps", "c-0001"]);
    let now = open(&desk, &[]);
    assert_eq!([count(&gaps["now"]), count(&gaps["now_any_occupation"])], now);
    let changes = gaps["changes"].as_array().expect("changes");
    assert!(changes.len() >= 3, "{gaps}");
    for gap in changes {
        let after = open(&desk, &[gap["change"].as_str().expect("a change")]);
        let opens = [count(&gap["opens"]), count(&gap["opens_any_occupation"])];
        assert_eq!([after[0] - now[0], after[1] - now[1]], opens, "{gap}");
    }
    let pairs = gaps["pairs"].as_array().expect("pairs");
    assert!(pairs.iter().any(|pair| count(&pair["only_together"]) > 0), "{gaps}");
    for pair in pairs {
        let both = [0, 1].map(|at| pair["changes"][at].as_str().expect("a change"));
        assert_eq!(open(&desk, &both)[0] - now[0], count(&pair["opens"]), "{pair}");
    }
}

#[test]
fn an_employer_calls() {
    let (desk, _site) = after_a_night();
    let vacancies = objects(&desk.done(&["vacancies", "export"]));
    for vacancy in &vacancies {
        let id = vacancy["id"].as_str().expect("an id");
        let found = json(&desk, &["match", "--vacancy", id]);
        let candidates = found["candidates"].as_array().expect("candidates");
        assert_eq!(candidates.len(), 2);
        for each in candidates {
            let explained = json(&desk, &["explain", each["candidate"].as_str().expect("an id"), id]);
            for field in ["verdict", "score", "criteria"] {
                assert_eq!(each[field], explained[field], "{field}");
            }
        }
        let verdicts: Vec<&str> = candidates.iter().map(|each| each["verdict"].as_str().expect("a verdict")).collect();
        let order = |verdict: &str| ["suitable", "clarify", "unsuitable"].iter().position(|each| *each == verdict);
        assert!(verdicts.is_sorted_by_key(|verdict| order(verdict)), "{verdicts:?}");
        let told = desk.done(&["--date", "2026-11-24", "match", "--vacancy", id]);
        assert!(!told.contains("Robin") && !told.contains("robin@example.org"), "{told}");
    }
    desk.write(
        "call.txt",
        "Administratief medewerker magazijn\nJe werkt 20 uur per week in Zutphen. Je tilt tot 25 kg.",
    );
    let file = desk.path("call.txt").display().to_string();
    let found = json(&desk, &["match", "--file", &file]);
    assert_eq!(found["candidates"][0]["verdict"], "unsuitable", "{found}");
    let told = desk.done(&["match", "--file", &file]);
    assert!(told.contains("c-0001") && told.contains("tilt tot 25 kg"), "{told}");
    assert_eq!(objects(&desk.done(&["vacancies", "export"])), vacancies, "the call was kept");
    desk.write("empty.txt", " \n");
    let ran = desk.run(&["match", "--file", &desk.path("empty.txt").display().to_string()]);
    assert!(ran.code() == 2 && ran.said().contains("is empty"), "{}", ran.said());
    assert_eq!(desk.run(&["match"]).code(), 2);
    assert_eq!(desk.run(&["match", "c-0001", "--vacancy", "0000000000000000"]).code(), 2);
}

fn group<'a>(market: &'a Value, kind: &str, name: &str) -> &'a Value {
    let groups = market["market"][kind].as_array().expect("groups");
    groups.iter().find(|group| group["name"] == name).expect("a group of this name")
}

#[test]
fn the_market_from_night_to_night() {
    let (desk, site) = after_a_night();
    let titles = TEXTS.map(|(title, _)| title);
    let (first, text) = TEXTS[0];
    // gone on the second night, there again on the third; another becomes possible on the third
    site.put(&path_of(first), 410, "gone");
    site.list(&titles[1..]);
    desk.done(&["--date", "2026-11-25", "crawl"]);
    put(&site, first, text);
    put(&site, titles[3], "Je werkt 24 uur per week. Geen tilwerk.");
    site.list(&titles);
    desk.done(&["--date", "2026-11-26", "crawl"]);
    let told = desk.done(&["--date", "2026-11-26", "--format", "json", "market", "c-0001"]);
    let market = &objects(&told)[0];
    assert_eq!(market["nights"], serde_json::json!(["2026-11-24", "2026-11-25", "2026-11-26"]));
    let all = &market["market"]["all"];
    assert_eq!(count(&all["open"]), objects(&desk.done(&["vacancies", "export"])).len());
    assert_eq!(all["nights"], serde_json::json!([1, 0, 2]));
    assert_eq!(count(&all["suitable"]) + count(&all["clarify"]), 2);
    let gelderland = group(market, "region", "Gelderland");
    assert_eq!((count(&gelderland["open"]), &gelderland["nights"]), (6, &serde_json::json!([1, 0, 2])));
    assert_eq!(group(market, "employer", &format!("Bedrijf {first}"))["nights"], serde_json::json!([1, 0, 1]));
    assert_eq!(group(market, "hours", "over 16 to 24")["open"], 6);
    let everyone = objects(&desk.done(&["--date", "2026-11-26", "--format", "json", "market"])).remove(0);
    let either: BTreeSet<String> = ["c-0001", "c-0002"]
        .iter()
        .flat_map(|id| {
            ids(&objects(&desk.done(&["--date", "2026-11-26", "--format", "json", "match", id]))[0]["matches"])
        })
        .collect();
    let all = &everyone["market"]["all"];
    assert_eq!(count(&all["suitable"]) + count(&all["clarify"]), either.len());
    let three = desk.done(&["--date", "2026-11-26", "market", "c-0001", "--nights", "2"]);
    assert!(three.contains("Night by night: 2026-11-25 0 · 2026-11-26 2"), "{three}");
}

/// Ids follow from the port of the site, which is another each time.
fn without_ids(text: &str) -> String {
    let is_id = |word: &str| word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let line =
        |line: &str| line.split(' ').map(|word| if is_id(word) { "ID" } else { word }).collect::<Vec<_>>().join(" ");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_screens_as_they_read() {
    let (desk, _site) = after_a_night();
    let told = |arguments: &[&str]| without_ids(&desk.done(&[&["--date", "2026-11-24"], arguments].concat()));
    let rejected = told(&["match", "c-0001", "--rejected"]);
    // rejections stand in order of id, which is another each time
    let (above, below) = rejected.split_once("\n\nRejected, in reach:\n\n").expect("rejections");
    let mut rejections: Vec<&str> = below.split("\n\n").collect();
    rejections.sort_unstable();
    insta::assert_snapshot!("rejected", format!("{above}\n\nRejected, in reach:\n\n{}", rejections.join("\n\n")));
    insta::assert_snapshot!("gaps", told(&["gaps", "c-0001"]));
    insta::assert_snapshot!("market", told(&["market"]));
    desk.write("call.txt", "Receptionist\nJe werkt 24 uur per week in Zutphen, ook in de nachtdienst. Rijbewijs B.");
    insta::assert_snapshot!("reverse", told(&["match", "--file", &desk.path("call.txt").display().to_string()]));
    for command in ["match", "gaps", "market"] {
        insta::assert_snapshot!(format!("help_{command}"), desk.done(&[command, "--help"]));
    }
}
