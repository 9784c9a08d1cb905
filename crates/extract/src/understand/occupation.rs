//! The occupation, from the title alone.

use super::note;
use super::reading::Reading;
use crate::Vocabulary;
use domain::Posting;
use domain::posting::Fact;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    // the title is the first line of the text, so places in it are places in the text
    let title = reading.text.lines().next().unwrap_or_default();
    let found = vocabulary.title(title);
    if let Some(found) = &found {
        note(posting, Fact::Occupation, "", found.at.clone());
    }
    posting.occupation = found.map(|found| found.occupation);
}
