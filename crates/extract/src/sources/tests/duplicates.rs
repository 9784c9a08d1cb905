//! Duplicates.
//!
//! 1. One opening on two sites has one fingerprint, however its title is decorated.
//! 2. Openings in different places, or of different hours, are different, and yet one group.
//! 3. Without an employer the site counts; without a place the text does.

use crate::duplicates::{fingerprint, group};
use domain::posting::Range;
use domain::{Place, Posting};

fn posting(title: &str, employer: &str, place: &str) -> Posting {
    let place = Place { text: place.to_owned(), postcode: None, country: None, lat: None, lon: None };
    let employer = Some(employer.to_owned()).filter(|name| !name.is_empty());
    let text = format!("{title}\nKoken.");
    Posting {
        title: title.to_owned(),
        employer,
        text,
        places: vec![place],
        url: "https://www.werk.example/1".to_owned(),
        ..Posting::default()
    }
}

#[test]
fn one_opening_has_one_fingerprint() {
    let plain = fingerprint(&posting("Kok", "De Lepel", "Zutphen"));
    let decorated = [
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
    ];
    for title in decorated {
        assert_eq!(fingerprint(&posting(title, "De Lepel B.V.", "ZUTPHEN")), plain, "{title}");
    }
    let elsewhere = Posting {
        url: "https://banen.example/9".to_owned(),
        text: "Kok\nKoken. Reageer!".to_owned(),
        ..posting("Kok", "de lepel", "Zutphen")
    };
    assert_eq!(fingerprint(&elsewhere), plain);
}

#[test]
fn other_places_and_hours_are_other_openings() {
    let here = posting("Kok", "De Lepel", "Zutphen");
    let there = posting("Kok", "De Lepel", "Deventer");
    let longer = Posting { hours_per_week: Some(Range { min: Some(32.0), max: Some(36.0) }), ..here.clone() };
    let baker = posting("Bakker", "De Lepel", "Zutphen");
    for other in [&there, &longer] {
        assert_ne!(fingerprint(&here), fingerprint(other));
        assert_eq!(group(&here), group(other));
    }
    assert_ne!(group(&here), group(&baker));
    assert_ne!(group(&here), group(&posting("Kok", "De Vork", "Zutphen")));
}

#[test]
fn what_is_not_known_keeps_apart() {
    assert_eq!(group(&posting("Kok", "", "Zutphen")), "werk.example|kok");
    let unplaced = Posting { places: Vec::new(), ..posting("Kok", "De Lepel", "") };
    let other = Posting { text: "Kok\nKoken in Deventer.".to_owned(), ..unplaced.clone() };
    assert_ne!(fingerprint(&unplaced), fingerprint(&other));
    assert_eq!(fingerprint(&unplaced), fingerprint(&unplaced.clone()));
    assert_eq!(group(&posting("(m/v)", "De Lepel", "")), "de lepel|m v");
}
