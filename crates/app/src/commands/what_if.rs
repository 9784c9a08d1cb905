//! What-if: a candidate with limits changed by `--set`, for one answer. It is made from a copy of what the dossier has, and
//! the dossier is only read.

use crate::arguments::WhatIf;
use crate::output::line;
use crate::pipeline::{Bench, seeker};
use domain::{CandidateId, Seeker};
use matcher::Change;
use std::collections::BTreeMap;
use store::DossierStore;

/// The newest profile of a candidate, ready for the matcher, with what was set.
pub(super) fn candidate(
    bench: &Bench,
    dossiers: &DossierStore,
    id: &CandidateId,
    what_if: &WhatIf,
) -> anyhow::Result<Seeker> {
    let seeker = seeker(bench, dossiers, id)?;
    // what changes is no word that a vacancy is searched by
    let relevance = BTreeMap::new();
    Ok(matcher::changed(&seeker, &what_if.changes, &bench.situation(&relevance))?)
}

/// What was set, as it was typed.
pub(super) fn typed(what_if: &WhatIf) -> Vec<String> {
    what_if.changes.iter().map(Change::to_string).collect()
}

/// Says above a table that it is no record of the candidate.
pub(super) fn tell(what_if: &WhatIf) -> anyhow::Result<()> {
    if what_if.changes.is_empty() {
        return Ok(());
    }
    line(&format!("What if {}; the dossier is unchanged.\n", typed(what_if).join(", ")))
}
