//! The kind of contract, where the text names one (`contract.toml`).

use super::note;
use super::reading::Reading;
use super::sections::Section;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::Fact;
use serde::Deserialize;

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
    let of_work = |at: usize| reading.section(at) != Section::Employer;
    let found = vocabulary.words.contract.kind.iter().find_map(|kind| {
        let mut each = reading.find(kind.phrases).filter(|found| of_work(found.at.start));
        each.next().map(|found| (kind.name.clone(), found.at))
    });
    if let Some((name, at)) = found {
        posting.contract = Some(name);
        note(posting, Fact::Contract, "", at);
    }
}
