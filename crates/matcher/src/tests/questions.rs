//! The call sheet.
//!
//! 1. Every capability item stands in one question, and the shipped texts hold no digits but times of the day.
//! 2. Whoever is in the caseload, and however often: a sheet holds nothing but questions of the file, word for word, and
//!    answers of the vacancy. Order and number of candidates change nothing.
//! 3. Two limitations of one subject, at any level, give the same sheet; the standing questions are on every sheet.
//! 4. What was answered is known, not asked; nobody who may fit, nothing to ask.
//! 5. A file that asks twice, or leaves an item out, is refused.

use super::{demand, limited, rules, situation, today, vacancy};
use crate::{CallSheet, Questions, compare};
use domain::{Answer, Intensity, Item, Polarity, Seeker, Vacancy};
use proptest::prelude::*;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../../config/questions.toml");

fn questions() -> &'static Questions {
    static QUESTIONS: OnceLock<Questions> = OnceLock::new();
    QUESTIONS.get_or_init(|| Questions::parse(FILE).expect("the questions"))
}

fn sheet(caseload: &[Seeker], vacancy: &Vacancy) -> CallSheet {
    let matches: Vec<_> = caseload.iter().map(|seeker| compare(seeker, vacancy, &situation())).collect();
    questions().sheet(vacancy, &matches)
}

fn all_questions() -> Vec<String> {
    let file: toml::Table = toml::from_str(FILE).expect("TOML");
    let each = file["question"].as_array().expect("questions").iter();
    each.map(|question| format!("{}{}", question["nl"], question["en"])).collect()
}

fn texts(sheet: &CallSheet) -> Vec<String> {
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    sheet.questions.iter().map(|question| format!("{}{}", quoted(&question.nl), quoted(&question.en))).collect()
}

fn any_seeker() -> impl Strategy<Value = Seeker> {
    let items: Vec<Item> = Item::all().collect();
    (prop::sample::select(items), 1_u8..3, 1_u32..999).prop_map(|(item, level, number)| {
        let mut seeker = limited(item, level);
        seeker.profile.id = format!("c-{number:04}").parse().expect("an id");
        seeker.profile.capability.items[0].note = "geheim 37".to_owned();
        seeker
    })
}

#[test]
fn texts_are_neutral() {
    for text in all_questions() {
        let numbers: Vec<&str> =
            text.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
        assert!(numbers.iter().all(|number| ["6", "18", "22"].contains(number)), "{text}");
        for word in ["kandidaat", "candidate", "beperk", "limit", "cliënt", "client", "ziek", "sick"] {
            assert!(!text.to_lowercase().contains(word), "{word}: {text}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_sheet_gives_nobody_away(caseload in prop::collection::vec(any_seeker(), 0..5), times in 1_usize..4) {
        let (vacancy, all) = (vacancy(), all_questions());
        let asked = sheet(&caseload, &vacancy);
        prop_assert!(texts(&asked).iter().all(|text| all.contains(text)));
        let told = serde_json::to_string(&asked).expect("JSON");
        for seeker in &caseload {
            prop_assert!(!told.contains(seeker.profile.id.as_str()) && !told.contains("geheim"));
        }
        let mut many: Vec<Seeker> = (0..times).flat_map(|_| caseload.clone()).collect();
        many.reverse();
        prop_assert_eq!(&sheet(&many, &vacancy), &asked);
        prop_assert!(caseload.is_empty() || asked.questions.len() >= 6, "the standing questions are there");
    }
}

#[test]
fn one_subject_one_question() {
    let one = sheet(&[limited(Item::Heat, 1)], &vacancy());
    for (item, level) in [(Item::Noise, 1), (Item::Allergens, 1), (Item::Vibration, 1)] {
        assert_eq!(sheet(&[limited(item, level)], &vacancy()), one, "{item}");
    }
    let bending = [1, 2].map(|level| sheet(&[limited(Item::Bending, level)], &vacancy()));
    assert_eq!(bending[0], bending[1]);
    assert_ne!(bending[0], one);
}

#[test]
fn known_is_not_asked() {
    let mut known = vacancy();
    let answer = |about: &str, value: &str| Answer {
        about: about.parse().expect("a name"),
        value: value.to_owned(),
        by: "M. de Vries".to_owned(),
        on: today(),
        version: vacancy().version,
    };
    known.answers = ["stairs", "climbing"].map(|item| answer(item, "no")).to_vec();
    let climber = limited(Item::Climbing, 1);
    let asks_of_stairs = |sheet: &CallSheet| sheet.questions.iter().any(|question| question.en.contains("stairs"));
    assert!(asks_of_stairs(&sheet(std::slice::from_ref(&climber), &vacancy())));
    let asked = sheet(&[climber], &known);
    assert!(!asks_of_stairs(&asked));
    assert_eq!(asked.answered.len(), 2);
    let mut heavy = vacancy();
    heavy.posting.demands = vec![demand(Item::Lifting, Polarity::Asks, Intensity::Heavy)];
    assert_eq!(sheet(&[limited(Item::Lifting, 2)], &heavy).questions, [], "who is rejected has nothing to ask");
}

#[test]
fn a_file_is_whole() {
    let fault = |text: &str| Questions::parse(text).expect_err("a fault").to_string();
    assert_eq!(fault(&FILE.replace("\"stairs\", ", "")), "no question asks about stairs: add it to one");
    let twice = FILE.replace("\"stairs\", ", "\"stairs\", \"noise\", ");
    assert_eq!(fault(&twice), "noise is asked twice: leave it in one question");
    assert!(fault("[[question]]\nabout = [\"flying\"]\nnl = \"\"\nen = \"\"").contains("flying"));
    assert!(rules().check_answer("stairs".parse().expect("a name"), "no").is_ok());
}
