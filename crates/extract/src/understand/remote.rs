//! Work from home, in part or whole (`remote.toml`).

use super::note;
use super::reading::Reading;
use crate::Vocabulary;
use crate::vocabulary::phrase::Phrases;
use domain::Posting;
use domain::posting::{Fact, Remote};
use serde::Deserialize;

/// The words of `remote.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    full: Phrases,
    hybrid: Phrases,
    none: Phrases,
}

pub(crate) fn understand(posting: &mut Posting, reading: &Reading<'_>, vocabulary: &Vocabulary) {
    if posting.remote.is_some() {
        return;
    }
    let words = &vocabulary.words.remote;
    let kinds = [(words.none, Remote::None), (words.hybrid, Remote::Hybrid), (words.full, Remote::Full)];
    for (phrases, remote) in kinds {
        let Some(found) = reading.find(phrases).next() else { continue };
        let denied = vocabulary.words.negation.context(reading, &found.at).denied;
        let remote = if denied { Remote::None } else { remote };
        posting.remote = Some(remote);
        note(posting, Fact::Remote, "", found.at);
        return;
    }
}
