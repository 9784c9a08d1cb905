//! Making the shortlist of a candidate for a day, and keeping it with its evidence in one transaction.

use super::changes::{Cut, changes_since};
use super::seekers::{Bench, seeker};
use domain::{CandidateId, Shortlist, VacancyId};
use serde_json::json;
use store::{DossierStore, VacancyStore};

/// A shortlist, and whether it is new.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) shortlist: Shortlist,
    pub(crate) new: bool,
}

/// The vacancies that would be on the shortlist of today if each were verified; none where today has one.
pub(crate) fn contenders(bench: &Bench, dossiers: &DossierStore, id: &CandidateId) -> anyhow::Result<Vec<VacancyId>> {
    if dossiers.shortlist(id, bench.today)?.is_some() {
        return Ok(Vec::new());
    }
    let seeker = seeker(bench, dossiers, id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let situation = bench.situation(&relevance);
    let mut matching = matcher::match_all(&seeker, &bench.vacancies, &situation);
    let entries = matcher::cut(&seeker, &mut matching, &bench.vacancies, &situation);
    Ok(entries.into_iter().map(|entry| entry.matched.vacancy).collect())
}

/// Makes the shortlist of today, or gives the one that was made before: a day has one.
pub(crate) fn make_shortlist(
    bench: &Bench,
    store: &VacancyStore,
    dossiers: &mut DossierStore,
    id: &CandidateId,
) -> anyhow::Result<Made> {
    if let Some(shortlist) = dossiers.shortlist(id, bench.today)? {
        return Ok(Made { shortlist, new: false });
    }
    let seeker = seeker(bench, dossiers, id)?;
    let relevance = bench.relevance(&seeker.profile)?;
    let situation = bench.situation(&relevance);
    let mut matching = matcher::match_all(&seeker, &bench.vacancies, &situation);
    let entries = matcher::cut(&seeker, &mut matching, &bench.vacancies, &situation);
    let cut = Cut { seeker: &seeker, entries: &entries, situation: &situation };
    let changes = changes_since(bench, store, dossiers, &cut)?;
    let shortlist = Shortlist {
        candidate: id.clone(),
        date: bench.today,
        profile_version: seeker.version,
        engine: env!("CARGO_PKG_VERSION").to_owned(),
        vocabulary: bench.vocabulary.hash().clone(),
        snapshot: bench.snapshot(),
        funnel: matching.funnel,
        entries,
        changes,
    };
    let searched = json!({
        "date": shortlist.date, "profile_version": shortlist.profile_version, "engine": shortlist.engine,
        "vocabulary": shortlist.vocabulary, "snapshot": shortlist.snapshot, "funnel": shortlist.funnel,
        "occupations": seeker.profile.search.occupations, "max_minutes": seeker.profile.travel.max_minutes,
        "feedback": seeker.feedback, "blocks": seeker.blocks,
    });
    let new = dossiers.commit_shortlist(&shortlist, searched, bench.now)?;
    Ok(Made { shortlist, new })
}
