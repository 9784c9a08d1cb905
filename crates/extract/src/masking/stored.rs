//! The masking of what was kept before its words were known: postings that were read already, and requests of listings. What
//! was read from a text stays, and moves with its words; nothing is read anew, so a kept version says what it said.

use super::{People, Personal, mask_posting, personal};
use crate::Vocabulary;
use domain::{PageRequest, Posting};
use std::ops::Range;

/// Masks a posting that was understood before. Gives whether anything in it was personal.
pub fn mask_stored(posting: &mut Posting, vocabulary: &Vocabulary) -> bool {
    let before = posting.clone();
    let people = People { stated: Vec::new(), employer: posting.employer.clone() };
    let found = personal(&posting.text, &people, vocabulary);
    mask_posting(posting, vocabulary);
    let Posting { text, quotes, demands, .. } = posting;
    let quotes = quotes.iter_mut().map(|each| (&mut each.quote, &mut each.start, &mut each.end));
    let demands = demands.iter_mut().map(|each| (&mut each.quote, &mut each.start, &mut each.end));
    for (quote, start, end) in quotes.chain(demands).filter(|(_, _, end)| **end > 0) {
        let held = found.iter().any(|(at, _)| at.start < *end && *start < at.end);
        (*start, *end) = (moved(*start, &found, |mask| mask.start), moved(*end, &found, |mask| mask.end));
        if held {
            *quote = text.get(*start..*end).unwrap_or_default().to_owned();
        }
    }
    *posting != before
}

/// Masks what a listing states of a page that is yet to be read. Gives whether anything in it was personal.
pub fn mask_stored_request(request: &mut PageRequest, vocabulary: &Vocabulary) -> bool {
    request.listed.as_deref_mut().is_some_and(|posting| mask_stored(posting, vocabulary))
}

/// Where a place of the text is after masking; one within what was masked is at the side of the mask that is asked for.
fn moved(place: usize, found: &[Personal], side: impl Fn(&Range<usize>) -> usize) -> usize {
    let (mut removed, mut added) = (0, 0);
    for (at, mask) in found {
        if place <= at.start {
            break;
        }
        let mask_at = at.start + added - removed..at.start + added - removed + mask.text().len();
        if place < at.end {
            return side(&mask_at);
        }
        removed += at.len();
        added += mask.text().len();
    }
    place + added - removed
}

#[cfg(test)]
mod tests {
    //! 1 what was read before moves with its words, and a quote that held a name holds its mask; 2 what a second pass
    //! finds is nothing; 3 facts of structured fields, and texts without such data, stay as they are.
    use super::*;
    use crate::understand;
    use crate::understand::tests::vocabulary;
    use domain::{Fact, FactQuote};

    const TEXT: &str = "Magazijnmedewerker\nContactpersoon: Marloes Zwartveld, 06-98765432.\nJe tilt tot 18 kg. \
                        Bel Marloes, 24 uur per week.\nVCA is verplicht.";

    /// As a version without masking would have kept it.
    fn kept() -> Posting {
        let at = |words: &str| TEXT.find(words).map(|start| (start, start + words.len())).expect("words of the text");
        let quote = |fact, words: &str| {
            let (start, end) = at(words);
            FactQuote { fact, value: String::new(), quote: words.to_owned(), start, end }
        };
        let stated =
            FactQuote { fact: Fact::Place, value: String::new(), quote: "Zutphen".to_owned(), start: 0, end: 0 };
        let mut posting =
            Posting { title: "Magazijnmedewerker".to_owned(), text: TEXT.to_owned(), ..Posting::default() };
        posting.quotes = vec![
            quote(Fact::Certificate, "VCA"),
            quote(Fact::HoursPerWeek, "Bel Marloes, 24 uur per week"),
            quote(Fact::Experience, "Zwartveld, 06-98765432.\nJe"),
            stated,
        ];
        posting
    }

    #[test]
    fn what_was_read_moves() {
        let mut posting = kept();
        assert!(mask_stored(&mut posting, vocabulary()));
        assert!(posting.text.contains("Contactpersoon: [naam], [nummer].\nJe tilt"), "{}", posting.text);
        let quotes: Vec<&str> = posting.quotes.iter().map(|quote| quote.quote.as_str()).collect();
        assert_eq!(quotes, ["VCA", "Bel [naam], 24 uur per week", "[naam], [nummer].\nJe", "Zutphen"]);
        for quote in posting.quotes.iter().filter(|quote| quote.end > 0) {
            assert_eq!(posting.text.get(quote.start..quote.end), Some(quote.quote.as_str()));
        }
        let once = posting.clone();
        assert!(!mask_stored(&mut posting, vocabulary()));
        assert_eq!(posting, once);
    }

    #[test]
    fn what_is_understood_stays() {
        let mut posting = kept();
        posting.quotes.clear();
        understand(&mut posting, vocabulary());
        let before = posting.clone();
        assert!(!mask_stored(&mut posting, vocabulary()));
        assert_eq!(posting, before);
        assert!(!posting.demands.is_empty());
    }
}
