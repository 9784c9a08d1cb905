//! Crawling: a loop with a queue for each source and one request of each under way. Sources go side by side, a source
//! in order; politeness is the fetcher's. Every page is committed by itself, so a kill loses at most the page under way.

use super::harvested::Sink;
use super::source_run::SourceRun;
use crate::clock::Clock;
use crate::progress::Progress;
use crate::workplace::Workplace;
use anyhow::Context;
use chrono::{DateTime, Utc};
use domain::{PageRequest, Purpose, Source, SourceName};
use fetch::{Answer, Fetcher, Refusal};
use std::collections::VecDeque;
use std::sync::Arc;
use store::{SourceReport, VacancyStore};
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

struct Crawl<'a> {
    sink: Sink<'a>,
    fetcher: Fetcher,
    clock: Clock,
    /// Pages fetched since then belong to a run that was cut short, and need no second request.
    resumed_from: Option<DateTime<Utc>>,
}

type Fetched = (usize, PageRequest, Result<Answer, Refusal>);

/// Crawls, closes what is no longer open, and gives one report a source.
pub(crate) async fn crawl(
    place: &Workplace,
    store: &mut VacancyStore,
    vocabulary: &extract::Vocabulary,
    wanted: Wanted<'_>,
    progress: &Progress,
) -> anyhow::Result<Vec<(SourceName, SourceReport)>> {
    let now = place.clock.now();
    let resumed_from = store.unfinished_run()?;
    let sources = choose(place.loaded.sources()?, store, wanted, now)?;
    let run = store.begin_run("crawl", place.clock.today(), now)?;
    let archive = fetch::archive::Archive::open(&place.pages_folder()).context("the page archive cannot be opened")?;
    let fetcher = Fetcher::new(place.loaded.fetch_settings(place.clock))?;
    let mut crawl = Crawl { sink: Sink { store, archive, vocabulary }, fetcher, clock: place.clock, resumed_from };
    let mut runs: Vec<SourceRun> = sources
        .into_iter()
        .map(|source| SourceRun::new(source.clone(), progress.begin(source.name.as_str())))
        .collect();
    crawl.all(&mut runs, place.loaded.configuration.crawler.requests_at_once).await?;
    for each in &mut runs {
        crawl.finish(each)?;
    }
    let doubles = super::fold::fold(crawl.sink.store, vocabulary, place.clock.now())?;
    for each in &mut runs {
        each.report.folded(doubles.iter().filter(|source| **source == each.source.name).count());
        crawl.sink.store.record_source(run, &each.source.name, &each.report)?;
        each.piece.end();
    }
    let expired = crawl.sink.store.close_expired(place.clock.today(), place.clock.now())?;
    crawl.sink.store.finish_run(run, place.clock.now())?;
    if expired > 0 {
        progress.say(&format!("{expired} vacancies are past their last day and were closed"));
    }
    Ok(runs.into_iter().map(|run| (run.source.name.clone(), run.report)).collect())
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
    let every = crate::configuration::parse_interval(&source.every).context("an interval is not valid")?;
    let last = store.last_crawled(&source.name)?;
    Ok(last.is_none_or(|last| now - last >= every - every / DUE_EARLY))
}

