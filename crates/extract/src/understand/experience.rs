//! Experience asked as a must, in years where they are named (`experience.toml`).

use super::note;
use super::reading::{Reading, overlaps};
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::Fact;
use domain::requirements::ExperienceRequired;
use serde::Deserialize;
use std::ops::Range;

/// The words of `experience.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    years: Phrases,
    some: Phrases,
    none_needed: Phrases,
    /// Years of something else: of the company, of the contract.
    not: Phrases,
}

/// More are years of something else.
const MOST_YEARS: f32 = 20.0;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.requirements.experience_years.is_some() {
        return;
    }
    let each = || reading.sentences().filter(|sentence| asks(reading, vocabulary, sentence));
    let years = each().find_map(|sentence| years_in(reading, vocabulary, sentence));
    let some = || each().find_map(|sentence| some_in(reading, vocabulary, sentence));
    if let Some((min, at)) = years.or_else(some) {
        posting.requirements.experience_years = Some(ExperienceRequired { min });
        note(posting, Fact::Experience, "", at);
    }
}

fn asks(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: &Range<usize>) -> bool {
    let words = &vocabulary.words.experience;
    let says = |phrases| reading.is_in(phrases, sentence.clone());
    !says(words.none_needed) && reading.section(sentence.start).speaks_of_person()
}

fn years_in(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: Range<usize>) -> Option<(f32, Range<usize>)> {
    let negation = &vocabulary.words.negation;
    let words = &vocabulary.words.experience;
    let other: Vec<Range<usize>> = reading.find_in(words.not, sentence.clone()).map(|found| found.at).collect();
    reading.find_in(words.years, sentence).filter(|found| !overlaps(&other, &found.at)).find_map(|found| {
        // a vacancy counts in whole years or halves: a small number, exact in both kinds
        #[expect(clippy::cast_possible_truncation, reason = "years below a hundred")]
        let least = found.numbers.iter().copied().reduce(f64::min)? as f32;
        (least <= MOST_YEARS && !negation.is_plus(reading, &found.at)).then_some((least, found.at))
    })
}

fn some_in(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: Range<usize>) -> Option<(f32, Range<usize>)> {
    let words = &vocabulary.words.experience;
    if reading.is_in(words.not, sentence.clone()) {
        return None;
    }
    let negation = &vocabulary.words.negation;
    let is_plus = |at: &Range<usize>| negation.is_plus(reading, at) || negation.is_plus_of_sentence(reading, at);
    let must = |at: &Range<usize>| !negation.context(reading, at).denied && !is_plus(at);
    reading.find_in(words.some, sentence).find(|found| must(&found.at)).map(|found| (0.0, found.at))
}
