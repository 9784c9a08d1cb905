//! The index as its callers use it:
//!
//! 1. a compound is found by its parts, and an exact compound scores best;
//! 2. words of both languages are found in other forms, and with or without accents;
//! 3. words are all needed; phrases, exclusions and alternatives work; odd syntax fails nowhere;
//! 4. filters hold back what speaks against them, by exact distance to any of the places, and pass what is unknown;
//! 5. without words the newest come first, equals by id;
//! 6. a changed vacancy is replaced, a closed one leaves, and the same open index sees it;
//! 7. order and scores follow from the vacancies, not from the history of the index;
//! 8. the sequence survives reopening, and is kept when pieces of the index are merged;
//! 9. an index of another version, or a broken one, is outdated; a missing one is not;
//! 10. relevance takes any of the words, of any text, and the title counts most.

use crate::{Index, Query, SearchError};
use chrono::{DateTime, NaiveDate, Utc};
use domain::posting::{Occupation, Range, Remote};
use domain::{ClosedBecause, Coordinates, Hash, Language, Place, Vacancy, VacancyId, VacancyState, YesNoUnknown};
use tempfile::TempDir;

const ZUTPHEN: Coordinates = Coordinates { lat: 52.138, lon: 6.196 };
const DEVENTER: Coordinates = Coordinates { lat: 52.255, lon: 6.164 };
const MAASTRICHT: Coordinates = Coordinates { lat: 50.851, lon: 5.691 };

fn id(number: u64) -> VacancyId {
    format!("{number:016x}").parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn moment() -> DateTime<Utc> {
    "2026-11-22T04:00:00Z".parse().unwrap()
}

fn vacancy(number: u64, title: &str, text: &str) -> Vacancy {
    let mut vacancy = Vacancy {
        id: id(number),
        posting: domain::Posting { title: title.to_owned(), text: format!("{title}\n{text}"), ..Default::default() },
        version: Hash::from_bytes([0; 32]),
        group: String::new(),
        first_seen: moment(),
        last_verified: moment(),
        seen_on: Vec::new(),
        state: VacancyState::Open,
        doubtful_since: None,
        answers: Vec::new(),
    };
    vacancy.posting.language = Some(Language::Nl);
    vacancy
}

fn place(point: Option<Coordinates>) -> Place {
    let text = "ergens".to_owned();
    Place { text, postcode: None, country: None, lat: point.map(|at| at.lat), lon: point.map(|at| at.lon) }
}

fn with(number: u64, change: impl FnOnce(&mut domain::Posting)) -> Vacancy {
    let mut vacancy = vacancy(number, "Hovenier", "");
    change(&mut vacancy.posting);
    vacancy
}

fn closed(mut vacancy: Vacancy) -> Vacancy {
    vacancy.state = VacancyState::Closed { because: ClosedBecause::PageGone, on: day("2026-11-22") };
    vacancy
}

fn index_of(vacancies: &[Vacancy]) -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let mut index = Index::open(folder.path()).unwrap();
    write(&mut index, vacancies, 1);
    (folder, index)
}

/// Two vacancies at a time.
fn write(index: &mut Index, vacancies: &[Vacancy], sequence: u64) {
    let mut pieces = vacancies.chunks(2);
    let written = index.write::<SearchError>(|_| {
        let piece = pieces.next().unwrap_or_default().to_vec();
        Ok((piece, sequence))
    });
    assert_eq!(written.unwrap(), vacancies.len());
}

fn numbers(index: &Index, query: &Query) -> Vec<u64> {
    let hits = index.search(query).unwrap();
    hits.iter().map(|hit| u64::from_str_radix(hit.id.as_str(), 16).unwrap()).collect()
}

fn typed(index: &Index, text: &str) -> Vec<u64> {
    numbers(index, &Query { text: text.to_owned(), ..Query::default() })
}

/// The same, where only what is found matters.
fn sorted(index: &Index, query: Query) -> Vec<u64> {
    let mut found = numbers(index, &query);
    found.sort_unstable();
    found
}

#[test]
fn compounds_are_found_by_their_parts() {
    let (_folder, index) = index_of(&[
        vacancy(1, "Klantenservicemedewerker", "Je beantwoordt vragen."),
        vacancy(2, "Medewerker klantenservice", "Je beantwoordt vragen."),
        vacancy(3, "Timmerman", "Onze service: de klant is koning."),
    ]);
    assert_eq!(typed(&index, "klantenservice"), [2, 1]);
    assert_eq!(typed(&index, "\"klanten service\"").len(), 2);
    assert_eq!(typed(&index, "medewerker").len(), 2);
    assert_eq!(typed(&index, "klantenservicemedewerker"), [1]);
}

