//! Titles of occupations.
//!
//! 1. The vocabulary has at least 2,500 titles of at least 330 unit groups, and every one gives its own group.
//! 2. Decorations, capitals, hyphens and spaces never change the group.
//! 3. A title that stands for two groups, or a code that is none, is told with file and line.
//! 4. What a title says little of itself, the words around it choose, the title before the text.

use crate::understand::tests::{files, vocabulary};
use crate::vocabulary::{Vocabulary, VocabularyFile};
use proptest::prelude::*;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::OnceLock;

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    group: Vec<Group>,
    #[serde(default)]
    head: Vec<Head>,
}

#[derive(Deserialize)]
struct Group {
    isco: String,
    titles: Vec<String>,
}

#[derive(Deserialize)]
struct Head {
    otherwise: String,
    titles: Vec<String>,
}

/// Every title as written, without its sign, and its group.
fn titles() -> &'static [(String, String)] {
    static TITLES: OnceLock<Vec<(String, String)>> = OnceLock::new();
    TITLES.get_or_init(|| {
        let lists = files()
            .into_iter()
            .filter(|file| file.name.starts_with("occupations/") && !file.name.ends_with("rules.toml"));
        let lists = lists.map(|file| toml::from_str::<File>(&file.text).expect("a list of titles"));
        let rows = lists.flat_map(|list| {
            let heads = list.head.into_iter().map(|head| (head.otherwise, head.titles));
            list.group.into_iter().map(|group| (group.isco, group.titles)).chain(heads)
        });
        let each = rows.flat_map(|(isco, titles)| titles.into_iter().map(move |title| (title, isco.clone())));
        each.map(|(title, isco)| (title.trim_matches('*').to_owned(), isco)).collect()
    })
}

fn group(title: &str) -> String {
    vocabulary().occupation(title).map_or_else(|| "none".to_owned(), |found| found.isco08)
}

#[test]
fn every_title_gives_its_group() {
    let distinct: BTreeSet<&String> = titles().iter().map(|(title, _)| title).collect();
    let groups: BTreeSet<&String> = titles().iter().map(|(_, isco)| isco).collect();
    println!("{} titles of {} unit groups", distinct.len(), groups.len());
    assert!(distinct.len() >= 2_500, "{} titles", distinct.len());
    assert!(groups.len() >= 330, "{} unit groups", groups.len());
}

/// Titles that mean a group by themselves: those of the lists 0 to 9.
fn certain() -> &'static [(String, String)] {
    static CERTAIN: OnceLock<Vec<(String, String)>> = OnceLock::new();
    CERTAIN.get_or_init(|| {
        let lists = files()
            .into_iter()
            .filter(|file| file.name.starts_with("occupations/") && file.name.as_bytes()[12].is_ascii_digit());
        let groups = lists.flat_map(|file| toml::from_str::<File>(&file.text).expect("a list of titles").group);
        let each = groups.flat_map(|group| group.titles.into_iter().map(move |title| (title, group.isco.clone())));
        each.map(|(title, isco)| (title.trim_matches('*').to_owned(), isco)).collect()
    })
}

