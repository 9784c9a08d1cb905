//! Masking what was kept before the words that mask it were known: once for each vocabulary and version of the program, all
//! of it or nothing. What evidence holds stays as it was written, and ids and versions stay, so nothing is shown again.

use crate::progress::Progress;
use crate::workplace::Workplace;
use domain::{PageRequest, Posting};
use extract::Vocabulary;
use search::Index;
use store::VacancyStore;

/// The name of the pass.
const MASKING: &str = "masking";

/// Masks kept postings and requests by this vocabulary, unless that was done. Gives how many postings changed.
pub(crate) fn mask_kept(
    place: &Workplace,
    store: &mut VacancyStore,
    vocabulary: &Vocabulary,
    progress: &Progress,
) -> anyhow::Result<usize> {
    let version = format!("{} {}", env!("CARGO_PKG_VERSION"), vocabulary.hash());
    if store.passed(MASKING)? == Some(version.clone()) {
        return Ok(0);
    }
    store.begin_batch()?;
    let changed = store.rewrite_postings(&|posting: &mut Posting| extract::mask_stored(posting, vocabulary))?;
    store.rewrite_requests(&|request: &mut PageRequest| extract::mask_stored_request(request, vocabulary))?;
    if changed > 0 {
        // an index keeps what is deleted until it is merged away: it is built again, from what is masked
        Index::clear(&place.search_folder())?;
    }
    store.note_pass(MASKING, &version, place.clock.now())?;
    store.end_batch()?;
    if changed > 0 {
        if let Err(error) = store.forget_what_was_removed() {
            tracing::warn!("what was masked may still stand in unused parts of the database: {error}");
        }
        progress.say(&format!("personal data of recruiters was masked in {changed} kept postings"));
    }
    Ok(changed)
}