#[test]
fn both_languages_are_stemmed_and_folded() {
    let mut english = vacancy(2, "Gardener", "You are planting trees in gardens.");
    english.posting.language = Some(Language::En);
    let (_folder, index) =
        index_of(&[vacancy(1, "Projectcoördinator", "Vacatures voor tuinen, bomen en planten."), english]);
    for text in ["vacature", "tuin", "COORDINATOR", "projectcoördinator"] {
        assert_eq!(typed(&index, text), [1], "{text}");
    }
    for text in ["gardeners", "tree garden", "plants you"] {
        assert_eq!(typed(&index, text), [2], "{text}");
    }
}

#[test]
fn syntax_works_and_never_fails() {
    let (_folder, index) = index_of(&[
        vacancy(1, "Kok", "sociale hygiëne, ook in de nacht"),
        vacancy(2, "Kok", "hygiëne en sociale zekerheid"),
        vacancy(3, "ICT-beheerder", "C++ en SQL"),
    ]);
    assert_eq!(typed(&index, "kok nacht"), [1]);
    assert_eq!(typed(&index, "\"sociale hygiëne\""), [1]);
    assert_eq!(typed(&index, "kok -nacht"), [2]);
    assert_eq!(typed(&index, "-kok"), [3]);
    assert_eq!(typed(&index, "kok nacht OR ict-beheerder").len(), 2);
    for odd in ["title:(", "kok AND", "\"", "[a TO", "+-!(){}^~*?:\\/", "kok^x", "a:b:c", "- \"\" OR OR", "😀 é"] {
        index.search(&Query { text: odd.to_owned(), ..Query::default() }).unwrap();
        index.relevance(odd, 10).unwrap();
    }
    assert_eq!(typed(&index, "kok^ (nacht*)"), [1]);
    assert_eq!(typed(&index, "?!").len(), 3);
}

#[test]
fn distance_counts_to_the_nearest_place() {
    let (_folder, index) = index_of(&[
        with(1, |posting| posting.places = vec![place(Some(MAASTRICHT)), place(Some(DEVENTER))]),
        with(2, |posting| posting.places = vec![place(Some(MAASTRICHT))]),
        with(3, |posting| posting.places = Vec::new()),
        with(4, |posting| posting.places = vec![place(Some(MAASTRICHT)), place(None)]),
        with(5, |posting| {
            posting.places = vec![place(Some(MAASTRICHT))];
            posting.remote = Some(Remote::Full);
        }),
    ]);
    let near = |kilometres| Query { near: Some((ZUTPHEN, kilometres)), ..Query::default() };
    let exact = ZUTPHEN.distance_km(DEVENTER);
    assert_eq!(sorted(&index, near(exact + 0.001)), [1, 3, 4, 5]);
    assert_eq!(sorted(&index, near(exact - 0.001)), [3, 4, 5]);
}

#[test]
fn facts_filter_and_unknown_passes() {
    let hours = |min, max| Some(Range { min, max });
    let (_folder, index) = index_of(&[
        with(1, |_| {}),
        with(2, |posting| posting.hours_per_week = hours(Some(32.0), Some(40.0))),
        with(3, |posting| posting.hours_per_week = hours(Some(16.0), Some(24.0))),
        with(4, |posting| posting.times.night = YesNoUnknown::Yes),
        with(5, |posting| posting.times.night = YesNoUnknown::No),
        with(6, |posting| posting.posted = Some(day("2026-10-01"))),
        with(7, |posting| posting.language = Some(Language::De)),
        with(8, |posting| {
            let alternatives = vec!["6113".to_owned()];
            posting.occupation =
                Some(Occupation { isco08: "9214".to_owned(), label: String::new(), confidence: 1.0, alternatives });
        }),
    ]);
    let all_but = |gone: u64| (1..=8).filter(|number| *number != gone).collect::<Vec<u64>>();
    let none = Query::default;
    assert_eq!(sorted(&index, Query { hours_at_most: Some(24.0), ..none() }), all_but(2));
    assert_eq!(sorted(&index, Query { hours_at_least: Some(32.0), ..none() }), all_but(3));
    assert_eq!(sorted(&index, Query { no_night: true, no_evening: true, no_weekend: true, ..none() }), all_but(4));
    assert_eq!(sorted(&index, Query { posted_since: Some(day("2026-10-02")), ..none() }), all_but(6));
    assert_eq!(sorted(&index, Query { language: Some(Language::Nl), ..none() }), all_but(7));
    for (prefix, found) in [("92", true), ("6113", true), ("5", false), ("groen", false), ("92140", false)] {
        let wanted = Query { isco_prefix: Some(prefix.to_owned()), ..none() };
        assert_eq!(sorted(&index, wanted).contains(&8), found, "{prefix}");
    }
    let later = Query { verified_since: Some(moment() + chrono::Duration::seconds(1)), ..none() };
    assert!(sorted(&index, later).is_empty());
}

