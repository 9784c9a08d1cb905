//! What is understood of a text.
//!
//! 1. Hours, education, experience, licences, times and languages are read as DESIGN.md 7 says, and not guessed.
//! 2. A plus is no requirement; what is denied is no demand; idiom is no load.
//! 3. Every quote is the text at its place, for any text.
//! 4. Understanding twice gives the same as understanding once.
//! 5. A new item is a file: nothing else knows its words.
//! 6. A mistake in a file is told with file, line and column.
//! 7. A text of any make is understood in time that grows with its length.
//! 8. What a page states in fields is kept where the text says otherwise, and the difference is noted once.
//! 9. Nearly every capability item has words of its own.

use super::understand;
use crate::Vocabulary;
use crate::vocabulary::VocabularyFile;
use domain::demand::{DemandBasis, Polarity};
use domain::posting::{Fact, FactQuote, Range};
use domain::requirements::EducationRequired;
use domain::{EducationLevel, Posting};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::OnceLock;

pub(crate) fn files() -> Vec<VocabularyFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/vocabulary");
    let mut files = Vec::new();
    for folder in ["", "items", "occupations"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("the vocabulary") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|ending| ending == "toml") {
                let name = path.strip_prefix(&root).expect("inside").display().to_string();
                files.push(VocabularyFile { name, text: std::fs::read_to_string(&path).expect("text") });
            }
        }
    }
    files
}

pub(crate) fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| Vocabulary::parse(&files()).expect("the vocabulary of the project"))
}

fn read(text: &str) -> Posting {
    let title = text.lines().next().unwrap_or_default().to_owned();
    let mut posting = Posting { title, text: text.to_owned(), ..Posting::default() };
    understand(&mut posting, vocabulary());
    posting
}

/// The facts of a text on a few lines, priors left out.
fn facts(text: &str) -> String {
    let posting = read(text);
    let mut told = String::new();
    for quote in &posting.quotes {
        let _ = writeln!(told, "{:?} {} “{}”", quote.fact, quote.value, quote.quote);
    }
    for demand in posting.demands.iter().filter(|demand| demand.outcome_basis == DemandBasis::Text) {
        let polarity = if demand.polarity == Polarity::Asks { "asks" } else { "does not ask" };
        let limit = demand.limit.map(|limit| format!(" {limit}")).unwrap_or_default();
        let _ = writeln!(told, "{polarity} {} {:?}{limit} “{}”", demand.item, demand.intensity, demand.quote);
    }
    told
}

fn hours(text: &str) -> (Option<f64>, Option<f64>) {
    read(text).hours_per_week.map_or((None, None), |range| (range.min, range.max))
}

#[test]
fn hours_of_a_week() {
    let cases = [
        ("Vacature\n24-32 uur per week", (Some(24.0), Some(32.0))),
        ("Vacature\n16 tot 24 uur", (Some(16.0), Some(24.0))),
        ("Medewerker (20 uur)\nKom werken.", (Some(20.0), Some(20.0))),
        ("Vacature\nMinimaal 3 dagen per week", (Some(24.0), None)),
        ("Vacature\nMaximaal 32 uur", (None, Some(32.0))),
        ("Vacature\n0,6 fte op basis van 36 uur", (Some(21.6), Some(21.6))),
        ("Vacature\n0,6 fte", (None, None)),
        ("Vacature\nFulltime", (None, None)),
        ("Vacature\n20 uur p/w", (Some(20.0), Some(20.0))),
        ("Vacancy\npart-time, 16 hours", (Some(16.0), Some(16.0))),
        ("Vacature\nDe winkel is van 9 tot 18 uur open", (None, None)),
        ("Vacature\nWij zijn 24 uur per dag bereikbaar", (None, None)),
        ("Vacature\n24/7 bereikbaar", (None, None)),
        ("Vacature\nmin. 19u/week en max. 33u/week", (Some(19.0), Some(33.0))),
        ("Vacature\n2 tot 3 dagen per week", (Some(16.0), Some(24.0))),
        ("Vacature\n0,6 fte (21,6 uur)", (Some(21.6), Some(21.6))),
        ("Vacature\n0,8 fte (36 uur)", (Some(28.8), Some(28.8))),
        ("Vacature\nVan 22.00 tot 06.00 uur, 32 uur per week", (Some(32.0), Some(32.0))),
        ("Vacature\n20, 24 of 28 uur", (Some(20.0), Some(28.0))),
        ("Vacature\nDiensten van 12 uur, contract van 36 uur", (Some(36.0), Some(36.0))),
        ("Vacature\nWerkrooster: 9-17u", (None, None)),
        ("Vacature\n2 dagen per week op kantoor", (None, None)),
    ];
    for (text, expected) in cases {
        assert_eq!(hours(text), expected, "{text}");
    }
}

