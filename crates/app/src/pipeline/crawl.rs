//! Crawling: a loop with one request of each source under way. Sources go side by side, a source in the order of its
//! frontier; politeness is the fetcher's. Pages are read where they are fetched, on any thread; here they are taken in, one
//! after another. Ends of requests are committed within a moment: a kill loses those under way and those of that moment.

use super::answers::{Answers, Came, Fetched};
use super::choosing::{Wanted, choose, interval};
use super::harvested::{End, Sink};
use super::reading::Reader;
use super::revisit::{self, Revisit};
use super::source_run::{SourceRun, ending_of_failure};
use crate::clock::Clock;
use crate::progress::Progress;
use crate::workplace::Workplace;
use chrono::NaiveDate;
use domain::{PageRequest, Purpose, RequestOutcome, SourceName};
use fetch::archive::{Archive, Location};
use fetch::{Fetcher, Refusal};
use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;
use store::{Ending, PageRecord, SourceReport, VacancyStore};
use tokio::time::{Instant, timeout_at};

/// Answers that come within so long of each other are committed together.
const LINGER: Duration = Duration::from_millis(2);

/// What was taken in is committed after so long in any case: a kill loses no more.
const COMMIT_AFTER: Duration = Duration::from_millis(100);

/// Pages of one source that are handed out at once: enough to spare the database, few enough to keep listings first.
const HANDED_OUT: usize = 64;

struct Crawl<'a> {
    sink: Sink<'a>,
    answers: Answers,
    clock: Clock,
    revisit: Revisit,
    most_pages: usize,
    /// When what was taken in is to be committed.
    commit_at: Option<Instant>,
}

/// How far a source is before its first page.
enum Begun {
    Ready,
    NeedsSitemaps,
}

/// Crawls, closes what is no longer open, and gives one report a source.
pub(crate) async fn crawl(
    place: &Workplace,
    store: &mut VacancyStore,
    reader: &Reader,
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
    let sink = Sink { store, archive, reader, run, most_pages: Some(most_pages), settled: now };
    let answers = Answers::new(fetcher, reader.clone());
    let (clock, revisit) = (place.clock, settings.revisit);
    let mut crawl = Crawl { sink, answers, clock, revisit, most_pages, commit_at: None };
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

impl Crawl<'_> {
    /// Works until no source has anything left. Every source may wait for its turn; how many answers are under way or
    /// not yet taken in is the fetcher's to bound, since those who wait for one slow host must not keep others back.
    async fn all(&mut self, runs: &mut [SourceRun]) -> anyhow::Result<()> {
        let mut waiting = VecDeque::new();
        for (index, run) in runs.iter_mut().enumerate() {
            match self.begin(run)? {
                Begun::Ready => waiting.push_back(index),
                Begun::NeedsSitemaps => self.answers.ask_for_sitemaps(index, Arc::clone(&run.source)),
            }
        }
        loop {
            while let Some(index) = waiting.pop_front() {
                self.start_next(index, &mut runs[index])?;
            }
            let Some(fetched) = self.next_answer().await? else {
                return Ok(self.sink.store.end_batch()?);
            };
            let index = fetched.index;
            super::robots::keep(self.sink.store, &self.answers.fetcher)?;
            self.take_in(&mut runs[index], fetched)?;
            waiting.push_back(index);
        }
    }

    /// The next answer. What was taken in is committed as soon as none comes for a moment: so a slow night commits one by
    /// one, and a fast one many together.
    async fn next_answer(&mut self) -> anyhow::Result<Option<Fetched>> {
        // a moment that has passed counts, also while answers are ready all the time
        let soon = match self.commit_at.filter(|moment| Instant::now() < *moment) {
            Some(moment) => timeout_at(moment.min(Instant::now() + LINGER), self.answers.next()).await.ok(),
            None => None,
        };
        let fetched = match soon {
            Some(fetched) => fetched?,
            None => {
                self.sink.store.end_batch()?;
                self.sink.settle(self.clock.now())?;
                self.commit_at = None;
                self.answers.next().await?
            }
        };
        self.commit_at.get_or_insert_with(|| Instant::now() + COMMIT_AFTER);
        self.sink.store.begin_batch()?;
        Ok(fetched)
    }

    /// Goes on where a run was cut short, unless the source has become due again since; else begins with its first requests.
    fn begin(&mut self, run: &mut SourceRun) -> anyhow::Result<Begun> {
        let source = Arc::clone(&run.source);
        if let Some(why) = source.stays_off() {
            run.report.refused_by_robots += 1;
            run.report.last_error = Some(why);
            return Ok(Begun::Ready);
        }
        let left_off = self.sink.store.left_off(&source.name)?;
        self.sink.store.record_source(self.sink.run, &source.name, &run.report)?;
        if left_off.is_some_and(|since| run.begun - since < interval(&source).unwrap_or_default()) {
            let coverage = self.sink.store.resume_source(&source.name)?;
            (run.report.pages_known, run.report.pages_done) = (coverage.known, coverage.done);
            run.piece.more(coverage.known - coverage.done);
            if coverage.known > 0 {
                return Ok(Begun::Ready);
            }
        }
        self.sink.store.abandon_source(&source.name)?;
        if extract::sources::needs_sitemap_lookup(&source) {
            return Ok(Begun::NeedsSitemaps);
        }
        self.sink.begin(run, &extract::first_requests(&source))?;
        Ok(Begun::Ready)
    }

    /// Asks for a source's next page; a source without one is done.
    fn start_next(&mut self, index: usize, run: &mut SourceRun) -> anyhow::Result<()> {
        match self.next_to_fetch(run)? {
            Some((request, known)) => self.answers.ask(index, Arc::clone(&run.source), request, known),
            None => self.finish(run)?,
        }
        Ok(())
    }

    /// The next page that really has to be fetched; those that need not be are taken in on the way.
    fn next_to_fetch(&mut self, run: &mut SourceRun) -> anyhow::Result<Option<(PageRequest, Option<PageRecord>)>> {
        while let Some(request) = self.next(run)? {
            let Some(record) = self.sink.store.page(&run.source.name, &request.url)? else {
                return Ok(Some((request, None)));
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
                return Ok(Some((request, Some(record))));
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

    fn take_in(&mut self, run: &mut SourceRun, fetched: Fetched) -> anyhow::Result<()> {
        let Fetched { request, known, came, .. } = fetched;
        match came? {
            Came::Page(read, _place) => self.sink.page(run, &request, known.as_ref(), *read),
            Came::NotModified(at) => {
                run.report.not_modified += 1;
                let how = (RequestOutcome::NotModified, None, at);
                match known {
                    Some(record) => self.sink.unchanged(run, &request, &record, how),
                    // a 304 to a question that was not asked says nothing
                    None => self.sink.end(run, &End::of(&request, how.0, ending_of_failure(&request))),
                }
            }
            Came::Sitemaps(found) if found.is_empty() => self.sink.begin(run, &[request]),
            Came::Sitemaps(found) => {
                let found: Vec<PageRequest> = found.into_iter().map(extract::sources::listing_request).collect();
                self.sink.begin(run, &found)
            }
            Came::Refused(refusal) => self.refused(run, &request, &refusal),
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
        run.report.wire_bytes = self.answers.fetcher.wire_bytes(&run.source.name);
        self.sink.archive.sync()?;
        let (name, rules) = (&run.source.name, self.sink.reader.vocabulary.closing_rules());
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
        let moved = super::fold::fold(self.sink.store, &self.sink.reader.vocabulary, self.clock.now())?;
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
