//! Places and postcodes, as the built-in vocabulary has them.
//!
//! 1. A name that several places share is the far larger one, or nobody's; a province after it tells.
//! 2. A word that is also a place counts in a text only behind "in" and its like, or alone between bars.
//! 3. A place in another country is not looked for here.
//! 4. Words and figures around a name are taken off.
//! 5. A postcode's middle is at its area; one that the table lacks is near its neighbours.
//! 6. A region follows from a postcode, else from the name; a place that is nowhere is in none.
//! 7. Against recorded coordinates (where they are at hand): median at most 1 km, no place off by 5 km.

use crate::Vocabulary;
use crate::understand::tests::vocabulary;
use domain::profile::Home;
use domain::{Coordinates, Place};
use std::collections::BTreeMap;

fn at(text: &str, country: Option<&str>) -> Option<Coordinates> {
    let mut place =
        Place { text: text.to_owned(), postcode: None, country: country.map(str::to_owned), lat: None, lon: None };
    vocabulary().locate(&mut place);
    place.coordinates()
}

fn near(text: &str, country: Option<&str>, lat: f64, lon: f64) {
    let found = at(text, country).unwrap_or_else(|| panic!("{text} is nowhere"));
    let off = found.distance_km(Coordinates { lat, lon });
    assert!(off < 5.0, "{text} is {off:.1} km off");
}

fn in_text(vocabulary: &Vocabulary, text: &str) -> Vec<String> {
    vocabulary.places_in(text).into_iter().map(|(_, place)| place.text).collect()
}

#[test]
fn names_that_several_share() {
    near("Hengelo", None, 52.266, 6.793);
    near("Hengelo (Gld)", None, 52.05, 6.31);
    near("Beek Gld", None, 51.908, 6.19);
    assert_eq!(at("Alphen", None), None);
    near("Alphen, Noord-Brabant", None, 51.48, 4.95);
    near("Deurne", None, 51.46, 5.79);
    near("Deurne", Some("BE"), 51.221, 4.464);
}

#[test]
fn words_that_are_also_places() {
    let vocabulary = vocabulary();
    assert_eq!(in_text(vocabulary, "Best leuk werk. Een Winkel."), Vec::<String>::new());
    assert_eq!(in_text(vocabulary, "Verkoper in Best"), ["Best"]);
    assert_eq!(in_text(vocabulary, "Verkoper | Best | 24 uur"), ["Best"]);
    assert_eq!(in_text(vocabulary, "Planner Alphen aan den Rijn, Zutphen"), ["Alphen aan den Rijn", "Zutphen"]);
}

#[test]
fn regions() {
    let region = |text: &str, postcode: Option<&str>, country: Option<&str>| {
        let place = Place {
            text: text.to_owned(),
            postcode: postcode.map(str::to_owned),
            country: country.map(str::to_owned),
            lat: None,
            lon: None,
        };
        vocabulary().region(&place).map(str::to_owned)
    };
    let told = |region: Option<String>| region.unwrap_or_else(|| "none".to_owned());
    for (text, postcode, country, expected) in [
        ("Zutphen", None, None, "Gelderland"),
        ("Regio Utrecht", None, None, "Utrecht"),
        ("ons kantoor", Some("9712 AB"), None, "Groningen"),
        ("Leerdam", Some("4141"), Some("NL"), "Utrecht"),
        ("Antwerpen", None, Some("BE"), "Antwerpen"),
        ("Gent", Some("9000"), Some("BE"), "Oost-Vlaanderen"),
        ("Leek", None, Some("GB"), "none"),
        ("nergens", None, None, "none"),
    ] {
        assert_eq!(told(region(text, postcode, country)), expected, "{text}");
    }
}

#[test]
fn another_country() {
    assert_eq!(at("Leek", Some("GB")), None);
    assert!(at("Leek", Some("NL")).is_some());
    assert_eq!(at("Nederland", None), None);
}

#[test]
fn surroundings() {
    near("Gent en omgeving", None, 51.054, 3.725);
    near("Regio Utrecht", None, 52.09, 5.11);
    near("7411 KT Deventer", None, 52.25, 6.16);
    near("SINT-MARTENS-LATEM", None, 51.015, 3.636);
    near("Amsterdam Area", None, 52.37, 4.89);
    near("The Hague", None, 52.075, 4.3);
}

#[test]
fn postcodes() {
    let home = |postcode: &str, country: &str| {
        let home = Home { postcode: Some(postcode.to_owned()), place: None, country: country.to_owned() };
        vocabulary().home(&home)
    };
    let zutphen = home("7201", "NL").expect("an area");
    assert!(zutphen.distance_km(Coordinates { lat: 52.14, lon: 6.2 }) < 2.0);
    // 1002 is no area of streets
    assert!(home("1002", "NL").expect("near others").distance_km(Coordinates { lat: 52.37, lon: 4.89 }) < 6.0);
    assert_eq!(home("0001", "NL"), None);
    assert!(home("9051", "BE").expect("an area").distance_km(Coordinates { lat: 51.02, lon: 3.67 }) < 5.0);
}

#[test]
fn recorded_coordinates() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/places/4pp.csv");
    let Ok(table) = std::fs::read_to_string(path) else {
        println!("skipped: there are no recorded coordinates beside this checkout");
        return;
    };
    let (mut areas, mut places): (Vec<f64>, BTreeMap<String, f64>) = (Vec::new(), BTreeMap::new());
    for line in table.lines().skip(1).filter(|line| !line.ends_with("\"Postbus\"")) {
        let fields: Vec<&str> = line.split(',').map(|field| field.trim_matches('"')).collect();
        let [.., lat, lon, _] = fields[..] else { continue };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else { continue };
        let recorded = Coordinates { lat, lon };
        let home = Home { postcode: Some(fields[1].to_owned()), place: None, country: "NL".to_owned() };
        areas.push(vocabulary().home(&home).expect("an area").distance_km(recorded));
        // a place may be far from one of its areas, but not from all
        if let Some(place) = at(fields[2], Some("NL")) {
            let nearest = places.entry(fields[2].to_owned()).or_insert(f64::MAX);
            *nearest = nearest.min(place.distance_km(recorded));
        }
    }
    let mut places: Vec<(f64, String)> = places.into_iter().map(|(name, off)| (off, name)).collect();
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    assert!(areas.len() > 3_900 && places.len() > 2_300, "{} areas, {} places", areas.len(), places.len());
    assert!(areas.iter().all(|off| *off < 0.2), "an area is off");
    assert!(places[places.len() / 2].0 <= 1.0, "median {:?}", places[places.len() / 2]);
    assert!(places[places.len() - 1].0 <= 5.0, "worst {:?}", places[places.len() - 1]);
}
