//! Hours a week: ranges, minima, maxima, days of eight hours, and part-time shares whose full week is named.

use super::note;
use super::reading::{Reading, overlaps};
use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use crate::vocabulary::search::Found;
use domain::Posting;
use domain::posting::{Fact, Range};
use serde::Deserialize;

/// The words of `hours.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Hours of something else: a month, opening times.
    not: Phrases,
    range: Phrases,
    min: Phrases,
    max: Phrases,
    exact: Phrases,
    days_range: Phrases,
    days_min: Phrases,
    days: Phrases,
    /// A share, then the hours of a full week.
    share: Phrases,
}

/// A working day (DESIGN.md 7, conventions).
const HOURS_A_DAY: f64 = 8.0;
/// Fewer or more in a week are hours of something else.
const LIKELY: std::ops::RangeInclusive<f64> = 4.0..=60.0;

type Make = fn(&[f64]) -> Option<Range>;

fn tenth(hours: f64) -> f64 {
    (hours * 10.0).round() / 10.0
}

fn both(min: f64, max: f64) -> Range {
    Range { min: Some(min), max: Some(max) }
}

impl Words {
    /// What each kind of phrase makes of its numbers; the more exact kinds come first.
    fn kinds(&self) -> [(Phrases, Make); 8] {
        [
            (self.share, |n| (n.len() == 2 && n[0] <= 1.0).then(|| both(tenth(n[0] * n[1]), tenth(n[0] * n[1])))),
            (self.range, |n| (n.len() >= 2).then(|| both(n[0].min(n[1]), n[0].max(n[1])))),
            (self.min, |n| n.first().map(|min| Range { min: Some(*min), max: None })),
            (self.max, |n| n.first().map(|max| Range { min: None, max: Some(*max) })),
            (self.exact, |n| n.first().map(|hours| both(*hours, *hours))),
            (self.days_range, |n| (n.len() >= 2).then(|| both(n[0] * HOURS_A_DAY, n[1] * HOURS_A_DAY))),
            (self.days_min, |n| n.first().map(|days| Range { min: Some(days * HOURS_A_DAY), max: None })),
            (self.days, |n| n.first().map(|days| both(days * HOURS_A_DAY, days * HOURS_A_DAY))),
        ]
    }
}

fn likely(range: &Range) -> bool {
    let each = || range.min.into_iter().chain(range.max);
    each().all(|hours| LIKELY.contains(&hours)) && range.min <= range.max.or(range.min)
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.hours_per_week.is_some() {
        return;
    }
    let words = &vocabulary.words.hours;
    let other: Vec<std::ops::Range<usize>> = reading.find(words.not).map(|found| found.at).collect();
    let counts = |found: &Found<'_>| {
        // a share names the hours of a full week on purpose
        let share = found.numbers.first().is_some_and(|number| *number <= 1.0);
        (share || !overlaps(&other, &found.at))
            && !matches!(reading.section(found.at.start), Section::Employer | Section::Applying)
    };
    for (phrases, make) in words.kinds() {
        let mut each = reading.find(phrases).filter(&counts);
        let found = each.find_map(|found| Some((make(found.numbers).filter(likely)?, found.at)));
        if let Some((range, at)) = found {
            posting.hours_per_week = Some(range);
            note(posting, Fact::HoursPerWeek, "", at);
            return;
        }
    }
}