impl Crawl<'_> {
    /// Works until no source has anything left.
    async fn all(&mut self, runs: &mut [SourceRun], at_once: usize) -> anyhow::Result<()> {
        for run in runs.iter_mut() {
            self.begin(run).await?;
        }
        let mut waiting: VecDeque<usize> = (0..runs.len()).collect();
        let mut under_way: JoinSet<Fetched> = JoinSet::new();
        loop {
            while let Some(index) = (under_way.len() < at_once).then(|| waiting.pop_front()).flatten() {
                self.start_next(&mut under_way, index, &mut runs[index])?;
            }
            let Some(fetched) = under_way.join_next().await else {
                return Ok(());
            };
            let (index, request, answer) = fetched.context("a request ended badly")?;
            self.take_in(&mut runs[index], &request, answer)?;
            runs[index].piece.step(request.url.as_str());
            waiting.push_back(index);
        }
    }

    /// Puts a source's first requests in its queue.
    async fn begin(&mut self, run: &mut SourceRun) -> anyhow::Result<()> {
        if !extract::sources::needs_sitemap_lookup(&run.source) {
            run.add(extract::first_requests(&run.source));
            return Ok(());
        }
        match self.fetcher.sitemaps(&run.source).await {
            Ok(found) if !found.is_empty() => {
                run.add(found.into_iter().map(extract::sources::listing_request).collect());
            }
            Ok(_) => run.add(vec![extract::sources::fallback_sitemap(&run.source)]),
            Err(refusal) => run.failed(&extract::sources::fallback_sitemap(&run.source), &refusal.to_string()),
        }
        Ok(())
    }

    /// Asks for a source's next page; a source without one is done.
    fn start_next(
        &mut self,
        under_way: &mut JoinSet<Fetched>,
        index: usize,
        run: &mut SourceRun,
    ) -> anyhow::Result<()> {
        let Some(request) = self.next_to_fetch(run)? else {
            return Ok(());
        };
        let record = self.sink.store.page(&run.source.name, &request.url)?;
        let validators = record.map(|record| record.validators).unwrap_or_default();
        let (fetcher, source) = (self.fetcher.clone(), Arc::clone(&run.source));
        under_way.spawn(async move {
            let answer = fetcher.fetch(&source, &request, &validators).await;
            (index, request, answer)
        });
        Ok(())
    }

    /// The next page that really has to be fetched; those known to be unchanged are taken in on the way.
    fn next_to_fetch(&mut self, run: &mut SourceRun) -> anyhow::Result<Option<PageRequest>> {
        while let Some(request) = run.next() {
            let Some(record) = self.sink.store.page(&run.source.name, &request.url)? else {
                return Ok(Some(request));
            };
            let same_stamp = request.last_modified.is_some() && request.last_modified == record.listed_last_modified;
            let resumed = self.resumed_from.is_some_and(|since| record.fetched_at >= since);
            if !(same_stamp && request.purpose == Purpose::Detail || resumed) {
                return Ok(Some(request));
            }
            run.report.unchanged_by_listing += 1;
            self.unchanged(run, &request)?;
            run.piece.step(request.url.as_str());
        }
        Ok(None)
    }

    fn take_in(
        &mut self,
        run: &mut SourceRun,
        request: &PageRequest,
        answer: Result<Answer, Refusal>,
    ) -> anyhow::Result<()> {
        match answer {
            Ok(Answer::Page(page)) => self.sink.page(run, request, &page)?,
            Ok(Answer::NotModified { .. }) => {
                run.report.not_modified += 1;
                self.unchanged(run, request)?;
            }
            Err(refusal @ Refusal::Robots { .. }) if request.purpose == Purpose::Detail => {
                tracing::info!("{refusal}");
                run.report.refused_by_robots += 1;
            }
            Err(refusal) => {
                tracing::info!("{}: {refusal}", request.url);
                run.failed(request, &refusal.to_string());
            }
        }
        Ok(())
    }

    /// A page is as it was: its vacancies are verified, and what its reader asked for is asked for again.
    fn unchanged(&mut self, run: &mut SourceRun, request: &PageRequest) -> anyhow::Result<()> {
        self.sink.store.touch(&run.source.name, &request.url, self.clock.now())?;
        let Some(record) = self.sink.store.page(&run.source.name, &request.url)? else {
            return Ok(());
        };
        match record.listing {
            Some(open) => run.listing_read(open),
            None if request.purpose == Purpose::Listing => run.listing_failed(),
            None => {}
        }
        run.add(record.requests);
        Ok(())
    }

    /// After a complete listing: what it names is open, what it no longer names is closed.
    fn finish(&mut self, run: &mut SourceRun) -> anyhow::Result<()> {
        let Some(listed) = run.complete_listing() else {
            return Ok(());
        };
        let (name, now) = (&run.source.name, self.clock.now());
        self.sink.store.verify_listed(name, listed, now)?;
        let unlisted = self.sink.store.close_unlisted(name, listed, extract::sources::closing_rules(), now)?;
        if unlisted.doubtful > 0 {
            tracing::warn!(
                "{name}: its listing shrank; {} vacancies are doubtful until it is whole again",
                unlisted.doubtful
            );
        }
        run.report.closed += unlisted.closed;
        Ok(())
    }
}
