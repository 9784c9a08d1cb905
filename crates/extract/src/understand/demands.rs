//! Demands: what the text says that the work takes, item by item. The words of each item are one file in `items/`.

use super::reading::{Reading, overlaps};
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use crate::vocabulary::search::Found;
use domain::demand::{DemandBasis, Intensity, Polarity};
use domain::{Demand, Item, Limit, Posting};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;

/// The words of one item, or of a few that the same words speak of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ItemWords {
    item: Item,
    /// Words that say that the work has the load, unless they are denied.
    #[serde(default)]
    asks: Vec<Entry>,
    /// Words that say by themselves that it has it not.
    #[serde(default)]
    does_not_ask: Vec<Entry>,
    /// Words of this item that mean something else.
    #[serde(default)]
    not: Phrases,
}

/// Phrases that say the same.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    phrases: Phrases,
    /// Further items that these words speak of.
    #[serde(default)]
    also: Vec<Item>,
    /// How much these words say by themselves; otherwise the words around them do.
    #[serde(default)]
    intensity: Option<Intensity>,
    /// What `#` in the phrases counts.
    #[serde(default)]
    unit: Option<Unit>,
    /// Quantities that may stand in the same part of the sentence.
    #[serde(default)]
    with: Option<Quantity>,
}

/// A quantity that stands near the words of an item: "tillen … tot 15 kg".
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Quantity {
    phrases: Phrases,
    unit: Unit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Unit {
    Kg,
    Minutes,
    Hours,
    Metres,
    PerHour,
    Steps,
}

impl Unit {
    fn of(self, amount: f64) -> Limit {
        match self {
            Self::Kg => Limit::Kg(amount),
            Self::Minutes => Limit::Minutes(amount),
            Self::Hours => Limit::Hours(amount),
            Self::Metres => Limit::Metres(amount),
            Self::PerHour => Limit::PerHour(amount),
            Self::Steps => Limit::Steps(amount),
        }
    }
}

impl ItemWords {
    /// The items that these words can speak of.
    pub(crate) fn items(&self) -> impl Iterator<Item = Item> + '_ {
        let entries = self.asks.iter().chain(&self.does_not_ask);
        std::iter::once(self.item).chain(entries.flat_map(|entry| entry.also.iter().copied()))
    }

    fn read(&self, reading: &Reading<'_>, vocabulary: &Vocabulary, found: &mut Vec<Demand>) {
        let other: Vec<Range<usize>> = reading.find(self.not).map(|each| each.at).collect();
        let counts = |at: &Range<usize>| !overlaps(&other, at) && !reading.is_idiom(at) && reading.is_of_work(at.start);
        let asks = self.asks.iter().map(|entry| (entry, Polarity::Asks));
        let denies = self.does_not_ask.iter().map(|entry| (entry, Polarity::DoesNotAsk));
        for (entry, polarity) in asks.chain(denies) {
            for each in reading.find(entry.phrases).filter(|each| counts(&each.at)) {
                let demand = entry.demand(self.item, &each, polarity, (reading, vocabulary));
                found.extend(entry.also.iter().map(|item| Demand { item: *item, ..demand.clone() }));
                found.push(demand);
            }
        }
    }
}

impl Entry {
    fn demand(
        &self,
        item: Item,
        found: &Found<'_>,
        says: Polarity,
        (reading, vocabulary): (&Reading<'_>, &Vocabulary),
    ) -> Demand {
        let context = vocabulary.words.negation.context(reading, &found.at);
        let polarity = match (says, context.denied) {
            (Polarity::Asks, true) => Polarity::DoesNotAsk,
            (polarity, _) => polarity,
        };
        let own =
            self.unit.and_then(|unit| found.numbers.iter().copied().reduce(f64::max).map(|amount| unit.of(amount)));
        let near = || self.with.as_ref().and_then(|with| with.near(reading, &found.at));
        let quantity = own.map(|limit| (limit, found.at.clone())).or_else(near);
        let at = quantity
            .as_ref()
            .map_or(context.at.clone(), |(_, at)| context.at.start.min(at.start)..context.at.end.max(at.end));
        // strong words of the phrase itself say how much, unless the words around them say that it is little
        let intensity = match (context.intensity, self.intensity) {
            (Some(Intensity::Light), Some(Intensity::Heavy)) | (None, None) => Intensity::Regular,
            (Some(around), _) => around,
            (None, Some(own)) => own,
        };
        Demand {
            item,
            polarity,
            intensity,
            // a denied quantity ("niet meer dan 10 kg") is the most that is asked
            limit: quantity.map(|(limit, _)| limit),
            level: None,
            outcome_basis: DemandBasis::Text,
            quote: reading.text[at.clone()].to_owned(),
            start: at.start,
            end: at.end,
        }
    }
}

impl Quantity {
    /// The greatest quantity in the same sentence.
    fn near(&self, reading: &Reading<'_>, phrase: &Range<usize>) -> Option<(Limit, Range<usize>)> {
        let each = reading.find_in(self.phrases, reading.sentence(phrase.start));
        let amounts = each.filter_map(|found| Some((found.numbers.iter().copied().reduce(f64::max)?, found.at)));
        amounts.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(amount, at)| (self.unit.of(amount), at))
    }
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let mut found = Vec::new();
    for words in &vocabulary.words.demands {
        words.read(reading, vocabulary, &mut found);
    }
    for demand in &mut found {
        // "niet meer dan 10 kg" is no denial but a quantity
        if demand.limit.is_some() && demand.polarity == Polarity::DoesNotAsk {
            demand.polarity = Polarity::Asks;
        }
    }
    posting.demands = without_doubles(found);
}

/// Of demands on one item whose words overlap, the one with a quantity or with more words stays.
fn without_doubles(mut found: Vec<Demand>) -> Vec<Demand> {
    found.sort_by(|a, b| {
        let rank = |demand: &Demand| (demand.limit.is_some(), demand.end - demand.start);
        rank(b).cmp(&rank(a)).then(a.start.cmp(&b.start)).then(a.item.cmp(&b.item))
    });
    let mut kept: Vec<Demand> = Vec::new();
    // where the demands kept on each item begin and end: those of one item do not overlap
    let mut places: BTreeMap<Item, BTreeMap<usize, usize>> = BTreeMap::new();
    for demand in found {
        let taken = places.entry(demand.item).or_default();
        let covered = taken.range(..demand.end).next_back().is_some_and(|(_, end)| *end > demand.start);
        if !covered {
            taken.insert(demand.start, demand.end);
            kept.push(demand);
        }
    }
    kept.sort_by_key(|demand| (demand.start, demand.end, demand.item));
    kept
}
