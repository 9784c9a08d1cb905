//! The masking of personal data of recruiters: names of contact persons, phone numbers and mail addresses of people,
//! before anything else reads a text. What is kept, searched, shown and quoted is the masked text, so places in it hold
//! everywhere; only the archived page has the words themselves. The words it goes by are `recruiters.toml`.
//!
//! The masks are words that no phrase of the vocabulary has, so that a mask never becomes a fact. Masking a masked text
//! changes nothing. Not here: what is not about a person: an office's mailbox, an address to apply at.

mod addresses;
mod names;
mod numbers;
mod organisations;
mod stored;
#[cfg(test)]
mod tests;
pub(crate) mod words;
mod written;

use crate::Vocabulary;
use domain::{Harvest, Posting};
use std::ops::Range;
pub use stored::{mask_stored, mask_stored_request};
use words::Words;

/// What is masked, and what stands in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mask {
    /// A person's name.
    Name,
    /// A phone number.
    Number,
    /// A person's mail address.
    Address,
}

impl Mask {
    /// What stands in its place.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Name => "[naam]",
            Self::Number => "[nummer]",
            Self::Address => "[adres]",
        }
    }
}

/// Personal data in a text.
type Personal = (Range<usize>, Mask);

/// Masks all texts of a posting. Its address stays: one applies there.
pub(crate) fn mask_posting(posting: &mut Posting, vocabulary: &Vocabulary) {
    let people = People { stated: std::mem::take(&mut posting.contacts), employer: posting.employer.clone() };
    let title_is_first_line =
        posting.text.strip_prefix(posting.title.as_str()).is_some_and(|rest| rest.starts_with('\n'));
    let masked = |text: &str| mask(text, &people, vocabulary);
    if let Some(text) = masked(&posting.text) {
        posting.text = text;
    }
    if title_is_first_line {
        posting.text.lines().next().unwrap_or_default().clone_into(&mut posting.title);
    } else if let Some(title) = masked(&posting.title) {
        posting.title = title;
    }
    let quotes = posting.quotes.iter_mut().filter(|quote| quote.end == 0).map(|quote| &mut quote.quote);
    let fields = posting.places.iter_mut().map(|place| &mut place.text).chain(quotes).chain(&mut posting.employer);
    let fields = fields.chain(posting.problems.iter_mut().map(|problem| &mut problem.why));
    for field in fields {
        mask_field(field, vocabulary);
    }
}

/// Masks what a harvest holds besides its postings, which are masked when they are understood: what a listing states of
/// vacancies, which is kept until their pages are read, and the problems, which are told.
pub fn mask_harvest(harvest: &mut Harvest, vocabulary: &Vocabulary) {
    let listed = harvest.requests.iter_mut().filter_map(|request| request.listed.as_deref_mut());
    listed.for_each(|posting| mask_posting(posting, vocabulary));
    harvest.problems.iter_mut().for_each(|problem| mask_field(&mut problem.why, vocabulary));
}

/// In a field of its own a name means an employer or a place: only numbers and addresses are personal there.
fn mask_field(field: &mut String, vocabulary: &Vocabulary) {
    let words = &vocabulary.words.recruiters;
    let mut found = addresses::addresses(field, |part| words.is_office(part) || vocabulary.is_place(part));
    found.extend(numbers::numbers(field, words));
    if !found.is_empty() {
        *field = replaced(field, &merged(found));
    }
}

/// Whom a page names in fields of its own.
#[derive(Debug, Default)]
struct People {
    /// Names of contact persons.
    stated: Vec<String>,
    employer: Option<String>,
}

/// The text with masks; `None` where nothing in it is personal.
fn mask(text: &str, people: &People, vocabulary: &Vocabulary) -> Option<String> {
    let found = personal(text, people, vocabulary);
    (!found.is_empty()).then(|| replaced(text, &found))
}

/// What in a text is personal, in order, each apart from the others.
fn personal(text: &str, people: &People, vocabulary: &Vocabulary) -> Vec<Personal> {
    let words: &Words = &vocabulary.words.recruiters;
    let mut found = addresses::addresses(text, |part| words.is_office(part) || vocabulary.is_place(part));
    found.extend(numbers::numbers(text, words));
    found.sort_unstable_by_key(|(at, _)| at.start);
    let names = names::names(&names::Place { text, taken: &found, people, words, vocabulary });
    found.extend(names.into_iter().map(|at| (at, Mask::Name)));
    merged(found)
}

/// What overlaps is masked as one, by what begins first.
fn merged(mut found: Vec<Personal>) -> Vec<Personal> {
    found.sort_unstable_by_key(|(at, mask)| (at.start, std::cmp::Reverse(at.end), *mask));
    let mut merged: Vec<Personal> = Vec::with_capacity(found.len());
    for (at, mask) in found {
        match merged.last_mut() {
            Some((last, _)) if at.start < last.end => last.end = last.end.max(at.end),
            _ => merged.push((at, mask)),
        }
    }
    merged
}

fn replaced(text: &str, found: &[Personal]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut from = 0;
    for (at, mask) in found {
        masked.push_str(&text[from..at.start]);
        masked.push_str(mask.text());
        from = at.end;
    }
    masked.push_str(&text[from..]);
    masked
}
