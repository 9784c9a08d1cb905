//! Sources of kind `json`: any list, by pointers.
//!
//! 1. Every field that can be selected is read; what is not there stays unknown.
//! 2. Pages go by number, offset, cursor or link, and end where the list does.
//! 3. More pages than allowed, or a list that is not there, is no complete listing.

use super::super::first_requests;
use super::{answered, only, open, source};
use domain::posting::{PayPeriod, Range, Remote};
use domain::{EducationLevel, Harvest, Purpose};

const SELECT: &str = "kind = \"json\"\n[select]\nlist = \"/data/banen\"\ntitle = \"/naam\"\nurl = \"https://lepel.example/baan/{/id}-{/slug}\"\n\
    employer = \"/bedrijf/naam\"\nplace = \"/plaats\"\npostcode = \"/postcode\"\ncountry = \"/land\"\nposted = \"/van\"\nvalid_through = \"/tot\"\n\
    text = \"/tekst /eisen\"\nhours_min = \"/uren/0\"\nhours_max = \"/uren/1\"\nsalary_min = \"/loon/van\"\nsalary_max = \"/loon/tot\"\n\
    salary_period = \"/loon/per\"\nsalary_currency = \"/loon/munt\"\neducation = \"/niveau\"\nexperience_years = \"/jaren\"\nemployment_type = \"/contract\"\nremote = \"/thuis\"";

fn read(toml: &str, url: &str, body: &str) -> Harvest {
    answered(toml, url, Purpose::Listing, body)
}

#[test]
fn every_field_is_read_by_its_pointer() {
    let body = r#"{"data":{"banen":[{"id":7,"slug":"kok","naam":"Kok","bedrijf":{"naam":"De Lepel"},"plaats":"Zutphen","postcode":"7201 AB","land":"Nederland",
        "van":1793788200,"tot":"31-12-2026","tekst":"<p>Koken.</p>","eisen":"Mbo 3.","uren":[24,"32"],"loon":{"van":"2.500","tot":2900,"per":"maand","munt":"€"},
        "niveau":"MBO 3/4","jaren":2,"contract":"Tijdelijk","thuis":true}]}}"#;
    let harvest = read(SELECT, "https://lepel.example/api", body);
    let cook = only(&harvest);
    assert_eq!((cook.title.as_str(), cook.url.as_str()), ("Kok", "https://lepel.example/baan/7-kok"));
    assert_eq!((cook.text.as_str(), cook.employer.as_deref()), ("Kok\nKoken.\nMbo 3.", Some("De Lepel")));
    assert_eq!((cook.places[0].postcode.as_deref(), cook.places[0].country.as_deref()), (Some("7201"), Some("NL")));
    assert_eq!(cook.posted.unwrap().to_string(), "2026-11-04");
    assert_eq!(cook.valid_through.unwrap().to_string(), "2026-12-31");
    assert_eq!(cook.hours_per_week, Some(Range { min: Some(24.0), max: Some(32.0) }));
    let salary = cook.salary.clone().unwrap();
    assert_eq!((salary.min, salary.per, salary.currency.as_str()), (Some(2500.0), PayPeriod::Month, "EUR"));
    assert_eq!(cook.requirements.education.unwrap().level, EducationLevel::Mbo3);
    assert_eq!(cook.requirements.experience_years.unwrap().min, 2.0);
    assert_eq!((cook.contract.as_deref(), cook.remote), (Some("temporary"), Some(Remote::Full)));
    assert!(harvest.problems.is_empty(), "{:?}", harvest.problems);
}

#[test]
fn what_is_not_there_stays_unknown() {
    let body = r#"{"data":{"banen":[{"id":7,"slug":"kok","naam":"Kok","tekst":"Koken.","uren":[0,400],"van":"binnenkort","thuis":false,"niveau":"Werkplezier"}]}}"#;
    let harvest = read(SELECT, "https://lepel.example/api", body);
    let cook = only(&harvest);
    assert_eq!((cook.hours_per_week, cook.posted, cook.remote), (None, None, None));
    assert_eq!((cook.requirements.education, cook.salary.clone(), cook.places.len()), (None, None, 0));
    assert_eq!(harvest.problems.iter().map(|problem| problem.what.as_str()).collect::<Vec<_>>(), ["posted"]);
}