#[test]
fn without_words_the_newest_come_first() {
    let (_folder, index) = index_of(&[
        with(3, |posting| posting.posted = Some(day("2026-11-20"))),
        with(2, |posting| posting.posted = Some(day("2026-11-20"))),
        with(1, |posting| posting.posted = Some(day("2026-11-01"))),
        with(4, |_| {}),
    ]);
    assert_eq!(typed(&index, " "), [4, 2, 3, 1]);
    assert_eq!(numbers(&index, &Query { limit: 2, ..Query::default() }), [4, 2]);
    assert!(numbers(&index, &Query { limit: 0, ..Query::default() }).is_empty());
}

#[test]
fn changes_are_seen_at_once() {
    let (_folder, mut index) = index_of(&[vacancy(1, "Kok", ""), vacancy(2, "Bakker", "")]);
    write(&mut index, &[vacancy(1, "Slager", ""), closed(vacancy(2, "Bakker", ""))], 2);
    assert!(typed(&index, "kok OR bakker").is_empty());
    assert_eq!(typed(&index, "slager"), [1]);
    assert_eq!(typed(&index, ""), [1]);
    let hit = &index.search(&Query::default()).unwrap()[0];
    assert_eq!((hit.title.as_str(), hit.employer.as_deref(), hit.score), ("Slager", None, 0.0));
}

#[test]
fn order_does_not_tell_the_history() {
    let words = ["kok", "keuken", "kok kok restaurant", "bakker keuken", "keuken restaurant kok bediening"];
    let all: Vec<Vacancy> = (0..40).map(|at| vacancy(at, "Kok", words[at as usize % words.len()])).collect();
    let (_first, fresh) = index_of(&all);
    let (_second, mut grown) = index_of(&[]);
    for (at, each) in all.iter().rev().enumerate() {
        let stranger = vacancy(1_000 + at as u64, "Kok in de keuken", "restaurant");
        write(&mut grown, &[each.clone(), stranger.clone()], 2 * at as u64 + 1);
        write(&mut grown, &[closed(stranger)], 2 * at as u64 + 2);
    }
    let query = Query { text: "kok OR keuken restaurant".to_owned(), limit: 100, ..Query::default() };
    assert_eq!(fresh.search(&query).unwrap(), grown.search(&query).unwrap());
    let text = "keukenmedewerker kok restaurant";
    assert_eq!(fresh.relevance(text, 30).unwrap(), grown.relevance(text, 30).unwrap());
    assert_eq!(typed(&fresh, "kok")[..2], [2, 7]);
}

#[test]
fn the_sequence_survives() {
    let folder = tempfile::tempdir().unwrap();
    let mut index = Index::open(folder.path()).unwrap();
    assert_eq!(index.sequence(), 0);
    for sequence in 1..=20 {
        write(&mut index, &[vacancy(sequence, "Kok", "")], sequence);
    }
    drop(index);
    let index = Index::open(folder.path()).unwrap();
    assert_eq!(index.sequence(), 20);
    assert_eq!(typed(&index, "kok").len(), 20);
}

#[test]
fn other_versions_are_outdated() {
    let (folder, index) = index_of(&[vacancy(1, "Kok", "")]);
    drop(index);
    let path = folder.path();
    assert!(!Index::is_outdated(path));
    assert!(!Index::is_outdated(&path.join("nothing")));
    std::fs::write(path.join("made-with.txt"), "another version").unwrap();
    assert!(Index::is_outdated(path));
    assert!(matches!(Index::open(path), Err(SearchError::Outdated(_))));
    Index::clear(path).unwrap();
    Index::clear(path).unwrap();
    assert_eq!(Index::open(path).unwrap().sequence(), 0);
    std::fs::write(path.join("meta.json"), "{").unwrap();
    assert!(Index::is_outdated(path));
}

#[test]
fn relevance_takes_any_word() {
    let (_folder, index) = index_of(&[
        vacancy(1, "Verkoopadviseur tuincentrum", "planten"),
        vacancy(2, "Kassamedewerker", "in ons tuincentrum"),
        vacancy(3, "Verkoopmedewerker", "schoenen"),
        vacancy(4, "Timmerman", "hout"),
    ]);
    let found = index.relevance("verkoopadviseur (tuincentrum) \"excel", 10).unwrap();
    assert_eq!(found.keys().cloned().collect::<Vec<_>>(), [id(1), id(2), id(3)]);
    assert!(found[&id(1)] > found[&id(2)] && found[&id(2)] > found[&id(3)]);
    assert_eq!(index.relevance("verkoopadviseur tuincentrum", 1).unwrap().len(), 1);
    assert!(index.relevance("", 10).unwrap().is_empty());
}
