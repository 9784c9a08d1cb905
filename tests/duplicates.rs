//! Which postings are one vacancy, held against verdicts that people gave by reading.
//!
//! 1. Of pairs of real vacancies, where their folder is at hand: precision at least 0.98, recall at least 0.85.
//! 2. Every pair of the project's own words is judged right.
//! 3. Pairs that are one opening share a key, so that they are compared at all; and folding does not depend on order.
//! 4. Postings of one employer for one title are one group, however the title is decorated and wherever the work is.
//! 5. Two places are not joined by a third posting that names none.

use domain::{Page, Posting, Purpose};
use extract::Vocabulary;
use extract::duplicates::{Likeness, folded, group};
use extract::vocabulary::VocabularyFile;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn vocabulary() -> Vocabulary {
    let folder = root().join("config/vocabulary");
    let mut files = Vec::new();
    for part in ["", "items", "occupations"] {
        for entry in fs::read_dir(folder.join(part)).expect("the vocabulary") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(&folder).expect("inside").display().to_string();
                files.push(VocabularyFile { name, text: fs::read_to_string(&path).expect("text") });
            }
        }
    }
    Vocabulary::parse(&files).expect("the vocabulary of the project")
}

/// A vacancy as a page would state it, read and understood as the program does.
fn posting(stated: &Value, vocabulary: &Vocabulary) -> Posting {
    let body = stated.to_string().into_bytes();
    let url: url::Url = "https://werk.example/vacature".parse().expect("an address");
    let page = Page {
        source: "test".parse().expect("a name"),
        final_url: url.clone(),
        url,
        purpose: Purpose::Detail,
        fetched_at: "2026-11-24T03:00:00Z".parse().expect("a moment"),
        status: 200,
        headers: Vec::new(),
        hash: "0".repeat(64).parse().expect("a hash"),
        exchange: domain::Exchange::default(),
        body,
    };
    let mut posting = extract::sources::read_page(&page).postings.pop().expect("a posting");
    extract::understand(&mut posting, vocabulary);
    posting
}

fn stated(fields: [&str; 6]) -> Value {
    let [title, employer, place, text, posted, url] = fields;
    let mut stated =
        json!({"@type": "JobPosting", "title": title, "description": text, "datePosted": posted, "url": url});
    if !employer.is_empty() {
        stated["hiringOrganization"] = json!({"name": employer});
    }
    if !place.is_empty() {
        stated["jobLocation"] = json!({"address": {"addressLocality": place}});
    }
    stated
}

#[derive(Deserialize)]
struct Gold {
    pairs: Vec<Labelled>,
}

#[derive(Deserialize)]
struct Labelled {
    of: String,
    same: bool,
    ids: Vec<[String; 2]>,
}

/// A line of a table with commas, quotation marks taken off.
fn cells(line: &str) -> Vec<String> {
    let (mut cells, mut quoted) = (vec![String::new()], false);
    for letter in line.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.last_mut().expect("a cell").push(letter),
        }
    }
    cells
}

