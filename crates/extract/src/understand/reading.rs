//! A text cut into sentences and clauses, with its sections and with idiom left out: what all rules read from.

use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use crate::vocabulary::search::{Found, Matches};
use std::ops::Range;

/// A text, prepared once for all rules.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    /// The whole text, untouched: every place points into it.
    pub(crate) text: &'a str,
    /// Sentences in order: lines are sentences too, whatever they end with.
    sentences: Vec<Sentence>,
    /// Every phrase of the vocabulary that stands in it.
    matches: Matches,
    /// Words that only look like a load.
    idiom: Vec<Range<usize>>,
}

#[derive(Debug)]
struct Sentence {
    at: Range<usize>,
    section: Section,
    /// Whether its words can say what the work takes.
    of_work: bool,
}

impl<'a> Reading<'a> {
    /// Cuts a text in which the phrases have been found.
    pub(crate) fn new(text: &'a str, matches: Matches, vocabulary: &Vocabulary) -> Self {
        let sections = &vocabulary.words.sections;
        let mut section = Section::Title;
        let mut sentences = Vec::new();
        for (number, line) in lines(text).enumerate() {
            if number == 1 {
                section = Section::Work;
            }
            let heading = sections.heading(text, line.clone(), &matches);
            section = heading.unwrap_or(section);
            for at in split(text, line) {
                section = sections.opening(text, &at, &matches).unwrap_or(section);
                let of_work = section.speaks_of_work() && !sections.is_beside_the_work(&at, &matches);
                sentences.push(Sentence { at, section, of_work });
            }
        }
        let idiom = matches.find(vocabulary.words.negation.idiom).map(|found| found.at).collect();
        Self { text, sentences, matches, idiom }
    }

    /// Every place where one of the phrases stands.
    pub(crate) fn find(&self, phrases: Phrases) -> impl Iterator<Item = Found<'_>> {
        self.matches.find(phrases)
    }

    /// All that was found, for who asks why.
    pub(super) fn matches(&self) -> &Matches {
        &self.matches
    }

    /// Every place within a part of the text.
    pub(crate) fn find_in(&self, phrases: Phrases, part: Range<usize>) -> impl Iterator<Item = Found<'_>> {
        self.matches.find_in(phrases, part)
    }

    /// Whether one of the phrases stands within a part of the text.
    pub(crate) fn is_in(&self, phrases: Phrases, part: Range<usize>) -> bool {
        self.matches.is_in(phrases, part)
    }

    /// The sentence that a place is in.
    pub(crate) fn sentence(&self, at: usize) -> Range<usize> {
        self.of(at).map_or(0..self.text.len(), |sentence| sentence.at.clone())
    }

    /// The section that a place is in.
    pub(crate) fn section(&self, at: usize) -> Section {
        self.of(at).map_or(Section::Work, |sentence| sentence.section)
    }

    /// Whether words at a place can say what the work takes.
    pub(crate) fn is_of_work(&self, at: usize) -> bool {
        self.of(at).is_none_or(|sentence| sentence.of_work)
    }

    fn of(&self, at: usize) -> Option<&Sentence> {
        let after = self.sentences.partition_point(|sentence| sentence.at.start <= at);
        self.sentences.get(after.checked_sub(1)?)
    }

    /// Sentences in order.
    pub(crate) fn sentences(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        self.sentences.iter().map(|sentence| sentence.at.clone())
    }

    /// Whether words are part of an idiom that means something else.
    pub(crate) fn is_idiom(&self, at: &Range<usize>) -> bool {
        overlaps(&self.idiom, at)
    }
}

/// Whether a place has a byte in common with one of several, which are in order and do not overlap.
pub(crate) fn overlaps(places: &[Range<usize>], at: &Range<usize>) -> bool {
    let first = places.partition_point(|each| each.end <= at.start);
    places.get(first).is_some_and(|each| each.start < at.end)
}

fn lines(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut from = 0;
    text.split_inclusive('\n').map(move |line| {
        let at = from..from + line.trim_end_matches(['\n', '\r']).len();
        from += line.len();
        at
    })
}

/// The sentences of a line: they end with a stop, an exclamation or a question mark before a space and no small letter.
fn split(text: &str, line: Range<usize>) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut ends: Vec<usize> = text[line.clone()]
        .char_indices()
        .filter(|(_, letter)| matches!(letter, '.' | '!' | '?' | ';'))
        .map(|(at, letter)| line.start + at + letter.len_utf8())
        .filter(|end| ends_here(&text[..*end], &text[*end..line.end]))
        .collect();
    ends.push(line.end);
    let mut start = line.start;
    let sentences = ends.into_iter().map(move |end| std::mem::replace(&mut start, end)..end);
    sentences.flat_map(|at| cut(text, at))
}

/// Nobody writes longer sentences. What is looked for around a word stays in its sentence, and so within this.
const LONGEST_SENTENCE: usize = 4_000;

/// A sentence, in parts at spaces where it is too long to be one.
fn cut(text: &str, at: Range<usize>) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = at.start;
    while start < at.end {
        let most = text.floor_char_boundary(at.end.min(start + LONGEST_SENTENCE));
        let space = text[start..most].rfind(' ').filter(|_| most < at.end);
        let end = space.map_or(most, |space| start + space + 1);
        parts.push(start..end);
        start = end;
    }
    parts
}

/// A word before a stop is looked at no further back than this.
const LONGEST_WORD: usize = 100;

fn ends_here(before: &str, after: &str) -> bool {
    if before.ends_with(';') {
        return true;
    }
    let mut following = after.chars();
    let space = following.next().is_none_or(char::is_whitespace);
    let next = following.find(|letter| !letter.is_whitespace());
    let next_begins = next.is_none_or(|letter| !letter.is_lowercase());
    // "o.b.v.", "ca.", "min. 19": a short word with a stop inside, a single letter, or a few letters before a number
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(LONGEST_WORD))..];
    let word = near.trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or_default();
    let letters = word.chars().count();
    let before_number = letters <= 4 && next.is_some_and(|letter| letter.is_ascii_digit() || letter == '€');
    let shortened = before.ends_with('.') && (word.contains('.') || letters < 2 || before_number);
    space && next_begins && !shortened
}
