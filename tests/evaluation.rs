//! `passend eval` from the outside.
//!
//! 1. Two small cases of which it is known what is right, wrong and missed give exactly those counts; twice the same bytes.
//! 2. The parts together are the whole, and each field's and item's counts add up over the parts.
//! 3. A file that is no file of cases is passed over; a mistake in one is told with its place, and a case that stands
//!    twice is refused.
//! 4. A case whose text is not at hand is skipped, and counted as skipped.
//! 5. The labels of this repository can be read, every text in them is their own, and a third of them is aside.

use crate::support::{Desk, program};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

/// Hours and the licence are as the text says; the label wants a pay that is not in it, and wrongly no lifting.
const CASES: &str = r#"
measures = "extraction"

[[cases]]
id = "first"
part = "develop"
title = "Magazijnmedewerker"
words = """
Je werkt 24 uur per week. Je tilt dozen tot 18 kg. Je hebt rijbewijs B."""
occupation = ["4321"]
hours_per_week = { min = 24, max = 24 }
salary = [{ min = 14, max = 14, per = "hour" }]
licences = ["B", "?CE"]
asks = ["lifting 18 kg"]

[[cases]]
id = "second"
part = "aside"
title = "Magazijnmedewerker"
words = """
Je werkt 32 uur per week. Je tilt dozen tot 18 kg."""
occupation = ["4321"]
hours_per_week = { min = 24, max = 24 }
does_not_ask = ["lifting"]
unsure = ["licences"]
"#;

fn gold() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/gold/extraction")
}

fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("cases/small.toml", CASES);
    desk
}

fn eval(desk: &Desk, more: &[&str]) -> Value {
    let folder = desk.path("cases").display().to_string();
    let told = desk.done(&[&["eval", &folder, "--format", "json"], more].concat());
    serde_json::from_str(&told).expect("one object")
}

/// Right, wrong and missed of a row of a list of figures.
fn counts(figures: &Value) -> [u64; 3] {
    ["right", "wrong", "missed"].map(|count| figures[count].as_u64().expect("a count"))
}

fn row<'a>(report: &'a Value, list: &str, key: &str, name: &str) -> &'a Value {
    let rows = report[list].as_array().expect("a list");
    rows.iter().find(|row| row[key] == name).expect("a row of that name")
}

#[test]
fn known_outcome() {
    let desk = desk();
    let report = eval(&desk, &[]);
    assert_eq!(report["cases"], 2);
    assert_eq!(counts(row(&report, "fields", "name", "hours_per_week")), [1, 1, 1]);
    assert_eq!(counts(row(&report, "fields", "name", "salary")), [0, 0, 1]);
    assert_eq!(counts(row(&report, "fields", "name", "licences")), [1, 0, 0]);
    let lifting = row(&report, "items", "item", "lifting");
    assert_eq!(counts(lifting), [2, 0, 0]);
    assert_eq!((lifting["polarity_right"].as_u64(), lifting["polarity_of"].as_u64()), (Some(1), Some(2)));
    assert_eq!(counts(&report["demands"]["quantities"]), [1, 1, 0]);
    assert_eq!(report["demands"]["polarity"], 0.5);
    assert_eq!(report["wrong_cases"][0]["id"], "second");
    let differences = report["wrong_cases"][0]["differences"].as_array().expect("a list");
    let of = |field: &str| differences.iter().find(|each| each["field"] == field).expect("a difference");
    assert_eq!(
        (&of("hours_per_week")["expected"], &of("hours_per_week")["got"]),
        (&"24–24 hours".into(), &"32–32 hours".into())
    );
    assert!(of("lifting")["words"][0].as_str().is_some_and(|words| words.contains("18 kg")), "{differences:?}");
    assert_eq!(report, eval(&desk, &[]));
    let folder = desk.path("cases").display().to_string();
    let table = desk.done(&["eval", &folder]);
    let mut rows = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    assert!(rows.any(|row| row.starts_with(&["hours_per_week", "2", "1", "1", "1", "0.500"])), "{table}");
    assert!(table.contains("\nsecond: "), "{table}");
}