#[test]
fn a_title_gives_its_own_group() {
    let wrong: Vec<String> = certain()
        .iter()
        .filter(|(title, isco)| group(title) != *isco)
        .map(|(title, isco)| format!("{title}: {isco}, not {}", group(title)))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What may stand beside a title without a meaning of its own.
const DECORATIONS: [&str; 16] = [
    "(m/v/x)",
    "m/v",
    "(v/m/d)",
    "32 uur",
    "24-32 uur",
    "(32 uur per week)",
    "fulltime",
    "parttime",
    "i.o.",
    "in opleiding",
    "gezocht",
    "- Zwolle",
    "- Bouwbedrijf De Vries",
    "te Utrecht",
    "(0,8 fte)",
    "| regio Antwerpen",
];
const BEFORE: [&str; 10] = [
    "allround",
    "ervaren",
    "senior",
    "Junior",
    "medior",
    "leerling",
    "Vacature:",
    "Gezocht:",
    "zelfstandig werkend",
    "Ervaren",
];

/// The letters written otherwise: capitals, and hyphens, spaces or nothing between words.
fn written(title: &str, capitals: bool, between: &str) -> String {
    let joined = title.split([' ', '-']).collect::<Vec<&str>>().join(between);
    if capitals { joined.to_uppercase() } else { joined }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn decorations_change_nothing(
        title in prop::sample::select(certain()),
        before in prop::option::of(prop::sample::select(&BEFORE[..])),
        behind in prop::collection::vec(prop::sample::select(&DECORATIONS[..]), 0..3),
    ) {
        let (title, isco) = title;
        let decorated = [before.unwrap_or_default(), &title, &behind.join(" ")].join(" ");
        prop_assert_eq!(group(&decorated), isco, "{}", decorated);
    }

    #[test]
    fn capitals_and_hyphens_change_nothing(
        title in prop::sample::select(certain()),
        capitals: bool,
        between in prop::sample::select(&[" ", "-", "  "][..]),
    ) {
        let (title, isco) = title;
        let written = written(&title, capitals, between);
        prop_assert_eq!(group(&written), isco, "{}", written);
    }

    #[test]
    fn any_title_is_read(title in "\\PC{0,80}") {
        let _ = vocabulary().occupation(&title);
    }
}

/// The vocabulary of the project with one more list of titles.
fn with_list(text: &str) -> Result<Vocabulary, String> {
    let mut all = files();
    all.push(VocabularyFile { name: "occupations/own.toml".to_owned(), text: text.to_owned() });
    Vocabulary::parse(&all).map_err(|error| error.to_string())
}

#[test]
fn mistakes_have_a_place() {
    let of = |isco: &str, titles: &str| {
        format!("[[group]]\nisco = \"{isco}\"\nlabel = \"x\"\ntitles = [\n    {titles}\n]\n")
    };
    let cases = [
        (
            of("7115", "\"kozijnenzetter\", \"lasser\""),
            "occupations/own.toml:5:23: the title 'lasser' stands for 7212 and for 7115: keep one",
        ),
        (
            of("7115", "\"Lassers m/v\""),
            "occupations/own.toml:5:5: the title 'Lassers m/v' stands for 7212 and for 7115: keep one",
        ),
        (
            of("7115", "\"medewerker\""),
            "occupations/own.toml:5:5: the title 'medewerker' stands for a head that is 4110 by itself and for 7115: keep one",
        ),
        (
            of("5130", "\"ober\""),
            "occupations/own.toml:2:8: '5130' is no unit group of ISCO-08: give four digits of one",
        ),
        (
            of("7115", "\"senior 32 uur\""),
            "occupations/own.toml:5:5: the title 'senior 32 uur' has no word that counts, or more than one part: change it",
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(with_list(&text).err().as_deref(), Some(expected));
    }
    let more = with_list(&of("7115", "\"kozijnenzetter\"")).expect("a list");
    assert_eq!(more.occupation("Kozijnenzetter gezocht").map(|found| found.isco08).as_deref(), Some("7115"));
}

#[test]
fn forms_of_a_title() {
    let cases = [
        ("Verkoopmedewerksters", "5223"),
        ("Receptionist(e) 24 uur", "4226"),
        ("Medewerk(st)er klantenservice", "4222"),
        ("HR adviseur", "2423"),
        ("hradviseurs", "2423"),
        ("Lerares basisonderwijs", "2341"),
        ("Administratieve medewerkers", "4110"),
        ("Kinderfysiotherapeute", "2264"),
        ("Rioolmonteur", "7126"),
        ("Monteur deuren", "7115"),
        ("Directeur betonfabriek", "1321"),
        ("Parkeerwachter", "5419"),
        ("BOA handhaving", "5419"),
        ("Wijkagent", "5412"),
        ("De Vries Bouw - Metselaar (m/v)", "7112"),
    ];
    for (title, expected) in cases {
        assert_eq!(group(title), expected, "{title}");
    }
}

fn understood(text: &str) -> (String, f64, Vec<String>, Vec<String>) {
    let title = text.lines().next().unwrap_or_default().to_owned();
    let mut posting = domain::Posting { title, text: text.to_owned(), ..domain::Posting::default() };
    crate::understand(&mut posting, vocabulary());
    let quotes = posting.quotes.iter().filter(|quote| quote.fact == domain::posting::Fact::Occupation);
    let words = quotes.map(|quote| quote.quote.clone()).collect();
    let found = posting.occupation.expect("an occupation");
    (found.isco08, found.confidence, found.alternatives, words)
}

#[test]
fn the_text_chooses() {
    let (isco, confidence, others, words) =
        understood("Medewerker\nJe vult vakken in het magazijn en helpt bij laden en lossen.");
    assert_eq!((isco.as_str(), words), ("9333", vec!["Medewerker".to_owned(), "magazijn".to_owned()]));
    assert!(confidence < 0.7 && others.contains(&"4110".to_owned()));
    let (isco, confidence, ..) =
        understood("Medewerker zagerij\nSoms help je in het magazijn met laden en lossen en orderpicken.");
    assert_eq!(isco, "8172", "the title goes before the text");
    assert!(confidence > 0.6);
    let (isco, confidence, ..) = understood("Kom bij ons werken!\nVoor onze winkel zoeken wij een bloemist.");
    assert_eq!(isco, "5221", "what the title does not say, the first lines may");
    assert!(confidence < 0.5);
}
