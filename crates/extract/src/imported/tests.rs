//! Imported tables. All rows are made up, in the shape of the published files.
//!
//! 1. Of an ESCO release the released occupations count, in both languages; fields with line breaks and quotation marks
//!    are read whole.
//! 2. A title gives the occupation whose label it is; a part of a title never contradicts the unit group that is known.
//! 3. GeoNames', CBS' and PDOK's forms give the same middles; the Dutch grid is turned into degrees within ten metres.
//! 4. A mistake is told with file, line and column, and gives no table.
//! 5. An imported table stands before the built-in one, changes the hash, and leaves what it has not to that.
//! 6. Any text is read without a panic.
//! 7. The real files are read whole.

use super::{EscoFiles, EscoTable, ImportError, ImportFile, esco_table, postcode_table};
use crate::understand::tests::{files, vocabulary};
use crate::{Vocabulary, understand};
use domain::{Place, Posting};
use proptest::prelude::*;
use std::path::Path;

const HEAD: &str = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,code\n";
const DUTCH: &str = r#"Occupation,http://data.europa.eu/esco/occupation/1,6113,hovenier,"tuinman
groenvoorziener, ""allround""",,released,6113.1
Occupation,http://data.europa.eu/esco/occupation/2,8121,wriemelaar van draad,spoeler,,released,8121.1
Occupation,http://data.europa.eu/esco/occupation/3,9999,oud beroep,,,obsolete,9.9
"#;
const ENGLISH: &str = "Occupation,http://data.europa.eu/esco/occupation/1,6113,gardener,,yardsman,released,6113.1\n";

fn esco(dutch: &str, english: &str) -> Result<EscoTable, ImportError> {
    let (dutch, english) = (format!("{HEAD}{dutch}"), format!("{HEAD}{english}"));
    let file = |name, text| ImportFile { name, text };
    esco_table(EscoFiles { dutch: file("nl.csv", &dutch), english: file("en.csv", &english), groups: None })
}

fn with(esco: Option<&EscoTable>, postcodes: Option<&str>) -> Vocabulary {
    let json = |table: &EscoTable| serde_json::to_string(table).expect("JSON");
    let postcodes = postcodes.map(|text| {
        serde_json::to_string(&postcode_table(ImportFile { name: "p", text }).expect("a table")).expect("JSON")
    });
    let plain = Vocabulary::parse(&files()).expect("a vocabulary");
    plain.with_imported(esco.map(json).as_deref(), postcodes.as_deref()).expect("tables")
}

fn understood(title: &str, vocabulary: &Vocabulary) -> Posting {
    let mut posting = Posting { title: title.to_owned(), text: format!("{title}\n"), ..Posting::default() };
    understand(&mut posting, vocabulary);
    posting
}

#[test]
fn a_release_is_read() {
    let table = esco(DUTCH, ENGLISH).expect("a table");
    assert_eq!(table.counts(), (2, 7));
}

#[test]
fn titles_give_occupations() {
    let vocabulary = with(Some(&esco(DUTCH, ENGLISH).expect("a table")), None);
    let found = |title: &str| {
        let posting = understood(title, &vocabulary);
        posting.esco.map(|esco| (esco.uri.rsplit('/').next().unwrap_or_default().to_owned(), esco.label))
    };
    let gardener = Some(("1".to_owned(), "hovenier".to_owned()));
    assert_eq!(found("Hovenier (m/v/x)"), gardener);
    assert_eq!(found("Ervaren hovenier in Zutphen"), gardener);
    assert_eq!(found("Yardsman"), gardener);
    assert_eq!(found("Wriemelaar van draad"), Some(("2".to_owned(), "wriemelaar van draad".to_owned())));
    assert_eq!(found("Oud beroep"), None);
    assert_eq!(found("Verpleegkundige spoeler"), None);
    let unknown = understood("Wriemelaar van draad", &vocabulary).occupation.expect("by ESCO");
    assert_eq!((unknown.isco08.as_str(), unknown.label.as_str()), ("8121", "wriemelaar van draad"));
    assert!(understood("Hovenier", super::tests::vocabulary()).esco.is_none());
}

#[test]
fn mistakes_have_a_place() {
    let told = |dutch: &str| esco(dutch, ENGLISH).expect_err("a mistake").to_string();
    assert_eq!(
        told("Occupation,http://data.europa.eu/esco/occupation/1,61,hovenier,,,released,1\n"),
        "nl.csv:2:52: '61' is no unit group of ISCO-08: it has four digits"
    );
    assert_eq!(
        told("Occupation,http://x,6113,hovenier,\"tuin\nman\",,released,1\n"),
        "nl.csv:2:12: 'http://x' is no address of ESCO"
    );
    assert_eq!(told("Occupation,\"http"), "nl.csv:2:12: the quotation mark that opens here is never closed");
    assert!(
        told("Occupation,http://data.europa.eu/esco/occupation/1\n").starts_with("nl.csv:2:1: the row has 2 fields")
    );
    let empty = ImportFile { name: "nl.csv", text: "a,b\n" };
    let missing = esco_table(EscoFiles { dutch: empty, english: empty, groups: None }).expect_err("no columns");
    assert_eq!(
        missing.to_string(),
        "nl.csv:1:1: the column 'conceptType' is missing: this is not the file it should be"
    );
    let groups = ImportFile { name: "g.csv", text: "conceptType,code,preferredLabel\nISCOGroup,8121,x\n" };
    let dutch = format!("{HEAD}{DUTCH}");
    let dutch = ImportFile { name: "nl.csv", text: &dutch };
    let unknown = esco_table(EscoFiles { dutch, english: dutch, groups: Some(groups) }).expect_err("no such group");
    assert_eq!(unknown.to_string(), "nl.csv:2:52: the group '6113' is not in the file of ISCO groups");
}

const GEONAMES: &str = "NL\t7201 AA\tZutphen\tGelderland\tGE\tZutphen\t301\t\t\t52.14\t6.20\t6\nNL\t7201 AB\tZutphen\tGelderland\tGE\tZutphen\t301\t\t\t52.16\t6.20\t6\nBE\t9000\tGent\t\t\t\t\t\t\t51.05\t3.72\t6\n";

#[test]
fn postcodes_of_all_forms() {
    let table = |text: &str| postcode_table(ImportFile { name: "p", text }).expect("a table");
    assert_eq!(table(GEONAMES).count(), 3);
    let csv = "postcode;lat;lon\n7201AA;52,14;6,20\n7201 ab;52,16;6,20\n";
    assert_eq!(table(csv), table(GEONAMES));
    let middle = table("PC4,latitude,longitude\n7201,52.15,6.2\n").middle("7201 AA").expect("a middle");
    assert_eq!((middle.lat, middle.lon), (52.15, 6.2));
    // the grid's own middle, the tower of Amersfoort, and Westertoren in Amsterdam (published coordinates)
    for (x, y, lat, lon) in [(155_000.0, 463_000.0, 52.15517, 5.38721), (120_700.723, 487_525.501, 52.37453, 4.88353)] {
        let at = table(&format!("pc6,x,y\n1000AA,{x},{y}\n")).middle("1000AA").expect("a middle");
        assert!((at.lat - lat).abs() < 0.0001 && (at.lon - lon).abs() < 0.00015, "{at:?}");
    }
}

#[test]
fn mistakes_in_postcodes_have_a_place() {
    let told = |text: &str| postcode_table(ImportFile { name: "p.csv", text }).expect_err("a mistake").to_string();
    assert_eq!(
        told("pc4,lat,lon\n7201,52.1,6.2\n72,52.1,6.2\n"),
        "p.csv:3:1: '72' is no Dutch postcode: four digits, or four digits and two letters"
    );
    assert_eq!(told("pc4,lat,lon\n7201,x,6.2\n"), "p.csv:2:6: 'x' is no coordinate");
    assert_eq!(told("pc4,lat,lon\n7201,6.2,52.1\n"), "p.csv:2:6: 6.2, 52.1 is not in the Netherlands");
    assert!(told("a,b\n1,2\n").starts_with("p.csv:1:1: it needs columns"));
    assert_eq!(told(&GEONAMES.replace("52.16", "north")), "p.csv:2:48: 'north' is no coordinate");
}

#[test]
fn an_imported_table_stands_before_the_built_in_one() {
    let vocabulary = with(None, Some("pc6,lat,lon\n7201AA,52.2,6.25\n"));
    let place = |code: &str| {
        let mut place = Place {
            text: String::new(),
            postcode: Some(code.to_owned()),
            country: Some("NL".to_owned()),
            lat: None,
            lon: None,
        };
        vocabulary.locate(&mut place);
        place.coordinates().map(|at| (at.lat, at.lon))
    };
    assert_eq!(place("7201 AA"), Some((52.2, 6.25)));
    assert_eq!(place("7201"), Some((52.2, 6.25)));
    let mut built_in = Place {
        text: String::new(),
        postcode: Some("2011".to_owned()),
        country: Some("NL".to_owned()),
        lat: None,
        lon: None,
    };
    super::tests::vocabulary().locate(&mut built_in);
    assert_eq!(place("2011"), built_in.coordinates().map(|at| (at.lat, at.lon)));
    assert_ne!(vocabulary.hash(), super::tests::vocabulary().hash());
}

proptest! {
    #[test]
    fn any_text_is_read(text in "[a-z0-9,;\"\n\r\t é]{0,300}", head in "(pc6,lat,lon\n|pc4;x;y\n|)") {
        let text = format!("{head}{text}");
        let file = ImportFile { name: "p", text: &text };
        let read = (postcode_table(file).is_ok(), esco_table(EscoFiles { dutch: file, english: file, groups: None }).is_ok());
        prop_assert!(!read.1);
    }
}

#[test]
fn real_files_are_read_whole() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let text = |name: &str| std::fs::read_to_string(folder.join(name)).ok();
    let names = [
        "occupations/esco_occupations_nl.csv",
        "occupations/esco_occupations_en.csv",
        "occupations/esco_isco_groups_nl.csv",
        "places/4pp.csv",
    ];
    let [Some(dutch), Some(english), Some(groups), Some(places)] = names.map(text) else {
        println!("skipped: {} is not there", folder.display());
        return;
    };
    let file = |name, text| ImportFile { name, text };
    let files =
        EscoFiles { dutch: file("nl", &dutch), english: file("en", &english), groups: Some(file("groups", &groups)) };
    let table = esco_table(files).expect("the release");
    println!("occupations and labels: {:?}", table.counts());
    assert_eq!(table.counts().0, 3039);
    let vocabulary = with(Some(&table), None);
    let titles = ["Lasser", "Verpleegkundige", "Magazijnmedewerker", "Software developer", "Hovenier (m/v)"];
    for title in titles {
        let posting = understood(title, &vocabulary);
        println!(
            "{title}: {:?} {:?}",
            posting.occupation.map(|found| found.isco08),
            posting.esco.map(|esco| esco.label)
        );
    }
    let postcodes = postcode_table(file("4pp", &places)).expect("the places");
    println!("postcodes: {}", postcodes.count());
    assert!(postcodes.count() > 3_000);
}
