//! Understanding, as the commands show it.
//!
//! 1. Names, numbers and addresses of recruiters stand in no database, index, output or log; only in the archived page.
//!    What was kept before the words were known is masked once, and what evidence holds stays.
//! 2. `vocabulary test` names file and line of each rule, in text and as JSON, and says where unknown words could be added.
//! 3. A replaced file of the vocabulary is the one that is named; a mistake in the recruiters' words has file and line.
//! 4. An imported ESCO release and an imported table of postcodes show in what is extracted; a faulty file leaves the
//!    table that was there.

use crate::support::{Desk, Site, objects, path_of, vacancy_page};
use std::fs;
use std::path::Path;

const NAME: &str = "Quiryn Zwartveld";
const NUMBER: &str = "06-98765432";
const ADDRESS: &str = "q.zwartveld@bedrijf.example";

/// All files below a folder.
fn files(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn recruiters_are_masked_everywhere_but_in_the_archive() {
    let (desk, site) = (Desk::new(), Site::new());
    site.list(&["Receptionist"]);
    let text = format!("Je ontvangt gasten, 24 uur per week. Contactpersoon: {NAME}, {NUMBER}, {ADDRESS}.");
    site.put(&path_of("Receptionist"), 200, &vacancy_page("Receptionist", "Bedrijf", &text));
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    let mut told = desk.run(&["-v", "crawl"]).said();
    told += &desk.done(&["vacancies", "export"]);
    told += &desk.done(&["--format", "json", "match", "c-0001", "--rejected"]);
    let id = objects(&desk.done(&["vacancies", "export"]))[0]["id"].as_str().expect("an id").to_owned();
    told += &desk.done(&["--format", "json", "vacancies", "show", &id]);
    told += &desk.done(&["explain", "c-0001", &id]);
    assert!(told.contains("Contactpersoon: [naam], [nummer], [adres]."), "{told}");
    let parts = ["Zwartveld", NUMBER, "98765432", ADDRESS];
    parts.iter().for_each(|part| assert!(!told.contains(part), "{part} is told: {told}"));
    let kept = files(&desk.path("index"))
        .into_iter()
        .filter(|path| !path.components().any(|part| part.as_os_str() == "pages"));
    for path in kept {
        let bytes = fs::read(&path).expect("a file");
        for part in parts {
            let found = bytes.windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()));
            assert!(!found, "{part} is in {}", path.display());
        }
    }
    let archived = desk.run(&["vacancies", "search", "Zwartveld", "--format", "json"]);
    assert!(!archived.told().contains(&id), "the name can be searched for: {}", archived.told());
}

/// Which files but the archive and the encrypted dossiers have these words.
fn holding(desk: &Desk, words: &str) -> Vec<std::path::PathBuf> {
    let kept = files(&desk.path("index")).into_iter();
    let kept = kept.filter(|path| !path.components().any(|part| part.as_os_str() == "pages"));
    let has = |path: &std::path::PathBuf| {
        let bytes = fs::read(path).expect("a file");
        bytes.windows(words.len()).any(|window| window.eq_ignore_ascii_case(words.as_bytes()))
    };
    kept.filter(has).collect()
}

#[test]
fn what_was_kept_is_masked_once() {
    let (desk, site) = (Desk::new(), Site::new());
    let words =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../config/vocabulary/recruiters.toml"));
    let words = words.expect("the words").replace("\"contactpersoon\",", "");
    desk.write("config/vocabulary/recruiters.toml", &words);
    let titles = ["Receptionist", "Administratief medewerker"];
    site.list(&titles);
    for title in titles {
        let text = format!("Contactpersoon: {NAME}. Je ontvangt gasten, 24 uur per week.");
        site.put(&path_of(title), 200, &vacancy_page(title, &format!("Bedrijf {title}"), &text));
    }
    desk.sitemap_source(&site);
    desk.candidate("c-0001");
    desk.done(&["--date", "2026-11-24", "nightly"]);
    let before = objects(&desk.done(&["vacancies", "export"]));
    assert!(!holding(&desk, "Zwartveld").is_empty(), "or this test shows nothing");
    let evidence = desk.done(&["--format", "json", "evidence", "list", "c-0001"]);
    fs::remove_file(desk.path("config/vocabulary/recruiters.toml")).expect("removed");
    let ran = desk.run(&["--date", "2026-11-24", "crawl", "--reindex"]);
    assert!(ran.said().contains("masked in 2 kept postings"), "{}{}", ran.told(), ran.said());
    assert_eq!(holding(&desk, "Zwartveld"), [] as [std::path::PathBuf; 0]);
    for (before, after) in before.iter().zip(objects(&desk.done(&["vacancies", "export"]))) {
        assert_eq!((&before["id"], &before["version"]), (&after["id"], &after["version"]));
        assert_eq!(before["posting"]["hours_per_week"], after["posting"]["hours_per_week"]);
        let text = after["posting"]["text"].as_str().expect("a text");
        assert!(text.contains("Contactpersoon: [naam]."), "{text}");
        let quotes = after["posting"]["quotes"].as_array().expect("quotes").iter();
        let of_text: Vec<_> = quotes.filter(|quote| quote["end"].as_u64() > Some(0)).collect();
        assert!(!of_text.is_empty());
        for quote in of_text {
            let at = |name: &str| usize::try_from(quote[name].as_u64().expect("a place")).expect("a place");
            assert_eq!(text.get(at("start")..at("end")), quote["quote"].as_str());
        }
    }
    assert_eq!(desk.done(&["--format", "json", "evidence", "list", "c-0001"]), evidence);
    desk.done(&["evidence", "verify"]);
    let again = desk.run(&["--date", "2026-11-25", "nightly"]);
    assert!(!again.said().contains("kept postings"), "{}", again.said());
    let found = desk.done(&["vacancies", "search", "gasten", "--format", "json"]);
    assert_eq!(objects(&found).len(), 2, "the index is whole: {found}");
}