#[test]
fn education_that_suffices() {
    let level =
        |text: &str| read(text).requirements.education.map(|asked| (asked.level.name(), asked.diploma_required));
    let cases = [
        ("V\nJe hebt mbo werk- en denkniveau.", Some(("mbo 3", false))),
        ("V\nWat vragen wij?\nMinimaal mbo 4", Some(("mbo 4", false))),
        ("V\nEen afgeronde hbo-opleiding.", Some(("hbo", true))),
        ("V\nWat vragen wij?\nhbo of wo werk- en denkniveau", Some(("hbo", false))),
        ("V\nEen mbo-diploma is een pré.", None),
        ("V\nEen diploma heb je niet nodig, ook geen mbo.", None),
        ("V\nWij begeleiden mbo-studenten.", None),
        ("V\nWhat you bring\nA completed vocational degree", Some(("mbo 3", true))),
    ];
    for (text, expected) in cases {
        assert_eq!(level(text), expected, "{text}");
    }
}

#[test]
fn requirements_and_pluses() {
    let cases = [
        "Chauffeur\nJe hebt rijbewijs B en code 95.",
        "Adviseur\nRijbewijs B is een pré.",
        "Monteur\nVCA of bereid dit te halen.",
        "Magazijn\nJe hebt een heftruckcertificaat en minimaal 2 jaar ervaring in een magazijn.",
        "Verkoper\nErvaring is niet nodig.",
        "Verpleegkundige\nEen geldige BIG-registratie en 3 jaar ervaring.",
        "Assistant\nYou speak fluent English. Dutch is not required.",
        "Medewerker\nGoede beheersing van de Nederlandse taal in woord en geschrift; VOG verplicht.",
        "Begeleider\nJe beschikt over een eigen auto.",
        "Stratenmaker\n- rijbewijs B, BE is een plus",
        "Chauffeur\nRijbewijs CE, code 95, ADR of bereid dat te halen.",
        "Beveiliger\nBHV en rijbewijs B. VCA haal je bij ons.",
        "Inkoper\nMinstens 5 jaar ervaring, bij voorkeur in de bouw.",
        "Bediende\nErvaring met Excel, Word en orderverwerking is een troef.",
        "Boekhouder\nNederlands (zeer goed), Frans (basis). Engels is een meerwaarde.",
        "Recruiter\nVloeiend Nederlands en goed Engels.",
    ];
    let told: Vec<String> = cases.iter().map(|text| format!("{text}\n{}", facts(text))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn working_times() {
    let times = |text: &str| {
        let times = read(text).times;
        format!("{:?} {:?} {:?} {:?} {:?}", times.evening, times.night, times.weekend, times.shifts, times.on_call)
    };
    let cases = [
        "V\nJe werkt af en toe op zaterdag en een avond.",
        "V\nAvonden zijn er niet.",
        "V\nJe werkt op kantooruren.",
        "V\nJe werkt in een 3-ploegendienst.",
        "V\nGeen avond- of weekenddiensten.",
        "V\nNo evenings or weekends.",
        "V\nNachtdiensten horen erbij, weekenden niet.",
        "V\nMaandag tot en met vrijdag, incidenteel een koopavond.",
        "V\nJe werkt van 7u tot 15u30.",
        "V\nTwee ploegen: 6.00-14.00 en 14.00-22.00 uur.",
        "V\nDe winkel is geopend van 9.00 tot 20.30 uur.",
        "V\nTijd om het welverdiende weekend in te luiden.",
        "V\nJe hebt je avonden en weekenden vrij.",
        "V\nEarly shifts from 6 am to 2 pm.",
        "V\nJe werkt onregelmatig.",
    ];
    let told: Vec<String> = cases.iter().map(|text| format!("{text}\n{}\n", times(text))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_contract_that_is_denied_is_none() {
    let contract = |text: &str| read(text).contract;
    assert_eq!(contract("V\nEen tijdelijk contract."), Some("temporary".to_owned()));
    assert_eq!(contract("V\nDit werk is niet geschikt voor zzp'ers."), None);
    assert_eq!(contract("V\nGeen uitzendcontract, maar een vast contract."), Some("permanent".to_owned()));
}

#[test]
fn demands_of_the_work() {
    let cases = [
        "V\nJe tilt regelmatig dozen tot 18 kg.",
        "V\nEr wordt niet getild of gespit.",
        "V\nJe hoeft niet te tillen, maar je staat wel de hele dag.",
        "V\nSoms til je iets.",
        "V\nHet werk is niet fysiek zwaar.",
        "V\nGeen tilwerk, wel veel lopen.",
        "V\nJe bent de dragende kracht van het team en zet de schouders eronder.",
        "V\nKoude acquisitie en een warme overdracht.",
        "V\nStaan en zitten kun je afwisselen.",
        "V\nVoor het zware werk is er een steekwagen.",
        "V\nStrakke deadlines horen erbij.",
        "V\nYou will be on your feet all day, with little lifting.",
        "V\nNo heavy lifting, no customer contact.",
        "V\nJe werkt in je eigen tempo aan een bureau.",
        "V\nKlachten afhandelen hoort er niet bij.",
        "V\nAls stratenmaker lig je op de knieën.",
        "V\nNiet meer dan 10 kg tillen.",
        "V\nWij bieden\nEen fiets zonder tillen en staan en lopen.",
        "V\n8 uur per dag staan aan de lopende band in een lawaaiige hal.",
        "V\nTeamspeler die zelfstandig werkt, nauwkeurig is en snel kan schakelen.",
        "V\nJe boekt facturen in en maakt rapportages in Excel.",
        "V\nGeen dag is hetzelfde; je stuurt een team van vijf aan.",
        "V\nIn de vriescel draag je veiligheidsschoenen en handschoenen.",
        "V\nJe werkt nooit alleen: er is altijd een collega in de buurt.",
        "V\nJe zorgt voor bewoners met dementie en troost hun familie.",
        "V\nWij zijn gespecialiseerd in lassen en slijpen. Je last bij ons frames.",
        "V\nAanbod Een baan met staan en lopen.\nProfiel: Je werkt zelfstandig.",
        "V\nJe krijgt 25 vakantiedagen en kunt doorgroeien naar teamleider.",
        "V\nJe werkt samen met de vestigingsmanager.",
        "V\nHet lossen en tillen wordt voor je gedaan.",
        "V\nJe leidinggevende werkt precies zoals jij de handen uit de mouwen steekt.",
    ];
    let told: Vec<String> = cases.iter().map(|text| format!("{text}\n{}", facts(text))).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn salaries() {
    let cases = [
        "V\n€ 2.700 - € 3.350 bruto per maand",
        "V\n€ 15,40 - € 17,20 per uur",
        "V\nEen opleidingspotje van € 1.200 per jaar.",
        "V\nTussen €2.500,- en €3.100,- bruto per maand bij 36 uur",
        "V\nmin. 3542 - max. 4625 euro bruto per maand",
        "V\n€ 40.000 per jaar",
        "V\nBonus € 500",
        "V\nSchaal 6: € 2.561 tot € 3.611.",
        "V | €2800-€3300\nKom werken.",
        "V\nUurloon 15,02 €.",
        "V\nMinstens € 18,191 per uur.",
        "V\nTussen € 4.393, - en € 7.851, - per maand",
    ];
    let told: Vec<String> = cases.iter().map(|text| format!("{text}\n{:?}\n", read(text).salary)).collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn most_items_have_words() {
    let with: std::collections::BTreeSet<_> =
        vocabulary().words.demands.iter().flat_map(|words| words.items()).collect();
    assert!(with.len() >= 60, "{} items have words", with.len());
}

#[test]
fn a_new_item_is_a_file() {
    let mut more = files();
    more.retain(|file| file.name != "items/heat.toml");
    let text = "item = \"heat\"\n[[asks]]\nphrases = [\"bij de oven\"]\n";
    more.push(VocabularyFile { name: "items/heat.toml".to_owned(), text: text.to_owned() });
    let vocabulary = Vocabulary::parse(&more).expect("a vocabulary with one item more");
    let mut posting = Posting { text: "Bakker\nJe staat bij de oven.".to_owned(), ..Posting::default() };
    understand(&mut posting, &vocabulary);
    assert!(posting.demands.iter().any(|demand| demand.item.name() == "heat" && demand.quote == "bij de oven"));
}

#[test]
fn mistakes_have_a_place() {
    let told = |name: &str, text: &str| {
        let mut all = files();
        all.retain(|file| file.name != name);
        all.push(VocabularyFile { name: name.to_owned(), text: text.to_owned() });
        Vocabulary::parse(&all).expect_err("a mistake").to_string()
    };
    let each = [
        told("items/heat.toml", "item = \"heat\"\n[[asks]]\nphrase = [\"oven\"]\n"),
        told("items/heat.toml", "item = \"heet\"\n"),
        told("remote.toml", "full = [\"..\"]\nhybrid = []\nnone = []\n"),
        told("items.toml", ""),
    ];
    insta::assert_snapshot!(each.join("\n"));
}

#[test]
fn long_texts_take_time_by_their_length() {
    let length = if cfg!(debug_assertions) { 50_000 } else { 1_000_000 };
    for piece in
        ["tillen ", "tillen", "geen tillen, ", "€ 5 per maand ", "24 uur ", "a.b.", "Zutphen ", "'", ".", "mbo\n"]
    {
        let text = piece.repeat(length / piece.len());
        // what is not linear does not come back from this
        assert_eq!(read(&text).text.len(), text.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn quotes_are_the_text(words in prop::collection::vec(prop::sample::select(WORDS), 1..40)) {
        let text = words.join(" ");
        let posting = read(&text);
        for quote in &posting.quotes {
            prop_assert_eq!(&text[quote.start..quote.end], &quote.quote);
        }
        for demand in posting.demands.iter().filter(|demand| demand.outcome_basis == DemandBasis::Text) {
            prop_assert_eq!(&text[demand.start..demand.end], &demand.quote);
        }
        let mut again = posting.clone();
        understand(&mut again, vocabulary());
        prop_assert_eq!(again, posting);
    }

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let _ = read(&text);
    }
}

/// Words that rules turn on, and some letters of more than one byte.
const WORDS: &[&str] = &[
    "geen",
    "tillen",
    "tot",
    "18",
    "kg",
    ".",
    "\n",
    "niet",
    "zwaar",
    "staan",
    "24-32",
    "uur",
    "mbo",
    "diploma",
    "één",
    "Zutphen",
    "avond",
    "maar",
    "wel",
    "€",
    "2.700",
    "per",
    "maand",
    "rijbewijs",
    "B",
    "ervaring",
    "jaar",
    "’",
    "Wij bieden",
    "é",
    "lopen,",
    "soms",
    "de",
    "hele",
    "dag",
    "no",
    "lifting",
    ";",
    "thuis",
    "werken",
    "Nederlands",
    "goed",
];

#[test]
fn fields_are_kept_where_the_text_differs() {
    let field = |fact, quote: &str| FactQuote { fact, value: String::new(), quote: quote.to_owned(), start: 0, end: 0 };
    let text = "Kok\nJe werkt 36 uur per week. Hbo werk- en denkniveau.";
    let mut posting = Posting { title: "Kok".to_owned(), text: text.to_owned(), ..Posting::default() };
    posting.hours_per_week = Some(Range { min: Some(24.0), max: None });
    posting.requirements.education = Some(EducationRequired { level: EducationLevel::Mbo3, diploma_required: false });
    posting.quotes = vec![field(Fact::HoursPerWeek, "24-"), field(Fact::Education, "vocational")];
    for _ in 0..2 {
        understand(&mut posting, vocabulary());
        assert_eq!(posting.hours_per_week, Some(Range { min: Some(24.0), max: None }));
        assert_eq!(posting.requirements.education.unwrap().level, EducationLevel::Mbo3);
        let noted: Vec<&str> = posting.problems.iter().map(|problem| problem.what.as_str()).collect();
        assert_eq!(noted, ["hours_per_week", "education"]);
        assert!(posting.problems[0].why.contains("'24-'") && posting.problems[0].why.contains("36 uur"));
    }
    let mut same = Posting { text: "Kok\nJe werkt 24 uur per week.".to_owned(), ..posting };
    (same.problems, same.requirements) = (Vec::new(), Default::default());
    understand(&mut same, vocabulary());
    assert_eq!(same.problems, []);
}
