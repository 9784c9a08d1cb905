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
    let mut vacancies = BTreeMap::new();
    add(store, &fresh, &mut vacancies)?;
    let keys = |vacancy: &Vacancy| (vacancy.id.clone(), Likeness::of(&vacancy.posting, vocabulary).keys());
    store.keep_likeness(&vacancies.values().map(keys).collect::<Vec<_>>())?;
    let closed_since = now.date_naive() - Duration::days(duplicates::repost_within_days(vocabulary));
    let mut pairs = BTreeSet::new();
    for id in &fresh {
        let alike = store.alike(id, closed_since)?;
        add(store, &alike, &mut vacancies)?;
        pairs
            .extend(alike.into_iter().map(|other| if *id < other { (id.clone(), other) } else { (other, id.clone()) }));
    }
    let likeness = vacancies.iter().map(|(id, vacancy)| (id.clone(), Likeness::of(&vacancy.posting, vocabulary)));
    let likeness: BTreeMap<VacancyId, Likeness<'_>> = likeness.collect();
    let sets = duplicates::folded(&likeness, &pairs);
    let folds = sets.into_iter().filter_map(|set| kept(set, &vacancies, &likeness)).collect::<Vec<_>>();
    Ok(store.fold(&folds, &fresh, now)?)
}

fn add(store: &VacancyStore, ids: &[VacancyId], vacancies: &mut BTreeMap<VacancyId, Vacancy>) -> anyhow::Result<()> {
    for id in ids {
        if !vacancies.contains_key(id) {
            vacancies.extend(store.vacancy(id)?.map(|vacancy| (id.clone(), vacancy)));
        }
    }
    Ok(())
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
