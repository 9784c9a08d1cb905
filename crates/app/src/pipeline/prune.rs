//! Pruning the page archive by age: what evidence points to and what an open vacancy was read from stays. A kill at any
//! moment leaves every place that is kept good; what it left lying about goes the next time.

use crate::workplace::Workplace;
use chrono::Days;
use fetch::archive::Archive;
use store::{DossierStore, VacancyStore};

/// What pruning did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Pruned {
    /// Files looked at.
    pub(crate) files: usize,
    /// Bodies removed.
    pub(crate) removed: usize,
    /// Bodies past their age that stay.
    pub(crate) kept: usize,
}

/// Removes what is older than the configuration asks for.
pub(crate) fn prune(place: &Workplace, store: &mut VacancyStore, dossiers: &DossierStore) -> anyhow::Result<Pruned> {
    let archive = place.archive()?;
    let days = Days::new(place.loaded.configuration.archive.keep_days.into());
    let named = dossiers.vacancies_in_evidence()?;
    let mut pruned = Pruned::default();
    for file in archive.files_before(place.clock.today().checked_sub_days(days).unwrap_or_default())? {
        let (kept, before) = (store.offsets_to_keep(&file, &named)?, store.bodies_in(&file)?);
        pruned.files += 1;
        pruned.removed += before - kept.len();
        pruned.kept += kept.len();
        rewrite(&archive, store, &file, (&kept, before))?;
    }
    Ok(pruned)
}

/// The new file is on the disk before the places in the database change, and those before the old file goes.
fn rewrite(
    archive: &Archive,
    store: &mut VacancyStore,
    file: &str,
    (kept, before): (&[u64], usize),
) -> anyhow::Result<()> {
    if !kept.is_empty() && kept.len() == before {
        return Ok(());
    }
    let places = if kept.is_empty() { Vec::new() } else { archive.copied(file, kept)? };
    let moved: Vec<(u64, (String, u64))> =
        kept.iter().copied().zip(places.into_iter().map(|place| (place.file, place.offset))).collect();
    store.move_bodies(file, &moved)?;
    Ok(archive.remove(file)?)
}
