//! Languages asked, with their level by the European framework where words or letters give it (`languages.toml`).

use super::note;
use super::reading::Reading;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::{Fact, Language};
use domain::requirements::{LanguageLevel, LanguageRequired};
use serde::Deserialize;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    language: Language,
    phrases: Phrases,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Level {
    level: LanguageLevel,
    phrases: Phrases,
}

/// The words of `languages.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    language: Vec<Named>,
    /// Make the name of a language an ability to be had: "beheersing", "in woord en geschrift".
    ability: Phrases,
    level: Vec<Level>,
    not_required: Phrases,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let mut found: Vec<(LanguageRequired, Range<usize>)> = Vec::new();
    for sentence in reading.sentences().filter(|sentence| asks(reading, vocabulary, sentence)) {
        for (language, at) in named(reading, vocabulary, &sentence) {
            let level = vocabulary.words.languages.level_in(reading, &sentence);
            if found.iter().all(|(known, _)| known.language != language) {
                found.push((LanguageRequired { language, level }, at));
            }
        }
    }
    posting.requirements.languages = found.iter().map(|(required, _)| *required).collect();
    for (required, at) in found {
        note(posting, Fact::Language, required.language.code(), at);
    }
}

fn asks(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: &Range<usize>) -> bool {
    let says = |phrases| reading.is_in(phrases, sentence.clone());
    let words = &vocabulary.words.languages;
    let ability = says(words.ability) || words.level_in(reading, sentence).is_some();
    let must = !says(vocabulary.words.negation.plus) && !says(words.not_required);
    ability && must && reading.section(sentence.start).speaks_of_person()
}

fn named(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: &Range<usize>) -> Vec<(Language, Range<usize>)> {
    let each = vocabulary.words.languages.language.iter().filter_map(|named| {
        let found = reading.find_in(named.phrases, sentence.clone()).next()?;
        let denied = vocabulary.words.negation.context(reading, &found.at).denied;
        (!denied).then_some((named.language, found.at))
    });
    each.collect()
}

impl Words {
    /// The lowest level that a sentence names.
    fn level_in(&self, reading: &Reading<'_>, sentence: &Range<usize>) -> Option<LanguageLevel> {
        self.level.iter().filter(|level| reading.is_in(level.phrases, sentence.clone())).map(|level| level.level).min()
    }
}
