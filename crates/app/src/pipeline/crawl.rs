//! Crawling: a loop with one request of each source under way. Sources go side by side, a source in the order of its
//! frontier; politeness is the fetcher's. Every request's end is committed by itself, so a kill loses at most those under way.

use super::harvested::{End, Sink};
use super::revisit::{self, Revisit};
use super::source_run::{SourceRun, ending_of_failure};
use crate::clock::Clock;
use crate::progress::Progress;
use crate::workplace::Workplace;
use anyhow::Context;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{PageRequest, Purpose, RequestOutcome, Source, SourceName, Validators};
use fetch::archive::{Archive, Location};
use fetch::{Answer, Fetcher, Place, Refusal};
use std::collections::VecDeque;
use std::sync::Arc;
use store::{Ending, SourceReport, VacancyStore};
use tokio::task::JoinSet;

/// Which sources are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Wanted<'a> {
    /// Those whose interval has passed, and those that a kill left unfinished.
    Due,
    /// These, now.
    Named(&'a [SourceName]),
}

/// A tenth of the interval: a night that begins a little earlier than the one before is still the next night.
const DUE_EARLY: i32 = 10;

/// Pages of one source that are handed out at once: enough to spare the database, few enough to keep listings first.
const HANDED_OUT: usize = 64;

struct Crawl<'a> {
    sink: Sink<'a>,
    fetcher: Fetcher,
    clock: Clock,
    revisit: Revisit,
    most_pages: usize,
}

type Fetched = (usize, PageRequest, Result<(Answer, Place), Refusal>);

/// Crawls, closes what is no longer open, and gives one report a source.
pub(crate) async fn crawl(
    place: &Workplace,
    store: &mut VacancyStore,
    vocabulary: &extract::Vocabulary,
    wanted: Wanted<'_>,
    progress: &Progress,
) -> anyhow::Result<Vec<(SourceName, SourceReport)>> {
    let now = place.clock.now();
    let settings = &place.loaded.configuration.crawler;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock)?)?;
    let sources = choose(place.loaded.sources()?, store, wanted, now)?;
    let archive = place.archive()?;
    forget_lost_bodies(store, &archive)?;
    let run = store.begin_run("crawl", place.clock.today(), now)?;
    super::robots::remember(store, &fetcher, now - place.loaded.robots_keep())?;
    let most_pages = settings.max_pages_of_a_source;
    let sink = Sink { store, archive, vocabulary, run, most_pages: Some(most_pages), settled: now };
    let mut crawl = Crawl { sink, fetcher, clock: place.clock, revisit: settings.revisit, most_pages };
    let mut runs: Vec<SourceRun> = sources
        .into_iter()
        .map(|source| SourceRun::new(source.clone(), progress.begin(source.name.as_str()), now))
        .collect();
    crawl.all(&mut runs).await?;
    crawl.fold(&mut runs)?;
    crawl.expire(&mut runs, place.clock.today(), progress)?;
    crawl.sink.store.finish_run(run, place.clock.now())?;
    Ok(runs.into_iter().map(|run| (run.source.name.clone(), run.report)).collect())
}

/// After a power cut the database may know bodies that never reached the disk. Only a run that did not end can have left
/// such ones, since a run's end waits for the archive first.
fn forget_lost_bodies(store: &mut VacancyStore, archive: &Archive) -> anyhow::Result<()> {
    let Some(since) = store.unfinished_run()? else {
        return Ok(());
    };
    for body in store.archived_since(since)? {
        if !archive.holds(&Location { file: body.file.clone(), offset: body.offset }, &body.hash) {
            tracing::warn!("the archived page {} is lost and will be fetched again", body.url);
            store.forget_body(&body)?;
        }
    }
    Ok(())
}

/// The sources that are wanted now.
fn choose(
    sources: Vec<Source>,
    store: &VacancyStore,
    wanted: Wanted<'_>,
    now: DateTime<Utc>,
) -> anyhow::Result<Vec<Source>> {
    let names = match wanted {
        Wanted::Named(names) => names,
        Wanted::Due => {
            let due = sources.into_iter().map(|source| Ok((is_due(&source, store, now)?, source)));
            let due = due.collect::<anyhow::Result<Vec<_>>>()?;
            return Ok(due.into_iter().filter(|(due, _)| *due).map(|(_, source)| source).collect());
        }
    };
    let find = |name: &SourceName| {
        let found = sources.iter().find(|source| source.name == *name).cloned();
        found.with_context(|| format!("there is no source '{name}': the folder config/sources has {}", list(&sources)))
    };
    names.iter().map(find).collect()
}