/// The records of a file by id, as a page would state them.
fn records(file: &str, text: &str) -> BTreeMap<String, Value> {
    let lines =
        |name: &'static str| text.lines().map(move |line| (name, serde_json::from_str::<Value>(line).expect("JSON")));
    let of = |value: &Value, name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let fields = |value: &Value, names: [&str; 6]| {
        let fields = names.map(|name| of(value, name));
        stated(fields.each_ref().map(String::as_str))
    };
    let table = || text.lines().map(cells).zip(1..).skip(1);
    match file {
        "nl_be_bouwhandel_jobs.jsonl" => lines("source_id")
            .map(|(id, value)| {
                (of(&value, id), fields(&value, ["title", "company", "location", "description", "posted_at", "url"]))
            })
            .collect(),
        "vdab_be_nl.jsonl" => lines("job_id")
            .map(|(id, value)| {
                let names = ["title", "company", "city", "functieomschrijving", "posted_on", "detail_url"];
                (of(&value, id), fields(&value, names))
            })
            .collect(),
        "adzuna_nl_titles.csv" => table()
            .map(|(cells, line)| {
                let url = format!("https://www.adzuna.nl/details/{line}");
                let mut posting = stated([&cells[0], &cells[1], &cells[2], "", &cells[6], &url]);
                let [least, most] = [4, 5].map(|cell| cells[cell].parse::<f64>().ok());
                let value = json!({"minValue": least, "maxValue": most, "unitText": "YEAR"});
                posting["baseSalary"] = json!({"currency": "EUR", "value": value});
                (line.to_string(), posting)
            })
            .collect(),
        _ => table()
            .map(|(cells, _)| {
                let text = format!("{} {} {}", cells[6], cells[5], cells[9].replace(';', " "));
                (cells[0].clone(), stated([&cells[2], "GGZ inGeest", &cells[10], &text, "", &cells[3]]))
            })
            .collect(),
    }
}

struct Counted {
    right: usize,
    wrongly_same: Vec<String>,
    missed: Vec<String>,
}

impl Counted {
    fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrongly_same.len())
    }

    fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed.len())
    }
}

fn share(part: usize, of: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).expect("a small count"));
    number(part) / number(of.max(1))
}

fn judge(pair: [&Posting; 2], same: bool, name: String, vocabulary: &Vocabulary, counted: &mut Counted) {
    let [one, two] = pair.map(|posting| Likeness::of(posting, vocabulary));
    let shares_a_key = one.keys().iter().any(|key| two.keys().contains(key));
    match (same, shares_a_key && one.is_same(&two)) {
        (true, true) => counted.right += 1,
        (true, false) => counted.missed.push(name),
        (false, true) => counted.wrongly_same.push(name),
        (false, false) => {}
    }
    assert_eq!(one.is_same(&two), two.is_same(&one), "the order of two counts");
}

#[test]
fn real_pairs_are_judged_well() {
    let folder = root().join("../shared/data/vacancies");
    if !folder.exists() {
        println!("skipped: {} is not at hand", folder.display());
        return;
    }
    let vocabulary = vocabulary();
    let gold = fs::read_to_string(root().join("tests/gold/duplicates.toml")).expect("the labels");
    let gold: Gold = toml::from_str(&gold).expect("labels");
    let (mut counted, mut pairs) = (Counted { right: 0, wrongly_same: Vec::new(), missed: Vec::new() }, 0);
    for labelled in &gold.pairs {
        let records = records(&labelled.of, &fs::read_to_string(folder.join(&labelled.of)).expect("records"));
        for ids in &labelled.ids {
            let [one, two] =
                ids.each_ref().map(|id| posting(records.get(id).unwrap_or_else(|| panic!("no {id}")), &vocabulary));
            judge([&one, &two], labelled.same, ids.join(" "), &vocabulary, &mut counted);
            pairs += 1;
        }
    }
    let (precision, recall) = (counted.precision(), counted.recall());
    println!("{pairs} pairs: precision {precision:.3}, recall {recall:.3}");
    println!("wrongly the same: {:?}\nmissed: {:?}", counted.wrongly_same, counted.missed);
    assert!(pairs >= 150, "only {pairs} pairs");
    assert!(precision >= 0.98 && recall >= 0.85, "precision {precision:.3}, recall {recall:.3}");
}

#[derive(Deserialize)]
struct OwnPairs {
    pairs: Vec<OwnPair>,
}

#[derive(Deserialize)]
struct OwnPair {
    about: String,
    same: bool,
    one: Own,
    two: Own,
}

#[derive(Deserialize)]
struct Own {
    title: String,
    #[serde(default)]
    employer: String,
    #[serde(default)]
    place: String,
    #[serde(default)]
    posted: String,
    url: String,
    text: String,
}

