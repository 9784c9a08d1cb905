//! Places of work: those that the page states get their coordinates; where it states none, the text is asked.

use super::note;
use super::reading::Reading;
use super::sections::Section;
use crate::Vocabulary;
use domain::Posting;
use domain::posting::Fact;

/// Lines beyond these speak of other things than where the work is.
const FIRST_SENTENCES: usize = 8;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.places.is_empty() {
        from_text(posting, reading, vocabulary);
    }
    for place in &mut posting.places {
        vocabulary.locate(place);
    }
}

/// A place in the title, else the first one near the beginning of what is said of the work.
fn from_text(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    let sentences =
        reading.sentences().filter(|at| reading.section(at.start) != Section::Employer).take(FIRST_SENTENCES);
    let found = sentences.into_iter().find_map(|sentence| {
        let (at, place) = vocabulary.places_in(&reading.text[sentence.clone()]).into_iter().next()?;
        Some((sentence.start + at.start..sentence.start + at.end, place))
    });
    if let Some((at, place)) = found {
        posting.places.push(place);
        note(posting, Fact::Place, "", at);
    }
}