#[test]
fn parts_add_up() {
    let desk = desk();
    let [all, develop, aside] = ["all", "develop", "aside"].map(|part| eval(&desk, &["--part", part]));
    assert_eq!((develop["cases"].as_u64(), aside["cases"].as_u64()), (Some(1), Some(1)));
    for (list, key) in [("fields", "name"), ("items", "item")] {
        for figures in all[list].as_array().expect("a list") {
            let name = figures[key].as_str().expect("a name");
            let of = |report: &Value| {
                let rows = report[list].as_array().expect("a list");
                rows.iter().find(|row| row[key] == name).map_or([0; 3], counts)
            };
            let (first, second) = (of(&develop), of(&aside));
            assert_eq!(counts(figures), [0, 1, 2].map(|at| first[at] + second[at]), "{name}");
        }
    }
}

#[test]
fn other_files_and_mistakes() {
    let desk = desk();
    desk.write("cases/below/pairs.toml", "[[pairs]]\nsame = true\n");
    assert_eq!(eval(&desk, &[])["cases"], 2);
    let folder = desk.path("cases").display().to_string();
    let told = |text: &str| {
        desk.write("cases/wrong.toml", text);
        let ran = desk.run(&["eval", &folder]);
        assert_eq!(ran.code(), 2, "{}", ran.told());
        ran.said()
    };
    let case = "measures = \"extraction\"\n[[cases]]\nid = \"third\"\ntitle = \"Kok\"\nwords = \"Je kookt.\"\n";
    let said = told(&format!("{case}asks = [\"liftin\"]\n"));
    assert!(said.contains("wrong.toml:6:8: there is no capability item 'liftin'"), "{said}");
    let said = told(&format!("{case}colour = \"red\"\n"));
    assert!(said.contains("wrong.toml:6:1: unknown field `colour`"), "{said}");
    let said = told(&format!("{case}occupation = [\"512\"]\n"));
    assert!(said.contains("'512': four digits of ISCO-08 are wanted"), "{said}");
    let said = told(CASES);
    assert!(said.contains("the case 'first' stands twice"), "{said}");
}

#[test]
fn absent_texts() {
    let desk = desk();
    let case = "measures = \"extraction\"\n[[records]]\nfile = \"a.jsonl\"\nkey = \"id\"\nparts = [\"title\", \"text\"]\n\
        [[cases]]\nid = \"a-1\"\ntext = { file = \"a.jsonl\", id = \"1\" }\nhours_per_week = { min = 20, max = 20 }\n";
    desk.write("cases/elsewhere.toml", case);
    let data = desk.path("texts").display().to_string();
    let report = eval(&desk, &["--data-folder", &data]);
    assert_eq!((&report["cases"], &report["skipped"]), (&2.into(), &serde_json::json!(["a-1"])));
    desk.write("texts/a.jsonl", "{\"id\": \"1\", \"title\": \"Kok\", \"text\": \"Je werkt 20 uur per week.\"}\n");
    let report = eval(&desk, &["--data-folder", &data]);
    assert_eq!((&report["cases"], &report["skipped"]), (&3.into(), &serde_json::json!([])));
    assert_eq!(counts(row(&report, "fields", "name", "hours_per_week")), [2, 1, 1]);
}

#[test]
fn labels_of_this_repository() {
    let of = |part: &str| {
        let nowhere = tempfile::TempDir::new().expect("a temporary folder");
        let mut command = program();
        command.arg("eval").arg(gold()).args(["--format", "json", "--part", part, "--data-folder"]).arg(nowhere.path());
        let out = command.output().expect("passend runs");
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let report: Value = serde_json::from_slice(&out.stdout).expect("one object");
        (report["cases"].as_u64().expect("a count"), report["skipped"].as_array().expect("a list").len() as u64)
    };
    let (own, others) = of("all");
    assert!(own >= 40 && others >= 118 && own + others >= 150, "{own} own cases, {others} of other texts");
    let aside = of("aside");
    let share = (aside.0 + aside.1) as f64 / (own + others) as f64;
    assert!((0.3..0.4).contains(&share), "{share} of the cases are aside");
    let named_only = ["vdab.toml", "building_trade.toml", "page_excerpts.toml"];
    for file in named_only {
        let labels = fs::read_to_string(gold().join(file)).expect("a file of labels");
        assert!(!labels.contains("words ="), "{file} holds a text");
    }
}
