//! Gathering what tells why a shortlist differs from the one before. What tells it is `matcher::changes`.

use super::seekers::{Bench, bare_seeker};
use domain::changes::{Changes, History};
use domain::{Seeker, Shortlist, ShortlistEntry, Vacancy, VacancyId};
use matcher::{Situation, Tonight};
use std::collections::BTreeMap;
use store::{DossierStore, VacancyStore};

/// A shortlist that is about to be kept.
pub(super) struct Cut<'a> {
    pub(super) seeker: &'a Seeker,
    pub(super) entries: &'a [ShortlistEntry],
    pub(super) situation: &'a Situation<'a>,
}

/// The changes since the shortlist before; none where this is the first.
pub(super) fn changes_since(
    bench: &Bench,
    store: &VacancyStore,
    dossiers: &DossierStore,
    cut: &Cut<'_>,
) -> anyhow::Result<Option<Changes>> {
    let id = &cut.seeker.profile.id;
    let Some((before, before_at)) = dossiers.shortlist_before(id, bench.today)? else { return Ok(None) };
    let seeker_before = seeker_before(bench, dossiers, cut.seeker, &before)?;
    let tonight = Tonight {
        seeker: cut.seeker,
        seeker_before: seeker_before.as_ref(),
        entries: cut.entries,
        known: &known(store, before.entries.iter().chain(cut.entries))?,
        before_at,
        situation: cut.situation,
    };
    Ok(Some(matcher::changes(&before, &tonight)))
}

/// The candidate with the profile of that day, where it was another.
fn seeker_before(
    bench: &Bench,
    dossiers: &DossierStore,
    seeker: &Seeker,
    before: &Shortlist,
) -> anyhow::Result<Option<Seeker>> {
    if before.profile_version == seeker.version {
        return Ok(None);
    }
    let profile = dossiers.profile_version(&seeker.profile.id, before.profile_version)?;
    Ok(profile.map(|profile| bare_seeker(bench, before.profile_version, profile)))
}

type Known = BTreeMap<VacancyId, (Vacancy, History)>;

fn known<'a>(store: &VacancyStore, entries: impl Iterator<Item = &'a ShortlistEntry>) -> anyhow::Result<Known> {
    let mut known = Known::new();
    for entry in entries {
        let id = &entry.matched.vacancy;
        if let Some(vacancy) = store.vacancy(id)? {
            known.insert(id.clone(), (vacancy, store.history(id)?));
        }
    }
    Ok(known)
}
