//! The kind of contract, where the text names one (`contract.toml`).

use super::note;
use super::reading::Reading;
use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::Fact;
use serde::Deserialize;
use std::ops::Range;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kind {
    name: String,
    phrases: Phrases,
}

/// The kinds of `contract.toml`, in order of trust: of two that are named, the earlier kind counts.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    kind: Vec<Kind>,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.contract.is_some() {
        return;
    }
    let denied = |at: &Range<usize>| vocabulary.words.negation.context(reading, at).denied;
    let counts = |at: &Range<usize>| reading.section(at.start) != Section::Employer && !denied(at);
    let found = vocabulary.words.contract.kind.iter().find_map(|kind| {
        let mut each = reading.find(kind.phrases).filter(|found| counts(&found.at));
        each.next().map(|found| (kind.name.clone(), found.at))
    });
    if let Some((name, at)) = found {
        posting.contract = Some(name);
        note(posting, Fact::Contract, "", at);
    }
}
