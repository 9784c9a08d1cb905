//! Contenders are looked at first: what would be on a shortlist, and was not seen open lately, is fetched before the cut
//! is made. By the same polite fetcher as all else, at most so many, in order of address: no request says for whom.

use super::harvested::{End, Sink};
use super::reading::Reader;
use super::seekers::Bench;
use super::source_run::SourceRun;
use crate::clock::Clock;
use crate::progress::Progress;
use crate::workplace::Workplace;
use chrono::{DateTime, Duration, Utc};
use domain::{CandidateId, PageRequest, Purpose, RequestOutcome, Source, SourceName, VacancyId};
use fetch::{Answer, Fetcher};
use std::collections::{BTreeMap, BTreeSet};
use store::{DossierStore, Ending, PageRecord, VacancyStore};
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
    reader: &Reader,
    progress: &Progress,
) -> anyhow::Result<usize> {
    let candidates = dossiers.candidates()?;
    let (mut asked, most) = (Wanted::new(), place.loaded.configuration.crawler.verifications_a_night);
    for _ in 0..ROUNDS {
        let mut wanted = stale_pages(place, store, dossiers, &candidates)?;
        wanted.retain(|page| !asked.contains(page));
        let wanted: Wanted = wanted.into_iter().take(most.saturating_sub(asked.len())).collect();
        if wanted.is_empty() {
            break;
        }
        progress.say(&format!("looking again at {} pages before shortlists are made", wanted.len()));
        look(place, store, reader, &wanted, progress).await?;
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

/// Asks for pages one after another, as one run of the ledger.
async fn look(
    place: &Workplace,
    store: &mut VacancyStore,
    reader: &Reader,
    wanted: &Wanted,
    progress: &Progress,
) -> anyhow::Result<()> {
    let (clock, now) = (place.clock, place.clock.now());
    let archive = place.archive()?;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(clock)?)?;
    super::robots::remember(store, &fetcher, now - place.loaded.robots_keep())?;
    let run = store.begin_run("verify", clock.today(), now)?;
    let sink = Sink { store, archive, reader, run, most_pages: None, settled: now };
    let mut looking = Looking { sink, fetcher, clock };
    let sources = place.loaded.sources()?.into_iter().filter(|source| source.stays_off().is_none());
    let sources: BTreeMap<SourceName, Source> = sources.map(|source| (source.name.clone(), source)).collect();
    let mut runs: BTreeMap<&SourceName, SourceRun> = BTreeMap::new();
    for (name, url) in wanted {
        let Some(source) = sources.get(name) else { continue };
        let begin = || SourceRun::new(source.clone(), progress.begin(name.as_str()), now);
        looking.at(runs.entry(name).or_insert_with(begin), url).await?;
    }
    looking.end(runs)
}

struct Looking<'a> {
    sink: Sink<'a>,
    fetcher: Fetcher,
    clock: Clock,
}

impl Looking<'_> {
    /// One page; one that cannot be had changes nothing, and its vacancy stays off the shortlists.
    async fn at(&mut self, run: &mut SourceRun, url: &Url) -> anyhow::Result<()> {
        let Some(record) = self.sink.store.page(&run.source.name, url)? else {
            return Ok(());
        };
        let request = self.request(&run.source, url, &record)?;
        run.report.pages_known += 1;
        run.piece.more(1);
        let answer = self.fetcher.fetch(&run.source, &request, &record.validators).await;
        super::robots::keep(self.sink.store, &self.fetcher)?;
        run.report.wire_bytes = self.fetcher.wire_bytes(&run.source.name);
        match answer {
            Ok(Answer::Page(page)) => {
                let read = self.sink.reader.read(&run.source, page, Some(&record.hash))?;
                self.sink.page(run, &request, Some(&record), read)?;
            }
            Ok(Answer::NotModified { at }) => {
                run.report.not_modified += 1;
                self.sink.unchanged(run, &request, &record, (RequestOutcome::NotModified, None, at))?;
            }
            Err(refusal) => {
                tracing::info!("{url}: {refusal}");
                if !run.report.refused(refusal.outcome()) {
                    run.failed(&request, &refusal.to_string());
                }
                self.sink.end(run, &End::of(&request, refusal.outcome(), Ending::Done))?;
            }
        }
        self.sink.settle(self.clock.now())
    }

    /// The request as the crawl makes it: the source's own, or its listing's.
    fn request(&self, source: &Source, url: &Url, record: &PageRecord) -> anyhow::Result<PageRequest> {
        if let Some(first) = extract::first_requests(source).into_iter().find(|first| first.url == *url) {
            return Ok(first);
        }
        let purpose = if record.listing.is_some() { Purpose::Listing } else { Purpose::Detail };
        let plain =
            || PageRequest { last_modified: record.listed_last_modified, ..PageRequest::new(url.clone(), purpose) };
        Ok(self.sink.store.request_for(&source.name, url)?.unwrap_or_else(plain))
    }

    /// The archive is on the disk before the run's end is.
    fn end(mut self, runs: BTreeMap<&SourceName, SourceRun>) -> anyhow::Result<()> {
        let now = self.clock.now();
        for (name, mut run) in runs {
            run.report.seconds = (now - run.begun).as_seconds_f64();
            self.sink.store.record_source(self.sink.run, name, &run.report)?;
            run.piece.end();
        }
        self.sink.archive.sync()?;
        Ok(self.sink.store.finish_run(self.sink.run, now)?)
    }
}
