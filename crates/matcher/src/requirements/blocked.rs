//! What a coach blocked: employer, occupation, word, region. It rejects, and says who blocked what, when and why.

use super::{blank, said};
use crate::matching::Case;
use domain::feedback::{Block, BlockKind};
use domain::posting::Remote;
use domain::{Criterion, Outcome, Place, Posting, Requirement};

pub(super) fn criteria(case: &Case<'_>) -> Vec<Criterion> {
    let posting = &case.vacancy.posting;
    let blocks = case.seeker.blocks.iter();
    blocks.filter_map(|block| covered(block, posting).map(|words| criterion(block, words))).collect()
}

fn criterion(block: &Block, words: String) -> Criterion {
    let have = format!("blocked by {} on {}: {} {}: {}", block.by, block.on, block.kind, block.value, block.because);
    let blank = blank(Requirement::Blocked, have, "a block of the coach rejects");
    said(blank, Outcome::Exceeds, format!("{} {words}", block.kind), Some(words))
}

/// The vacancy's words that a block covers.
fn covered(block: &Block, posting: &Posting) -> Option<String> {
    let words = match block.kind {
        BlockKind::Employer => {
            let employer = posting.employer.as_deref()?;
            whole_words(employer, &block.value).map(|_| employer)
        }
        BlockKind::Occupation => {
            let occupation = posting.occupation.as_ref()?;
            let within = block.codes.iter().any(|code| occupation.isco08.starts_with(code.as_str()));
            within.then_some(occupation.label.as_str())
        }
        BlockKind::Word => {
            whole_words(&posting.title, &block.value).or_else(|| whole_words(&posting.text, &block.value))
        }
        BlockKind::Region => region(block, posting),
    };
    words.map(str::to_owned)
}

/// Only where all places are in the region: one elsewhere may be the place of work.
fn region<'a>(block: &Block, posting: &'a Posting) -> Option<&'a str> {
    let inside = |place: &Place| {
        let by_code = place.postcode.as_ref().is_some_and(|code| code.starts_with(&block.value));
        let digits = block.value.chars().all(|letter| letter.is_ascii_digit());
        if digits { by_code } else { whole_words(&place.text, &block.value).is_some() }
    };
    let all = posting.remote != Some(Remote::Full) && posting.places.iter().all(inside);
    posting.places.first().filter(|_| all).map(|place| place.text.as_str())
}

/// Where words stand in a text as whole words, whatever the case of their letters: the text's own.
fn whole_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let sought: Vec<char> = words.chars().flat_map(char::to_lowercase).collect();
    let mut before = None;
    for (at, letter) in text.char_indices() {
        if !before.is_some_and(char::is_alphanumeric)
            && let Some(length) = begins(&text[at..], &sought)
        {
            return Some(&text[at..at + length]);
        }
        before = Some(letter);
    }
    None
}

/// The bytes that the sought letters take at the beginning of a text, where no word goes on after them.
fn begins(text: &str, sought: &[char]) -> Option<usize> {
    let mut left = sought.iter();
    let mut letters = text.char_indices();
    while !left.as_slice().is_empty() {
        let (_, letter) = letters.next()?;
        for lower in letter.to_lowercase() {
            if left.next() != Some(&lower) {
                return None;
            }
        }
    }
    let rest = letters.as_str();
    (!rest.starts_with(char::is_alphanumeric) && !sought.is_empty()).then(|| text.len() - rest.len())
}
