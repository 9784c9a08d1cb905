//! Keeping the search index in step with the vacancies: it is derived, so it may be thrown away and built again.

use crate::workplace::Workplace;
use search::Index;
use store::VacancyStore;

/// Vacancies that are in memory at once while the index is written.
const PIECE: usize = 500;

/// Opens the index; one of an older analysis is built again.
pub(crate) fn open_index(place: &Workplace) -> anyhow::Result<Index> {
    let folder = place.search_folder();
    if Index::is_outdated(&folder) {
        tracing::warn!("the search index was made by another version and is built again");
        Index::clear(&folder)?;
    }
    Ok(Index::open(&folder)?)
}

/// Writes what changed since the index was written last; gives how many.
pub(crate) fn update_index(index: &mut Index, store: &VacancyStore) -> anyhow::Result<usize> {
    index.write(|sequence| Ok(store.changed_since(sequence, PIECE)?))
}

/// Deletes the index and builds it from the vacancies.
pub(crate) fn reindex(place: &Workplace, store: &VacancyStore) -> anyhow::Result<usize> {
    Index::clear(&place.search_folder())?;
    update_index(&mut Index::open(&place.search_folder())?, store)
}