#[test]
fn a_phrase_is_tried() {
    let desk = Desk::new();
    let told = desk.done(&["vocabulary", "test", "tillen tot 25 kg; VCA is een pré"]);
    assert!(told.contains("demand: lifting asks 25 kg") && told.contains("items/lifting.toml:"), "{told}");
    assert!(told.contains("“VCA” is a plus, no must"), "{told}");
    let json = &objects(&desk.done(&["--format", "json", "vocabulary", "test", "zwabberen op de bok"]))[0];
    assert!(json["add_to"].as_array().is_some_and(|files| !files.is_empty()), "{json}");
    desk.write(
        "config/vocabulary/items/lifting.toml",
        "item = \"lifting\"\n\n[[asks]]\nphrases = [\"bokken\", \"zwabberen\"]\n",
    );
    let told = desk.done(&["vocabulary", "test", "zwabberen op de bok"]);
    assert!(told.contains("demand: lifting asks") && told.contains("items/lifting.toml:4: zwabberen"), "{told}");
}

#[test]
fn a_mistake_in_the_words_for_recruiters_has_a_place() {
    let desk = Desk::new();
    desk.write("config/vocabulary/recruiters.toml", "person = [\"contactpersoon\", \"Recruiter\"]\n");
    let ran = desk.run(&["vocabulary", "test", "x"]);
    assert_eq!(ran.code(), 2);
    assert!(ran.said().contains("recruiters.toml:1:"), "{}", ran.said());
    assert!(ran.said().contains("'Recruiter' has a capital"), "{}", ran.said());
}

const HEAD: &str = "conceptType,conceptUri,iscoGroup,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,regulatedProfessionNote,scopeNote,definition,inScheme,description,code\n";

#[test]
fn tables_are_imported_whole_or_not_at_all() {
    let desk = Desk::new();
    let row = |label: &str| {
        format!("Occupation,http://data.europa.eu/esco/occupation/7,6113,{label},,,released,,,,,,,6113.7\n")
    };
    desk.write("esco/occupations_nl.csv", &format!("{HEAD}{}", row("hovenier")));
    desk.write("esco/occupations_en.csv", &format!("{HEAD}{}", row("gardener")));
    desk.write("codes.csv", "pc6,x,y\n7201AA,210000,462000\n");
    let [esco, codes] = ["esco", "codes.csv"].map(|name| desk.path(name).display().to_string());
    desk.done(&["taxonomy", "import", "esco", &esco]);
    assert!(desk.done(&["places", "import", &codes]).starts_with("2 postcodes are in "));
    let page = vacancy_page("Gardener (m/v)", "Bedrijf", "Tuinen.").replace("7201 AB", "7201 AA");
    desk.write("page.html", &page);
    let shown = || objects(&desk.done(&["extract", &desk.path("page.html").display().to_string()])).remove(0);
    let posting = shown();
    assert_eq!(posting["esco"]["uri"], "http://data.europa.eu/esco/occupation/7", "{posting}");
    assert_eq!(posting["esco"]["label"], "hovenier");
    let lon = posting["places"][0]["lon"].as_f64().expect("a longitude");
    assert!((lon - 6.19).abs() < 0.01, "{posting}");
    assert!(desk.done(&["vocabulary", "test", "Gardener"]).contains("in ESCO: hovenier http"));
    desk.write("esco/occupations_en.csv", &format!("{HEAD}{}", row("gardener").replace("6113,", "61,")));
    desk.write("codes.csv", "pc6,x,y\n7201A,210000,462000\n");
    for (arguments, place) in [
        (vec!["taxonomy", "import", "esco", &esco], "occupations_en.csv:2:52"),
        (vec!["places", "import", &codes], "codes.csv:2:1"),
    ] {
        let ran = desk.run(&arguments);
        assert_eq!(ran.code(), 2);
        assert!(ran.said().contains(place), "{}", ran.said());
    }
    assert_eq!(shown(), posting);
    let missing = desk.run(&["taxonomy", "import", "esco", &desk.path("").display().to_string()]);
    assert!(missing.said().contains("there is no occupations_nl.csv"), "{}", missing.said());
}