fn list(sources: &[Source]) -> String {
    if sources.is_empty() {
        return "none".to_owned();
    }
    sources.iter().map(|source| source.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn is_due(source: &Source, store: &VacancyStore, now: DateTime<Utc>) -> anyhow::Result<bool> {
    let every = interval(source)?;
    let last = store.last_crawled(&source.name)?;
    let unfinished = store.left_off(&source.name)?.is_some();
    Ok(unfinished || last.is_none_or(|last| now - last >= every - every / DUE_EARLY))
}

fn interval(source: &Source) -> anyhow::Result<chrono::Duration> {
    crate::configuration::parse_interval(&source.every).context("an interval is not valid")
}

impl Crawl<'_> {
    /// Works until no source has anything left. Every source may wait for its turn; how many answers are under way or
    /// not yet taken in is the fetcher's to bound, since those who wait for one slow host must not keep others back.
    async fn all(&mut self, runs: &mut [SourceRun]) -> anyhow::Result<()> {
        for run in runs.iter_mut() {
            self.begin(run).await?;
        }
        let mut waiting: VecDeque<usize> = (0..runs.len()).collect();
        let mut under_way: JoinSet<Fetched> = JoinSet::new();
        loop {
            while let Some(index) = waiting.pop_front() {
                self.start_next(&mut under_way, index, &mut runs[index])?;
            }
            let Some(fetched) = under_way.join_next().await else {
                return Ok(());
            };
            let (index, request, fetched) = fetched.context("a request ended badly")?;
            super::robots::keep(self.sink.store, &self.fetcher)?;
            // the place is held until the answer is taken in
            let (answer, _place) =
                fetched.map_or_else(|refusal| (Err(refusal), None), |(answer, place)| (Ok(answer), Some(place)));
            self.take_in(&mut runs[index], &request, answer)?;
            self.sink.settle(self.clock.now())?;
            waiting.push_back(index);
        }
    }

    /// Goes on where a run was cut short, unless the source has become due again since; else begins with its first requests.
    async fn begin(&mut self, run: &mut SourceRun) -> anyhow::Result<()> {
        let source = Arc::clone(&run.source);
        if let Some(why) = source.stays_off() {
            run.report.refused_by_robots += 1;
            run.report.last_error = Some(why);
            return Ok(());
        }
        let left_off = self.sink.store.left_off(&source.name)?;
        self.sink.store.record_source(self.sink.run, &source.name, &run.report)?;
        if left_off.is_some_and(|since| run.begun - since < interval(&source).unwrap_or_default()) {
            let coverage = self.sink.store.resume_source(&source.name)?;
            (run.report.pages_known, run.report.pages_done) = (coverage.known, coverage.done);
            run.piece.more(coverage.known - coverage.done);
            if coverage.known > 0 {
                return Ok(());
            }
        }
        self.sink.store.abandon_source(&source.name)?;
        if !extract::sources::needs_sitemap_lookup(&source) {
            return self.sink.begin(run, &extract::first_requests(&source));
        }
        match self.fetcher.sitemaps(&source).await {
            Ok(found) if !found.is_empty() => {
                let found: Vec<PageRequest> = found.into_iter().map(extract::sources::listing_request).collect();
                self.sink.begin(run, &found)
            }
            Ok(_) => self.sink.begin(run, &[extract::sources::fallback_sitemap(&source)]),
            Err(refusal) => self.refused(run, &extract::sources::fallback_sitemap(&source), &refusal),
        }
    }

    /// Asks for a source's next page; a source without one is done.
    fn start_next(
        &mut self,
        under_way: &mut JoinSet<Fetched>,
        index: usize,
        run: &mut SourceRun,
    ) -> anyhow::Result<()> {
        let Some((request, validators)) = self.next_to_fetch(run)? else {
            return self.finish(run);
        };
        let (fetcher, source) = (self.fetcher.clone(), Arc::clone(&run.source));
        under_way.spawn(async move {
            let fetched = fetcher.fetch_holding(&source, &request, &validators).await;
            (index, request, fetched)
        });
        Ok(())
    }

    /// The next page that really has to be fetched; those that need not be are taken in on the way.
    fn next_to_fetch(&mut self, run: &mut SourceRun) -> anyhow::Result<Option<(PageRequest, Validators)>> {
        while let Some(request) = self.next(run)? {
            let Some(record) = self.sink.store.page(&run.source.name, &request.url)? else {
                return Ok(Some((request, Validators::default())));
            };
            let now = self.clock.now();
            let same_stamp = request.last_modified.is_some() && request.last_modified == record.listed_last_modified;
            let listing = request.purpose == Purpose::Listing;
            let due = run.insists
                || request.last_modified.is_some()
                || revisit::is_due(self.revisit, record.unchanged, record.asked_at, now);
            if same_stamp && !listing {
                run.report.unchanged_by_listing += 1;
                self.sink.unchanged(run, &request, &record, (RequestOutcome::UnchangedByListing, None, now))?;
            } else if !due && !listing {
                let end = End::of(&request, RequestOutcome::NotDue, Ending::Skipped);
                self.sink.end(run, &End { requests: &record.requests, ..end })?;
            } else {
                return Ok(Some((request, record.validators)));
            }
        }
        Ok(None)
    }

    /// The next page of the frontier. Where the listing turns out incomplete, nothing shows that a page which was not due is
    /// still open: it is asked for after all.
    fn next(&mut self, run: &mut SourceRun) -> anyhow::Result<Option<PageRequest>> {
        if run.queue.is_empty() {
            run.queue.extend(self.sink.store.take_requests(&run.source.name, HANDED_OUT)?);
        }
        if run.queue.is_empty() && !run.insists && !self.sink.store.coverage(&run.source.name)?.listing_complete() {
            run.insist(self.sink.store.insist_on_skipped(&run.source.name)?);
            run.queue.extend(self.sink.store.take_requests(&run.source.name, HANDED_OUT)?);
        }
        Ok(run.queue.pop_front())
    }

    fn take_in(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        answer: Result<Answer, Refusal>,
    ) -> anyhow::Result<()> {
        run.report.wire_bytes = self.fetcher.wire_bytes(&run.source.name);
        match answer {
            Ok(Answer::Page(page)) => self.sink.page(run, request, &page),
            Ok(Answer::NotModified { at }) => {
                run.report.not_modified += 1;
                let how = (RequestOutcome::NotModified, None, at);
                match self.sink.store.page(&run.source.name, &request.url)? {
                    Some(record) => self.sink.unchanged(run, request, &record, how),
                    // a 304 to a question that was not asked says nothing
                    None => self.sink.end(run, &End::of(request, how.0, ending_of_failure(request))),
                }
            }
            Err(refusal) => self.refused(run, request, &refusal),
        }
    }

    fn refused(&mut self, run: &mut SourceRun, request: &PageRequest, refusal: &Refusal) -> anyhow::Result<()> {
        tracing::info!("{}: {refusal}", request.url);
        // a source whose listing is refused gives nothing, which somebody has to know
        if request.purpose == Purpose::Listing || !run.report.refused(refusal.outcome()) {
            run.failed(request, &refusal.to_string());
        }
        self.sink.stand_in(run, request, (refusal.outcome(), &refusal.to_string()), self.clock.now())
    }

    /// A source has nothing left: with a complete listing, what it names is open and what it no longer names is closed.
    fn finish(&mut self, run: &mut SourceRun) -> anyhow::Result<()> {
        let now = self.clock.now();
        let complete = self.sink.store.coverage(&run.source.name)?.listing_complete();
        let left_out = run.report.pages_known >= self.most_pages;
        if left_out {
            run.left_out(self.most_pages);
        }
        run.report.listing_complete = complete && !left_out;
        run.report.seconds = (now - run.begun).as_seconds_f64();
        run.report.wire_bytes = self.fetcher.wire_bytes(&run.source.name);
        self.sink.archive.sync()?;
        let (name, rules) = (&run.source.name, self.sink.vocabulary.closing_rules());
        let unlisted = self.sink.store.finish_source((self.sink.run, name), &mut run.report, rules, now)?;
        if unlisted.doubtful > 0 {
            let doubtful = unlisted.doubtful;
            tracing::warn!("{name}: its listing shrank; {doubtful} vacancies are doubtful until it is whole again");
        }
        run.piece.end();
        Ok(())
    }

    /// Folds what proved to be one vacancy, once all sources are done, and counts it with the source of each address.
    fn fold(&mut self, runs: &mut [SourceRun]) -> anyhow::Result<()> {
        let moved = super::fold::fold(self.sink.store, self.sink.vocabulary, self.clock.now())?;
        for run in runs {
            run.report.folded(moved.iter().filter(|source| **source == run.source.name).count());
        }
        Ok(())
    }

    /// Closes what is past its last day, counts it with its source, and keeps the reports.
    fn expire(&mut self, runs: &mut [SourceRun], today: NaiveDate, progress: &Progress) -> anyhow::Result<()> {
        let expired = self.sink.store.close_expired(today, self.clock.now())?;
        for run in runs {
            run.report.expired = expired.get(&run.source.name).copied().unwrap_or(0);
            self.sink.store.record_source(self.sink.run, &run.source.name, &run.report)?;
        }
        let total: usize = expired.values().sum();
        if total > 0 {
            progress.say(&format!("{total} vacancies are past their last day and were closed"));
        }
        Ok(())
    }
}
