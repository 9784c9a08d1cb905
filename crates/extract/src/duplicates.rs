//! Which postings are one vacancy, and which are one employer's postings of one kind. Only readable normal forms: two
//! postings double each other where these are equal.

use domain::Posting;
use regex::Regex;
use std::collections::BTreeSet;
use std::sync::OnceLock;
use url::Url;

/// What titles say besides the work: marks of gender, hours, and the like.
const ORNAMENTS: [&str; 5] = [
    r"[(\[]?\b(?:[mvxfdhw]|man|vrouw)(?:\s*[/|]\s*(?:[mvxfdhw]|man|vrouw|divers))+\b[)\]]?",
    r"\b\d{1,2}(?:[.,]\d+)?\s*(?:(?:-|–|/|tot|to|à|a)\s*\d{1,2}(?:[.,]\d+)?\s*)?(?:uur|uren|hours?|hrs?|u)\b(?:\s*(?:per|a|/|p\.?)\s*(?:week|w)\.?)?",
    r"\b\d[.,]\d+\s*(?:(?:-|–|tot)\s*\d[.,]\d+\s*)?fte\b",
    r"\b(?:full-?\s?time|part-?\s?time|fulltime|parttime)\b",
    r"\b(?:vacature|gezocht|wij zoeken|vacancy)\b[:!]?",
];

/// Forms of companies, which one page gives and another leaves out.
const COMPANY_FORMS: [&str; 10] = ["bv", "nv", "vof", "cv", "ltd", "inc", "gmbh", "stichting", "holding", "group"];

/// Same employer and title, wherever the work is.
pub fn group(posting: &Posting) -> String {
    format!("{}|{}", employer(posting), title(posting))
}

/// Equal for postings that are one vacancy: same employer, title, place and hours.
pub fn fingerprint(posting: &Posting) -> String {
    format!("{}|{}", group(posting), particulars(posting))
}

/// The employer's name; where a page gives none, the site that it is on.
fn employer(posting: &Posting) -> String {
    let named = posting.employer.as_deref().map(|name| words(&name.replace('.', "")));
    let named = named.unwrap_or_default();
    let telling: Vec<&str> = named.split(' ').filter(|word| !COMPANY_FORMS.contains(word)).collect();
    match (named.is_empty(), telling.is_empty()) {
        (true, _) => host(posting),
        (false, true) => named,
        (false, false) => telling.join(" "),
    }
}

fn host(posting: &Posting) -> String {
    let url = Url::parse(&posting.url).ok();
    let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

/// The title without ornaments and without the place of work.
fn title(posting: &Posting) -> String {
    let lower = posting.title.to_lowercase();
    let bare = ornaments().iter().fold(lower, |title, ornament| ornament.replace_all(&title, " ").into_owned());
    let bare = words(&bare);
    let without =
        posting.places.iter().fold(format!(" {bare} "), |title, place| without_place(&title, &words(&place.text)));
    let without = words(&without);
    // a title that is nothing but ornament is its own
    if without.is_empty() { words(&posting.title) } else { without }
}

fn ornaments() -> &'static [Regex] {
    static COMPILED: OnceLock<Vec<Regex>> = OnceLock::new();
    COMPILED.get_or_init(|| ORNAMENTS.iter().filter_map(|ornament| Regex::new(ornament).ok()).collect())
}

fn without_place(title: &str, place: &str) -> String {
    if place.is_empty() {
        return title.to_owned();
    }
    let stated = ["te", "in", "regio", "locatie", "omgeving"].into_iter();
    let title = stated.fold(title.to_owned(), |title, before| title.replace(&format!(" {before} {place} "), " "));
    title.replace(&format!(" {place} "), " ")
}

/// Places in an order of their own: pages differ in it.
fn place(posting: &Posting) -> String {
    let places: BTreeSet<String> = posting.places.iter().map(|place| words(&place.text)).collect();
    places.into_iter().filter(|place| !place.is_empty()).collect::<Vec<_>>().join(",")
}

/// What tells two openings apart that have employer and title in common: the place and the hours. Where no place is
/// known, only the same text makes the same vacancy: it may well be about another place. Texts themselves differ a
/// little from site to site, so they count for nothing else.
fn particulars(posting: &Posting) -> String {
    let place = place(posting);
    let place = if place.is_empty() { words(&posting.text) } else { place };
    let hours = posting.hours_per_week.map(|hours| format!("{:?}-{:?}", hours.min, hours.max));
    format!("{place}|{}", hours.unwrap_or_default())
}

/// Lower-case words, single spaces, accents kept.
fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric() && letter != '+' && letter != '#');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
