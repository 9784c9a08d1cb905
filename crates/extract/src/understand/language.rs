//! The language a text is written in, by the small words that each language cannot do without (`language.toml`).

use super::reading::Reading;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::Language;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The words of `language.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    words: BTreeMap<Language, Phrases>,
}

/// Fewer hits are too few to tell.
const FEWEST: usize = 2;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let counts = vocabulary.words.language.words.iter().map(|(language, own)| (reading.find(*own).count(), *language));
    // of two with as many hits, the first in the order of the type: Dutch before English
    let best = counts.max_by_key(|(hits, language)| (*hits, std::cmp::Reverse(*language)));
    posting.language = best.filter(|(hits, _)| *hits >= FEWEST).map(|(_, language)| language);
}
