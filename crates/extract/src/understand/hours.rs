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
    label: Phrases,
    /// Says that a number is one of a week.
    weekly: Phrases,
    /// Times of the clock, unless `weekly` is near.
    clock: Phrases,
    bare_from: f64,
    bare_limit_from: f64,
    range: Phrases,
    min: Phrases,
    max: Phrases,
    exact: Phrases,
    days_range: Phrases,
    days_min: Phrases,
    days: Phrases,
    /// A share, then the hours of a full week.
    share: Phrases,
    /// A share, then its own hours or those of a full week.
    share_named: Phrases,
}

/// Hours of a full week by one agreement or another.
const FULL_WEEK: std::ops::RangeInclusive<f64> = 32.0..=42.0;
/// A working day (DESIGN.md 7, conventions).
const HOURS_A_DAY: f64 = 8.0;
/// Bytes behind a number within which words of a week belong to it.
const NEAR: usize = 24;
/// Working days begin before noon, and end before midnight: two such numbers may be times of the clock.
const NOON: f64 = 12.0;
const MIDNIGHT: f64 = 24.0;
/// Fewer or more in a week are hours of something else.
const LIKELY: std::ops::RangeInclusive<f64> = 4.0..=60.0;

type Make = fn(&[f64]) -> Option<Range>;

/// How sure a kind of phrase is of meaning hours a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Without doubt.
    Named,
    /// Days of a week.
    Days,
    /// Two numbers, which may be times of the clock.
    Pair,
    /// A limit.
    Limit,
    /// A number alone.
    Bare,
}

fn tenth(hours: f64) -> f64 {
    (hours * 10.0).round() / 10.0
}

fn both(min: f64, max: f64) -> Range {
    Range { min: Some(min), max: Some(max) }
}

impl Words {
    /// What each kind of phrase makes of its numbers; the more exact kinds come first.
    fn kinds(&self) -> [(Phrases, Form, Make); 10] {
        let two: Make = |n| {
            let most = n.iter().copied().reduce(f64::max)?;
            (n.len() >= 2).then(|| both(n.iter().copied().fold(most, f64::min), most))
        };
        let one_or_two: Make = |n| n.first().map(|first| both(*first, n.get(1).copied().unwrap_or(*first)));
        [
            (self.label, Form::Named, one_or_two),
            (self.share, Form::Named, |n| {
                (n.len() == 2 && n[0] <= 1.0).then(|| both(tenth(n[0] * n[1]), tenth(n[0] * n[1])))
            }),
            (self.share_named, Form::Named, |n| {
                let (share, hours) = (n.first().filter(|share| **share <= 1.0)?, n.get(1)?);
                let own = FULL_WEEK.contains(&(hours / share));
                Some(if own { both(*hours, *hours) } else { both(tenth(share * hours), tenth(share * hours)) })
            }),
            (self.range, Form::Pair, two),
            (self.min, Form::Bare, |n| n.first().map(|min| Range { min: Some(*min), max: None })),
            (self.max, Form::Limit, |n| n.first().map(|max| Range { min: None, max: Some(*max) })),
            (self.exact, Form::Bare, |n| n.first().map(|hours| both(*hours, *hours))),
            (self.days_range, Form::Days, |n| (n.len() >= 2).then(|| both(n[0] * HOURS_A_DAY, n[1] * HOURS_A_DAY))),
            (self.days_min, Form::Days, |n| n.first().map(|days| Range { min: Some(days * HOURS_A_DAY), max: None })),
            (self.days, Form::Days, |n| n.first().map(|days| both(days * HOURS_A_DAY, days * HOURS_A_DAY))),
        ]
    }

    /// Whether words behind a number say that it is one of a week.
    fn is_weekly(&self, reading: &Reading<'_>, found: &Found<'_>) -> bool {
        let mut end = (found.at.end + NEAR).min(reading.sentence(found.at.start).end).max(found.at.end);
        while !reading.text.is_char_boundary(end) {
            end -= 1;
        }
        // "22.00 tot 06.00 uur, 32 uur per week": the week belongs to the next number
        let next = reading.text[found.at.end..end].find(|letter: char| letter.is_ascii_digit());
        let end = next.map_or(end, |next| found.at.end + next);
        reading.is_in(self.weekly, found.at.start..end)
    }

    /// Times of the clock, from and to: "tussen 8 en 21 uur".
    pub(super) fn clock_times<'a>(&'a self, reading: &'a Reading<'_>) -> impl Iterator<Item = Found<'a>> {
        reading.find(self.clock).filter(|found| {
            let first = found.numbers.first().copied().unwrap_or_default();
            let highest = found.numbers.iter().copied().fold(first, f64::max);
            first < NOON && highest < MIDNIGHT && !self.is_weekly(reading, found)
        })
    }

    /// Hours of something else, and times of the clock.
    fn others(&self, reading: &Reading<'_>) -> Vec<std::ops::Range<usize>> {
        reading.find(self.not).chain(self.clock_times(reading)).map(|found| found.at).collect()
    }

    /// Whether a number is large enough for a week where no words say that it is one.
    fn is_of_week(&self, reading: &Reading<'_>, found: &Found<'_>, form: Form) -> bool {
        let from = match form {
            Form::Named | Form::Days => return true,
            Form::Pair => return !is_time(&reading.text[found.at.clone()]) || self.is_weekly(reading, found),
            Form::Limit => self.bare_limit_from,
            Form::Bare => self.bare_from,
        };
        let enough = found.numbers.first().is_some_and(|first| *first >= from);
        self.is_weekly(reading, found) || enough && !is_time(&reading.text[found.at.clone()])
    }
}

/// "23.30": hours and minutes with two digits each.
fn is_time(words: &str) -> bool {
    let parts = words.split(|letter: char| !(letter.is_ascii_digit() || matches!(letter, '.' | ':')));
    let mut times = parts.filter_map(|part| part.split_once(['.', ':']));
    times.any(|(hours, minutes)| !hours.is_empty() && minutes.len() == 2)
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
    let other = words.others(reading);
    let counts = |found: &Found<'_>, form: Form| {
        // a share and a label name their hours on purpose
        (form == Form::Named || !overlaps(&other, &found.at)) && words.is_of_week(reading, found, form)
    };
    // where somebody is told how to apply, hours are named only where they are named nowhere else
    for passed_over in [&[Section::Employer, Section::Applying][..], &[Section::Employer]] {
        for (phrases, form, make) in words.kinds() {
            let mut each = reading
                .find(phrases)
                .filter(|found| !passed_over.contains(&reading.section(found.at.start)) && counts(found, form));
            let found = each.find_map(|found| Some((make(found.numbers).filter(likely)?, found.at)));
            if let Some((range, at)) = found {
                posting.hours_per_week = Some(range);
                note(posting, Fact::HoursPerWeek, "", at);
                return;
            }
        }
    }
}
