//! Dates as pages write them: standards, Dutch and English words, and the day-month-year of forms. A date with a time
//! and a zone keeps the day as written; what a date means for a vacancy is decided elsewhere.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use regex::{Captures, Regex};
use std::sync::OnceLock;

/// The first three letters tell the months apart in both languages, but for these.
const MONTHS: [(&str, u32); 16] = [
    ("jan", 1),
    ("feb", 2),
    ("mrt", 3),
    ("maa", 3),
    ("mar", 3),
    ("apr", 4),
    ("mei", 5),
    ("may", 5),
    ("jun", 6),
    ("jul", 7),
    ("aug", 8),
    ("sep", 9),
    ("okt", 10),
    ("oct", 10),
    ("nov", 11),
    ("dec", 12),
];

/// The forms in which a date stands in a text, most telling first. Names of groups: y, m, d.
const FORMS: [&str; 5] = [
    r"^\D{0,12}(?<y>(?:19|20)\d\d)[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})(?:\D|$)",
    r"^(?<y>(?:19|20)\d\d)(?<m>\d\d)(?<d>\d\d)(?:\D|$)",
    r"(?:^|\D)(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>(?:19|20)\d\d)(?:\D|$)",
    r"(?i)(?:^|\D)(?<d>\d{1,2})(?:st|nd|rd|th|e|\.)?[\s-]+(?<m>[a-z]{3,9})\.?,?[\s-]+(?<y>(?:19|20)\d\d)(?:\D|$)",
    r"(?i)(?:^|[^a-z])(?<m>[a-z]{3,9})\.?\s+(?<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?<y>(?:19|20)\d\d)(?:\D|$)",
];

fn forms() -> &'static [Regex] {
    static COMPILED: OnceLock<Vec<Regex>> = OnceLock::new();
    COMPILED.get_or_init(|| FORMS.iter().filter_map(|form| Regex::new(form).ok()).collect())
}

/// The day that a text names.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    forms().iter().find_map(|form| form.captures_iter(text).find_map(|found| from_parts(&found)))
}

fn from_parts(found: &Captures<'_>) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(found["y"].parse().ok()?, month(&found["m"])?, found["d"].parse().ok()?)
}

fn month(text: &str) -> Option<u32> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let word = text.to_lowercase();
    MONTHS.iter().find(|(start, _)| word.starts_with(start)).map(|(_, number)| *number)
}

/// The day of seconds, or milliseconds, since 1970.
pub(crate) fn date_of_number(number: f64) -> Option<NaiveDate> {
    /// Later than any date of a vacancy in seconds, earlier than any in milliseconds.
    const MILLISECONDS_FROM: f64 = 1e11;
    let seconds = if number >= MILLISECONDS_FROM { number / 1000.0 } else { number };
    let plausible = (1e9..MILLISECONDS_FROM).contains(&seconds);
    plausible.then(|| DateTime::from_timestamp(seconds as i64, 0)).flatten().map(|moment| moment.date_naive())
}

/// A moment in the forms of W3C's note on dates: from a year alone to fractions of a second. Without a zone: UTC.
pub(crate) fn moment(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    for form in ["%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%dT%H:%M%#z", "%Y-%m-%d %H:%M:%S%.f %#z"] {
        if let Ok(moment) = DateTime::parse_from_str(text, form) {
            return Some(moment.to_utc());
        }
    }
    let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"];
    let unzoned = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(text, form).ok());
    let day = || day(text).and_then(|day| day.and_hms_opt(0, 0, 0));
    unzoned.or_else(day).map(|moment| moment.and_utc())
}

/// A day, a month or a year alone.
fn day(text: &str) -> Option<NaiveDate> {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    NaiveDate::parse_from_str(&full, "%Y-%m-%d").ok()
}