fn paged(paging: &str, more: &str) -> String {
    format!(
        "kind = \"json\"\nmax_pages = 3\n[paging]\n{paging}\n[select]\nlist = \"/l\"\ntitle = \"/t\"\nurl = \"/u\"\ntext = \"/t\"\n{more}"
    )
}

/// The address of the page after this one.
fn next(toml: &str, url: &str, rest: &str, count: usize) -> Option<String> {
    let entries = (0..count).map(|each| format!(r#"{{"t":"Kok","u":"/{each}"}}"#)).collect::<Vec<_>>().join(",");
    let harvest = read(toml, url, &format!(r#"{{"l":[{entries}]{rest}}}"#));
    assert!(open(&harvest).is_some(), "{harvest:?}");
    harvest.requests.first().map(|request| request.url.to_string())
}

#[test]
fn pages_follow_each_other_to_the_end() {
    let number = paged("by = \"page\"\nparameter = \"p\"", "total = \"/n\"");
    assert_eq!(
        next(&number, "https://a.example/?p=1&q=x", ",\"n\":5", 2).unwrap(),
        "https://a.example/?q=x&p=2#page=2"
    );
    assert_eq!(next(&number, "https://a.example/?q=x", ",\"n\":5", 2).unwrap(), "https://a.example/?q=x&p=2#page=2");
    assert_eq!(next(&number, "https://a.example/?q=x&p=2#page=2", ",\"n\":4", 2), None);
    assert_eq!(
        next(&paged("by = \"page\"", ""), "https://a.example/?page=0", "", 2).unwrap(),
        "https://a.example/?page=1#page=2"
    );
    assert_eq!(next(&paged("by = \"page\"", ""), "https://a.example/?page=2#page=2", "", 0), None);
    let offset = paged("by = \"offset\"", "total = \"/n\"");
    assert_eq!(next(&offset, "https://a.example/", ",\"n\":5", 2).unwrap(), "https://a.example/?offset=2#page=2");
    assert_eq!(next(&offset, "https://a.example/?offset=4#page=3", ",\"n\":5", 1), None);
    let cursor = paged("by = \"cursor\"\nparameter = \"na\"", "next = \"/c\"");
    assert_eq!(next(&cursor, "https://a.example/", ",\"c\":\"x/1\"", 2).unwrap(), "https://a.example/?na=x%2F1#page=2");
    assert_eq!(next(&cursor, "https://a.example/?na=x", ",\"c\":null", 2), None);
    let link = paged("by = \"link\"", "next = \"/c\"");
    assert_eq!(next(&link, "https://a.example/a", ",\"c\":\"/b\"", 2).unwrap(), "https://a.example/b#page=2");
    assert_eq!(next(&link, "https://a.example/b", "", 2), None);
}

#[test]
fn what_is_not_whole_is_no_listing() {
    let toml = paged("by = \"page\"", "");
    let body = r#"{"l":[{"t":"Kok","u":"/1"}]}"#;
    let last = read(&toml, "https://a.example/?page=3#page=3", body);
    assert_eq!((open(&last), last.requests.len(), last.postings.len()), (None, 0, 1));
    assert!(last.problems[0].why.contains("max_pages = 3"));
    for body in ["[]", "{\"l\":3}", "{\"l\":[{\"x\":1}]}", "<html>"] {
        let harvest = read(&toml, "https://a.example/", body);
        assert!(open(&harvest).is_none() && harvest.requests.is_empty() && !harvest.problems.is_empty(), "{body}");
    }
    assert_eq!(open(&read("kind = \"json\"\n[select]\nlist = \"\"", "https://a.example/", "[]")), Some(vec![]));
    assert_eq!(first_requests(&source("kind = \"json\""))[0].url.as_str(), "https://werk.example/");
}