fn own_pairs() -> Vec<OwnPair> {
    let text = fs::read_to_string(root().join("tests/gold/own_duplicates.toml")).expect("the pairs");
    toml::from_str::<OwnPairs>(&text).expect("pairs").pairs
}

fn own(own: &Own, vocabulary: &Vocabulary) -> Posting {
    posting(&stated([&own.title, &own.employer, &own.place, &own.text, &own.posted, &own.url]), vocabulary)
}

#[test]
fn own_pairs_are_judged_right() {
    let vocabulary = vocabulary();
    let pairs = own_pairs();
    assert!(pairs.len() >= 20 && pairs.iter().filter(|pair| pair.same).count() >= 8, "too few pairs");
    let mut counted = Counted { right: 0, wrongly_same: Vec::new(), missed: Vec::new() };
    for pair in &pairs {
        let [one, two] = [&pair.one, &pair.two].map(|stated| own(stated, &vocabulary));
        judge([&one, &two], pair.same, pair.about.clone(), &vocabulary, &mut counted);
    }
    assert_eq!((counted.wrongly_same, counted.missed), (Vec::<String>::new(), Vec::<String>::new()));
}

#[test]
fn folding_does_not_depend_on_order() {
    let vocabulary = vocabulary();
    let postings: Vec<Posting> =
        own_pairs().iter().flat_map(|pair| [own(&pair.one, &vocabulary), own(&pair.two, &vocabulary)]).collect();
    let all = |order: Vec<usize>| {
        let likeness = order.iter().map(|at| (*at, Likeness::of(&postings[*at], &vocabulary))).collect();
        let pairs: BTreeSet<(usize, usize)> = order
            .iter()
            .flat_map(|one| order.iter().map(move |two| (*one.min(two), *one.max(two))))
            .filter(|(one, two)| one != two)
            .collect();
        folded(&likeness, &pairs)
    };
    let there: Vec<usize> = (0..postings.len()).collect();
    let sets = all(there.clone());
    assert!(sets.len() >= 8, "{sets:?}");
    assert_eq!(sets, all(there.into_iter().rev().collect()));
    assert!(sets.iter().all(|set| set.len() == 2), "pairs are about different openings: {sets:?}");
}

fn cook(title: &str, employer: &str, place: &str, vocabulary: &Vocabulary) -> Posting {
    let text = "Je kookt voor veertig gasten en bakt het brood zelf. ".repeat(4);
    let url = format!("https://{}.example/1", title.len() + place.len());
    posting(&stated([title, employer, place, &text, "", &url]), vocabulary)
}

#[test]
fn one_group_however_the_title_is_decorated() {
    let vocabulary = vocabulary();
    let titles = [
        "KOK (m/v/x)",
        "Kok m/v",
        "Kok te Zutphen",
        "Kok - Zutphen",
        "Kok, 24-32 uur per week",
        "Kok 32 uur",
        "Vacature: Kok | Zutphen",
        "Kok (v/m/d) 0,8 fte",
        "Kok parttime",
        "kok  (24 tot 32 uur)",
        "Kok | €2800-€3300",
    ];
    for title in titles {
        let posting = cook(title, "De Lepel B.V.", "ZUTPHEN", &vocabulary);
        assert_eq!(group(&posting, &vocabulary), "de lepel|kok", "{title}");
    }
    assert_eq!(group(&cook("(m/v)", "", "", &vocabulary), &vocabulary), "5.example|m v");
}

#[test]
fn a_third_posting_does_not_join_two_places() {
    let vocabulary = vocabulary();
    let places = ["Zutphen", "Nederland", "Deventer"].map(|place| cook("Kok", "De Lepel", place, &vocabulary));
    let likeness: BTreeMap<usize, Likeness<'_>> =
        places.iter().enumerate().map(|(at, posting)| (at, Likeness::of(posting, &vocabulary))).collect();
    let sets = folded(&likeness, &BTreeSet::from([(0, 1), (1, 2), (0, 2)]));
    assert_eq!(sets, [BTreeSet::from([0, 1])]);
}
