//! The ESCO occupation of a title, where the release has been imported. Where the vocabulary knows no unit group and the
//! title is a label of ESCO, ESCO's group stands in.

use super::note;
use super::reading::Reading;
use crate::Vocabulary;
use domain::Posting;
use domain::posting::Fact;

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    posting.esco = None;
    let Some(esco) = vocabulary.esco() else { return };
    let title = reading.text.lines().next().unwrap_or_default();
    let Some((found, whole)) = esco.of_title(title, posting.occupation.as_ref()) else { return };
    if posting.occupation.is_none() && whole {
        posting.occupation = esco.group(&found);
        note(posting, Fact::Occupation, "", 0..title.len());
    }
    posting.esco = Some(found);
}
