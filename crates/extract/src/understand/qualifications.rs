//! Licences, own car, certificates, registrations and the certificate of conduct (`qualifications.toml`).
//!
//! What is a plus, or may be got later ("of bereid te halen"), is no requirement.

use super::note;
use super::reading::{Reading, overlaps};
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::Fact;
use serde::Deserialize;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    name: String,
    phrases: Phrases,
}

/// The words of `qualifications.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    licence: Vec<Named>,
    certificate: Vec<Named>,
    registration: Vec<Named>,
    own_car: Phrases,
    vog: Phrases,
    /// May be got later: no requirement.
    willing: Phrases,
    /// Words of a certificate or licence that ask none: "volgens HACCP".
    not: Phrases,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let words = &vocabulary.words.qualifications;
    posting.requirements.licences = named(posting, reading, vocabulary, (&words.licence, Fact::Licence));
    posting.requirements.certificates = named(posting, reading, vocabulary, (&words.certificate, Fact::Certificate));
    posting.requirements.registrations = named(posting, reading, vocabulary, (&words.registration, Fact::Registration));
    posting.requirements.own_car = said(posting, reading, vocabulary, (words.own_car, Fact::OwnCar));
    posting.requirements.vog = said(posting, reading, vocabulary, (words.vog, Fact::Vog));
}

/// Whether words are a must where they stand; `None` where that part of the vacancy asks nothing.
fn is_must(reading: &Reading<'_>, vocabulary: &Vocabulary, at: &Range<usize>) -> Option<bool> {
    if !reading.section(at.start).speaks_of_person() {
        return None;
    }
    let negation = &vocabulary.words.negation;
    let later = negation.reaches(reading, vocabulary.words.qualifications.willing, at);
    Some(!later && !negation.context(reading, at).denied && !negation.is_plus(reading, at))
}

fn named(
    posting: &mut Posting,
    reading: &Reading<'_>,
    vocabulary: &Vocabulary,
    (list, fact): (&[Named], Fact),
) -> Vec<String> {
    let all: Vec<Range<usize>> =
        list.iter().flat_map(|each| reading.find(each.phrases)).map(|found| found.at).collect();
    let other: Vec<Range<usize>> = reading.find(vocabulary.words.qualifications.not).map(|found| found.at).collect();
    // "rijbewijs CE" is not also a bare "rijbewijs"
    let is_whole = |at: &Range<usize>| {
        let longer = |each: &Range<usize>| each.len() > at.len() && each.start <= at.start && at.end <= each.end;
        !all.iter().any(longer) && !overlaps(&other, at)
    };
    let mut names = Vec::new();
    for each in list {
        let mut musts = reading.find(each.phrases).map(|found| found.at).filter(is_whole);
        let first = musts.find(|at| is_must(reading, vocabulary, at) == Some(true));
        if let Some(at) = first.filter(|_| !names.contains(&each.name)) {
            note(posting, fact, &each.name, at);
            names.push(each.name.clone());
        }
    }
    names
}

/// Yes or no as said; a plus is a no, since it is not a must.
fn said(
    posting: &mut Posting,
    reading: &Reading<'_>,
    vocabulary: &Vocabulary,
    (phrases, fact): (Phrases, Fact),
) -> Option<bool> {
    let each = reading.find(phrases).filter_map(|found| Some((is_must(reading, vocabulary, &found.at)?, found.at)));
    let (must, at) = each.max_by_key(|(must, at)| (*must, std::cmp::Reverse(at.start)))?;
    note(posting, fact, "", at);
    Some(must)
}
