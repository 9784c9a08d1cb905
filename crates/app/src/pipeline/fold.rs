//! Folding doubles after a crawl: what the night brought, or changed, is held against all that it may be one with. It
//! comes after all sources, so that the order of their answers does not count.

use chrono::{DateTime, Duration, Utc};
use domain::{SourceName, Vacancy, VacancyId, VacancyState};
use extract::Vocabulary;
use extract::duplicates::{self, Likeness};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use store::{Fold, VacancyStore};

/// Folds, and gives the source of every address that moved to another vacancy.
pub(super) fn fold(
    store: &mut VacancyStore,
    vocabulary: &Vocabulary,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<SourceName>> {
    let fresh = store.unfolded()?;
    let closed_since = now.date_naive() - Duration::days(duplicates::repost_within_days(vocabulary));
    let mut alike = Pairs::new();
    for id in &fresh {
        let others = store.alike(id, closed_since)?.into_iter();
        alike.extend(others.map(|other| if *id < other { (id.clone(), other) } else { (other, id.clone()) }));
    }
    let mut folds = Vec::new();
    for pairs in connected(alike) {
        folds.extend(folds_among(store, vocabulary, &pairs)?);
    }
    Ok(store.fold(&folds, &fresh, now)?)
}

/// Vacancies that share a number, the smaller id first.
type Pairs = BTreeSet<(VacancyId, VacancyId)>;

/// The pairs parted so that no vacancy is in two parts: one part at a time is in memory.
fn connected(pairs: Pairs) -> Vec<Pairs> {
    let mut partners: BTreeMap<VacancyId, Vec<(VacancyId, VacancyId)>> = BTreeMap::new();
    for pair in pairs {
        partners.entry(pair.0.clone()).or_default().push(pair.clone());
        partners.entry(pair.1.clone()).or_default().push(pair);
    }
    let mut parts = Vec::new();
    while let Some((_, first)) = partners.pop_first() {
        let (mut part, mut found) = (Pairs::new(), first);
        while let Some(pair) = found.pop() {
            found.extend([&pair.0, &pair.1].into_iter().filter_map(|id| partners.remove(id)).flatten());
            part.insert(pair);
        }
        parts.push(part);
    }
    parts
}

/// What proves to be one among vacancies of which each shares a number with another.
fn folds_among(store: &VacancyStore, vocabulary: &Vocabulary, pairs: &Pairs) -> anyhow::Result<Vec<Fold>> {
    let ids: BTreeSet<&VacancyId> = pairs.iter().flat_map(|(one, other)| [one, other]).collect();
    let mut vacancies = BTreeMap::new();
    for id in ids {
        vacancies.extend(store.vacancy(id)?.map(|vacancy| (id.clone(), vacancy)));
    }
    let likeness = vacancies.iter().map(|(id, vacancy)| (id.clone(), Likeness::of(&vacancy.posting, vocabulary)));
    let likeness: BTreeMap<VacancyId, Likeness<'_>> = likeness.collect();
    let sets = duplicates::folded(&likeness, pairs);
    Ok(sets.into_iter().filter_map(|set| kept(set, &vacancies, &likeness)).collect())
}

/// The one that was first seen is kept; of those of one night the one that says most, then the first by id. A set of
/// closed ones alone stays as it is.
fn kept(
    set: BTreeSet<VacancyId>,
    vacancies: &BTreeMap<VacancyId, Vacancy>,
    likeness: &BTreeMap<VacancyId, Likeness<'_>>,
) -> Option<Fold> {
    set.iter().find(|id| vacancies[*id].state == VacancyState::Open)?;
    let rank =
        |id: &&VacancyId| (vacancies[*id].first_seen.date_naive(), Reverse(likeness[*id].weight()), (*id).clone());
    let keep = set.iter().min_by_key(rank)?.clone();
    let others = set.into_iter().filter(|id| *id != keep).collect();
    Some(Fold { keep, others })
}
