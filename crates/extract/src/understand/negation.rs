//! Negation, strength and scope: what the words around a phrase make of it (`negation.toml`).

use super::reading::Reading;
use crate::vocabulary::phrase::Phrases;
use domain::demand::Intensity;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::ops::Range;

/// The words of `negation.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// Stand before what they deny, with no comma between.
    before: Phrases,
    /// Stand before what they deny, also over the commas of a list.
    before_lists: Phrases,
    /// Stand right behind what they deny.
    right_after: Phrases,
    /// Stand behind what they deny.
    after: Phrases,
    /// Begin a part of the sentence that a denial does not reach.
    pub(super) turn: Phrases,
    /// Make a denial none: "niet alleen".
    not_a_denial: Phrases,
    /// Little of it.
    light: Phrases,
    /// Much of it.
    heavy: Phrases,
    /// A plus, no must: stands behind what it means, or leads to it.
    pub(super) plus: Phrases,
    /// A plus that stands before what it means.
    pub(super) plus_before: Phrases,
    /// Words behind a comma that only point back: "dat is", "maar".
    pub(super) refers_back: BTreeSet<String>,
    /// Words that mean all that was named before.
    pub(super) refers_to_all: BTreeSet<String>,
    /// Words between a plus and what it means: "een pré als je".
    pub(super) leads_to: BTreeSet<String>,
    /// Words that only look like a load.
    pub(crate) idiom: Phrases,
}

/// Words before a phrase within which a denial reaches it.
const BEFORE: usize = 6;
/// Words behind a phrase within which a denial still means it.
const AFTER: usize = 5;
/// Words around a phrase within which a strength belongs to it.
const STRENGTH: usize = 4;

/// What the words around a phrase say.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Context {
    pub(crate) denied: bool,
    pub(crate) intensity: Option<Intensity>,
    /// The phrase with the words that decided.
    pub(crate) at: Range<usize>,
}

impl Words {
    /// Whether a phrase is denied, and how strong it is.
    pub(crate) fn context(&self, reading: &Reading<'_>, phrase: &Range<usize>) -> Context {
        let clause = self.clause(reading, phrase);
        let near = Near { text: reading.text, part: between_commas(reading.text, &clause, phrase), phrase };
        let ignored: Vec<Range<usize>> =
            reading.find_in(self.not_a_denial, clause.clone()).map(|found| found.at).collect();
        let counts = |at: &Range<usize>| !ignored.iter().any(|each| each.start <= at.start && at.end <= each.end);
        let each = |phrases, part| reading.find_in(phrases, part).map(|found| found.at).filter(|at| counts(at));
        let last = |phrases, part| each(phrases, part).last();
        let first = |phrases, part| each(phrases, part).next();
        let list = Near { part: clause, ..near };
        let denial = last(self.before, near.before(BEFORE))
            .or_else(|| last(self.before_lists, list.before(BEFORE)))
            .or_else(|| first(self.right_after, near.behind(1)))
            .or_else(|| first(self.after, near.behind(AFTER)));
        let strength = self.strength(reading, &near);
        let parts = || denial.iter().chain(strength.iter().map(|(_, at)| at)).chain([phrase]);
        let start = parts().map(|at| at.start).min().unwrap_or(phrase.start);
        let end = parts().map(|at| at.end).max().unwrap_or(phrase.end);
        Context { denied: denial.is_some(), intensity: strength.map(|(intensity, _)| intensity), at: start..end }
    }

    /// The strength that stands nearest to the phrase; of two as near, the lighter.
    fn strength(&self, reading: &Reading<'_>, near: &Near<'_>) -> Option<(Intensity, Range<usize>)> {
        let around = near.before(STRENGTH).start..near.behind(STRENGTH).end;
        let each =
            |phrases, intensity| reading.find_in(phrases, around.clone()).map(move |found| (intensity, found.at));
        let all = each(self.light, Intensity::Light).chain(each(self.heavy, Intensity::Heavy));
        all.min_by_key(|(intensity, at)| (near.distance(at), *intensity))
    }

    /// The part of the sentence that a phrase is in: a turn ("maar", "wel") begins a new one.
    fn clause(&self, reading: &Reading<'_>, phrase: &Range<usize>) -> Range<usize> {
        let sentence = reading.sentence(phrase.start);
        let turns = || reading.find_in(self.turn, sentence.clone()).map(|found| found.at.start);
        let start = turns().take_while(|start| *start <= phrase.start).last();
        let end = turns().find(|start| *start >= phrase.end);
        let end = end.unwrap_or(sentence.end).max(phrase.end);
        start.unwrap_or(sentence.start)..end
    }
}

/// A phrase and the part of the text around it that belongs to it.
struct Near<'a> {
    text: &'a str,
    part: Range<usize>,
    phrase: &'a Range<usize>,
}

impl Near<'_> {
    fn before(&self, words: usize) -> Range<usize> {
        words_before(self.text, self.part.start, self.phrase.start, words)..self.phrase.start
    }

    fn behind(&self, words: usize) -> Range<usize> {
        self.phrase.end..words_after(self.text, self.part.end, self.phrase.end, words)
    }

    /// Bytes between the phrase and other words; 0 where they overlap.
    fn distance(&self, at: &Range<usize>) -> usize {
        at.start.saturating_sub(self.phrase.end).max(self.phrase.start.saturating_sub(at.end))
    }
}

/// What stands around a phrase up to the nearest commas, colons or brackets.
fn between_commas(text: &str, clause: &Range<usize>, phrase: &Range<usize>) -> Range<usize> {
    let marks = [',', ':', '(', ')', '–'];
    let start = text[clause.start..phrase.start].rfind(marks).map_or(clause.start, |at| clause.start + at);
    let start = (start..phrase.start).find(|at| text.is_char_boundary(*at)).unwrap_or(phrase.start);
    let end = text[phrase.end..clause.end].find(marks).map_or(clause.end, |at| phrase.end + at);
    start..end
}

/// Where the last `count` words before a place begin, not before `from`.
fn words_before(text: &str, from: usize, to: usize, count: usize) -> usize {
    let part = &text[from..to];
    let starts = part.char_indices().rev().filter(|(at, letter)| {
        !letter.is_whitespace() && part[..*at].chars().next_back().is_none_or(char::is_whitespace)
    });
    starts.take(count).last().map_or(to, |(at, _)| from + at)
}

/// Where the first `count` words behind a place end, not behind `to`.
fn words_after(text: &str, to: usize, from: usize, count: usize) -> usize {
    let part = &text[from..to.max(from)];
    let ends = part.char_indices().filter(|(at, letter)| {
        let end = at + letter.len_utf8();
        !letter.is_whitespace() && part[end..].chars().next().is_none_or(char::is_whitespace)
    });
    ends.take(count).last().map_or(from, |(at, letter)| from + at + letter.len_utf8())
}
