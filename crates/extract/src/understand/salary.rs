//! Pay as the text states it, gross, with its period; an amount without a period is left alone (`salary.toml`).

use super::note;
use super::reading::{Reading, overlaps};
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::{Fact, PayPeriod, Salary};
use serde::Deserialize;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Period {
    per: PayPeriod,
    phrases: Phrases,
    /// Amounts that are likely for it: what lies outside is no pay, or another period's.
    from: f64,
    to: f64,
}

/// The words of `salary.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    range: Phrases,
    min: Phrases,
    max: Phrases,
    one: Phrases,
    /// Amounts that are no pay: a bonus, a budget for training.
    not: Phrases,
    period: Vec<Period>,
    /// What a range is where no words tell its period.
    bare: Vec<Size>,
}

/// Amounts of a size.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Size {
    per: PayPeriod,
    from: f64,
    to: f64,
}

/// Wages by the hour are written with three decimals in Belgium, where they look like thousands.
const THOUSANDS: f64 = 1_000.0;

/// Least and most pay, from the numbers of a phrase.
type Make = fn(&[f64]) -> (Option<f64>, Option<f64>);

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.salary.is_some() {
        return;
    }
    let words = &vocabulary.words.salary;
    let named = || reading.sentences().find_map(|sentence| words.in_sentence(reading, sentence));
    let bare = || reading.sentences().find_map(|sentence| words.bare_in(reading, sentence));
    if let Some((salary, at)) = named().or_else(bare) {
        posting.salary = Some(salary);
        note(posting, Fact::Salary, "", at);
    }
}

impl Words {
    fn in_sentence(&self, reading: &Reading<'_>, sentence: Range<usize>) -> Option<(Salary, Range<usize>)> {
        let kinds: [(Phrases, Make); 4] = [
            (self.range, |n| (n.first().copied(), n.get(1).copied())),
            (self.min, |n| (n.first().copied(), None)),
            (self.max, |n| (None, n.first().copied())),
            (self.one, |n| (n.first().copied(), n.first().copied())),
        ];
        let other: Vec<Range<usize>> = reading.find_in(self.not, sentence.clone()).map(|found| found.at).collect();
        kinds.into_iter().find_map(|(phrases, make)| {
            let mut each = reading.find_in(phrases, sentence.clone());
            each.find_map(|found| {
                let stated = make(found.numbers);
                let (period, scale) = self.period(reading, &sentence, &found.at, stated.0.or(stated.1)?)?;
                let [min, max] = [stated.0, stated.1].map(|amount| amount.map(|amount| amount / scale));
                let at = found.at.start.min(period.1.start)..found.at.end.max(period.1.end);
                let salary = Salary { min, max, per: period.0, currency: "EUR".to_owned() };
                (!overlaps(&other, &found.at) && min <= max.or(min)).then_some((salary, at))
            })
        })
    }

    /// A range whose size tells what it is: "€ 2.800 - € 3.300" in a title.
    fn bare_in(&self, reading: &Reading<'_>, sentence: Range<usize>) -> Option<(Salary, Range<usize>)> {
        let other: Vec<Range<usize>> = reading.find_in(self.not, sentence.clone()).map(|found| found.at).collect();
        reading.find_in(self.range, sentence).filter(|found| !overlaps(&other, &found.at)).find_map(|found| {
            let (min, max) = (*found.numbers.first()?, *found.numbers.get(1)?);
            let size = self.bare.iter().find(|size| size.from <= min && max <= size.to && min < max)?;
            let salary = Salary { min: Some(min), max: Some(max), per: size.per, currency: "EUR".to_owned() };
            Some((salary, found.at))
        })
    }

    /// The period of an amount, and what the amount is to be divided by: "€ 18,191 per uur" has no thousands.
    fn period(
        &self,
        reading: &Reading<'_>,
        sentence: &Range<usize>,
        amount: &Range<usize>,
        value: f64,
    ) -> Option<((PayPeriod, Range<usize>), f64)> {
        let each = [1.0, THOUSANDS].into_iter().filter(|scale| *scale == 1.0 || value >= 10.0 * THOUSANDS);
        each.filter_map(|scale| Some((self.period_of(reading, sentence, amount, value / scale)?, scale))).next()
    }

    /// The period whose words stand nearest behind the amount, else before it.
    fn period_of(
        &self,
        reading: &Reading<'_>,
        sentence: &Range<usize>,
        amount: &Range<usize>,
        value: f64,
    ) -> Option<(PayPeriod, Range<usize>)> {
        let likely = self.period.iter().filter(|period| (period.from..=period.to).contains(&value));
        let each = likely
            .flat_map(|period| reading.find_in(period.phrases, sentence.clone()).map(|found| (period.per, found.at)));
        each.min_by_key(|(_, at)| {
            if at.start >= amount.end { at.start - amount.end } else { 1_000 + amount.start.abs_diff(at.start) }
        })
    }
}
