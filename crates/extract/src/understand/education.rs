//! Level of education: the lowest that suffices, and whether a diploma is a must (`education.toml`).

use super::note;
use super::reading::Reading;
use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::posting::Fact;
use domain::requirements::EducationRequired;
use domain::{EducationLevel, Posting};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Level {
    level: EducationLevel,
    phrases: Phrases,
}

/// The words of `education.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    level: Vec<Level>,
    /// Make it a level of working and thinking.
    thinking: Phrases,
    /// Make it a diploma.
    diploma: Phrases,
    /// Make it a must.
    must: Phrases,
    /// Words behind a level that are no direction of study.
    no_direction: BTreeSet<String>,
    /// Say that none is needed.
    none_needed: Phrases,
    /// Something other than what is asked: a school as employer, a course that one can follow here.
    not: Phrases,
}

struct Asked {
    required: EducationRequired,
    at: Range<usize>,
    in_asked: bool,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.requirements.education.is_some() {
        return;
    }
    let mut each: Vec<Asked> =
        reading.sentences().filter_map(|sentence| in_sentence(reading, vocabulary, sentence)).collect();
    // what stands under "what we ask" is surer than what stands elsewhere
    each.sort_by_key(|asked| (!asked.in_asked, asked.at.start));
    if let Some(asked) = each.into_iter().next() {
        posting.requirements.education = Some(asked.required);
        note(posting, Fact::Education, "", asked.at);
    }
}

fn in_sentence(reading: &Reading<'_>, vocabulary: &Vocabulary, sentence: Range<usize>) -> Option<Asked> {
    let words = &vocabulary.words.education;
    let negation = &vocabulary.words.negation;
    let section = reading.section(sentence.start);
    let says = |phrases| reading.is_in(phrases, sentence.clone());
    if says(words.none_needed) || says(words.not) || !section.speaks_of_person() {
        return None;
    }
    let levels = words.level.iter().flat_map(|level| {
        let found = reading.find_in(level.phrases, sentence.clone());
        found.map(|found| (level.level, found.at))
    });
    let must = |at: &Range<usize>| !negation.is_plus(reading, at) && !negation.context(reading, at).denied;
    let levels = longest_only(levels.collect()).into_iter().filter(|(_, at)| must(at));
    let (level, at) = levels.min_by_key(|(level, at)| (level.step(), at.start))?;
    let thinking = reading.find_in(words.thinking, sentence.clone()).next();
    let diploma = reading.find_in(words.diploma, sentence.clone()).next();
    let directed = words.has_direction(reading, &at);
    if thinking.is_none() && diploma.is_none() && !directed && section == Section::Work && !says(words.must) {
        return None;
    }
    // "diploma of werk- en denkniveau": the easier of both suffices
    let diploma_required = thinking.is_none() && (diploma.is_some() || directed);
    let in_asked = reading.section(at.start) == Section::Asked;
    let with = thinking.or(diploma);
    let at = with.map_or(at.clone(), |found| at.start.min(found.at.start)..at.end.max(found.at.end));
    Some(Asked { required: EducationRequired { level, diploma_required }, at, in_asked })
}

impl Words {
    /// Whether a direction of study follows: "mbo 3 verzorging" is a diploma, a bare "mbo 3" a level.
    fn has_direction(&self, reading: &Reading<'_>, level: &Range<usize>) -> bool {
        let rest = &reading.text[level.end..reading.sentence(level.start).end];
        let next = rest.strip_prefix([' ', '-']).unwrap_or_default();
        let word = next.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default();
        !word.is_empty() && !self.no_direction.contains(&word.to_lowercase())
    }
}

/// "Mbo 4" is not also a bare "mbo".
fn longest_only(levels: Vec<(EducationLevel, Range<usize>)>) -> Vec<(EducationLevel, Range<usize>)> {
    let inside = |at: &Range<usize>| {
        levels.iter().any(|(_, other)| other.len() > at.len() && other.start <= at.start && at.end <= other.end)
    };
    levels.iter().filter(|(_, at)| !inside(at)).cloned().collect()
}
