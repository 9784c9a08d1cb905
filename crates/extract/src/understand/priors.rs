//! The usual load of an occupation (`priors.toml`): where the text is silent, a reason to ask. Never a rejection.

use super::reading::Reading;
use crate::Vocabulary;
use domain::demand::{DemandBasis, Intensity, Polarity};
use domain::{Demand, Item, Posting};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Load {
    /// Beginnings of ISCO-08 codes.
    isco: Vec<String>,
    /// Whom it is about, for the explanation.
    label: String,
    loads: BTreeMap<Item, Intensity>,
}

/// The loads of `priors.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Named in every explanation.
    source: String,
    occupation: Vec<Load>,
}

impl Words {
    /// The loads of the longest beginning that fits: the nearest occupation speaks.
    fn of(&self, isco08: &str) -> Option<&Load> {
        let each = self.occupation.iter().flat_map(|load| load.isco.iter().map(move |code| (code, load)));
        each.filter(|(code, _)| isco08.starts_with(code.as_str()))
            .max_by_key(|(code, _)| code.len())
            .map(|(_, load)| load)
    }
}

pub(crate) fn understand(posting: &mut Posting, _reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let Some(occupation) = &posting.occupation else { return };
    let Some(load) = vocabulary.words.priors.of(&occupation.isco08) else { return };
    let silent = |item: &Item| !posting.demands.iter().any(|demand| demand.item == *item);
    let usual = load.loads.iter().filter(|(item, _)| silent(item)).map(|(item, intensity)| Demand {
        item: *item,
        polarity: Polarity::Asks,
        intensity: *intensity,
        limit: None,
        level: None,
        outcome_basis: DemandBasis::Prior,
        quote: format!("{}: {}", vocabulary.words.priors.source, load.label),
        start: 0,
        end: 0,
    });
    let usual: Vec<Demand> = usual.collect();
    posting.demands.extend(usual);
}
