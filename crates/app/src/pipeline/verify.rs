//! Contenders are looked at first: what would be on a shortlist, and was not seen open lately, is fetched before the cut
//! is made. By the same polite fetcher as all else, at most so many, in order of address: no request says for whom.

use super::harvested::Sink;
use super::seekers::Bench;
use super::source_run::SourceRun;
use crate::progress::Progress;
use crate::workplace::Workplace;
use anyhow::Context;
use chrono::{DateTime, Duration, Utc};
use domain::{CandidateId, PageRequest, Purpose, Source, SourceName, VacancyId};
use extract::Vocabulary;
use fetch::{Answer, Fetcher};
use std::collections::{BTreeMap, BTreeSet};
use store::{DossierStore, VacancyStore};
use url::Url;

/// A contender that proves to be closed makes room for another, which is looked at in turn.
const ROUNDS: usize = 3;

/// What is looked at in one round: pages by source and address.
type Wanted = BTreeSet<(SourceName, Url)>;

/// Fetches the pages of contenders that were not verified lately. Gives how many pages were asked for.
pub(crate) async fn verify_contenders(
    place: &Workplace,
    store: &mut VacancyStore,
    dossiers: &DossierStore,
    vocabulary: &Vocabulary,
    progress: &Progress,
) -> anyhow::Result<usize> {
    let candidates = dossiers.candidates()?;
    let sources = place.loaded.sources()?.into_iter().map(|source| (source.name.clone(), source)).collect();
    let (mut asked, most) = (Wanted::new(), place.loaded.configuration.crawler.verifications_a_night);
    for _ in 0..ROUNDS {
        let mut wanted = stale_pages(place, store, dossiers, &candidates)?;
        wanted.retain(|page| !asked.contains(page));
        let wanted: Wanted = wanted.into_iter().take(most.saturating_sub(asked.len())).collect();
        if wanted.is_empty() {
            break;
        }
        progress.say(&format!("looking again at {} pages before shortlists are made", wanted.len()));
        look(place, store, (vocabulary, &sources), &wanted, progress).await?;
        asked.extend(wanted);
    }
    Ok(asked.len())
}

/// The pages of all candidates' contenders that are not verified within the hours that a shortlist asks.
fn stale_pages(
    place: &Workplace,
    store: &VacancyStore,
    dossiers: &DossierStore,
    candidates: &[CandidateId],
) -> anyhow::Result<Wanted> {
    let mut bench = Bench::set_up(place, store)?;
    let stale = assume_verified(&mut bench);
    let mut wanted = Wanted::new();
    if stale.is_empty() {
        return Ok(wanted);
    }
    for candidate in candidates {
        let contenders = super::contenders(&bench, dossiers, candidate)?;
        for id in contenders.iter().filter(|id| stale.contains(id)) {
            wanted.extend(store.pages_of(id)?);
        }
    }
    Ok(wanted)
}

/// Takes every vacancy for verified, and gives those that are not.
fn assume_verified(bench: &mut Bench) -> BTreeSet<VacancyId> {
    let since: DateTime<Utc> = bench.now - Duration::hours(bench.rules.verified_within_hours());
    let mut stale = BTreeSet::new();
    for vacancy in &mut bench.vacancies {
        if vacancy.last_verified < since || vacancy.doubtful_since.is_some() {
            (vacancy.last_verified, vacancy.doubtful_since) = (bench.now, None);
            stale.insert(vacancy.id.clone());
        }
    }
    stale
}

/// Asks for pages one after another; one that cannot be had changes nothing, and its vacancy stays off the shortlists.
async fn look(
    place: &Workplace,
    store: &mut VacancyStore,
    (vocabulary, sources): (&Vocabulary, &BTreeMap<SourceName, Source>),
    wanted: &Wanted,
    progress: &Progress,
) -> anyhow::Result<()> {
    let archive = fetch::archive::Archive::open(&place.pages_folder()).context("the page archive cannot be opened")?;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock))?;
    let mut sink = Sink { store, archive, vocabulary };
    for (name, url) in wanted {
        let Some(source) = sources.get(name) else { continue };
        let Some(record) = sink.store.page(name, url)? else { continue };
        let purpose = if record.listing.is_some() { Purpose::Listing } else { Purpose::Detail };
        let request = PageRequest { url: url.clone(), purpose, last_modified: record.listed_last_modified };
        match fetcher.fetch(source, &request, &record.validators).await {
            Ok(Answer::Page(page)) => {
                let mut run = SourceRun::new(source.clone(), progress.begin(name.as_str()));
                sink.page(&mut run, &request, &page)?;
                run.piece.end();
            }
            Ok(Answer::NotModified { .. }) => sink.store.touch(name, url, place.clock.now())?,
            Err(refusal) => tracing::info!("{url}: {refusal}"),
        }
    }
    Ok(())
}
