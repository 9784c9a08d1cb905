//! Languages asked, with their level by the European framework where words or letters give it (`languages.toml`).

use super::note;
use super::reading::{Reading, overlaps};
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
    /// The name of a language that is not asked: "naast het Nederlands".
    not: Phrases,
    /// Between two languages: one of them suffices, so that neither is a must.
    either: Phrases,
}

/// A word of level or ability no further from a language than this, in bytes, speaks of it; a mark between counts as
/// some more.
const FURTHEST: usize = 60;
const MARK: usize = 12;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let mut found: Vec<(LanguageRequired, Range<usize>)> = Vec::new();
    let asks = |sentence: &Range<usize>| reading.section(sentence.start).speaks_of_person();
    for sentence in reading.sentences().filter(asks) {
        for (language, at) in named(reading, vocabulary, &sentence) {
            let level = vocabulary.words.languages.level_near(reading, &sentence, &at);
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

fn named(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: &Range<usize>) -> Vec<(Language, Range<usize>)> {
    let words = &vocabulary.words.languages;
    let able = reading.is_in(words.ability, sentence.clone());
    let other: Vec<Range<usize>> = reading.find_in(words.not, sentence.clone()).map(|found| found.at).collect();
    let negation = &vocabulary.words.negation;
    let must = |at: &Range<usize>| {
        let spoken = able || words.level_near(reading, sentence, at).is_some();
        let needed = !negation.is_plus(reading, at) && !negation.reaches(reading, words.not_required, at);
        spoken && needed && !overlaps(&other, at) && !negation.context(reading, at).denied
    };
    let each = words.language.iter().filter_map(|named| {
        let mut places = reading.find_in(named.phrases, sentence.clone()).map(|found| found.at);
        Some((named.language, places.find(must)?))
    });
    let found: Vec<(Language, Range<usize>)> = each.collect();
    if are_alternatives(reading, words.either, &found) { Vec::new() } else { found }
}

/// "Nederlands, Engels of Pools": an "or" stands between the last two.
fn are_alternatives(reading: &Reading<'_>, either: Phrases, found: &[(Language, Range<usize>)]) -> bool {
    let mut places: Vec<&Range<usize>> = found.iter().map(|(_, at)| at).collect();
    places.sort_by_key(|at| at.start);
    let last = places.last_chunk::<2>().map(|[one, other]| one.end..other.start);
    last.is_some_and(|between| !between.is_empty() && between.len() <= FURTHEST && reading.is_in(either, between))
}

impl Words {
    /// The level whose words stand nearest to a language in its sentence.
    fn level_near(
        &self,
        reading: &Reading<'_>,
        sentence: &Range<usize>,
        language: &Range<usize>,
    ) -> Option<LanguageLevel> {
        let each = self.level.iter().flat_map(|level| {
            let found = reading.find_in(level.phrases, sentence.clone());
            found.filter_map(|found| Some((distance(reading.text, &found.at, language)?, level.level)))
        });
        each.min().map(|(_, level)| level)
    }
}

/// How far words stand from a language; `None` where they are too far to speak of it.
fn distance(text: &str, words: &Range<usize>, language: &Range<usize>) -> Option<usize> {
    let between = words.end.min(language.end)..words.start.max(language.start);
    let between = text.get(between).unwrap_or_default();
    let marks = between.matches([',', ':']).count();
    (between.len() <= FURTHEST).then_some(between.len() + marks * MARK)
}
