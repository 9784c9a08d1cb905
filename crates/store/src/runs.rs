//! The run ledger of the crawl: which runs began and ended, and what each source gave, kept up to date request by request.

use crate::database::{Cached, from_json, moment, parsed, stamp, to_json};
use crate::{StoreError, Unlisted, VacancyStore, frontier, listing};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{ClosingRules, RequestOutcome, SourceName};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RunId(i64);

impl std::str::FromStr for RunId {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl std::fmt::Display for RunId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// What one source gave in one run.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceReport {
    /// Pages that a server gave.
    pub pages: usize,
    /// Pages that a server said are unchanged (304).
    pub not_modified: usize,
    /// Pages that the listing says are unchanged: not asked for.
    pub unchanged_by_listing: usize,
    /// Pages that a server gave with the same bytes as before: not read again.
    pub same_body: usize,
    /// Pages that robots.txt forbids: not asked for.
    pub refused_by_robots: usize,
    /// Pages that their site reserves from text and data mining: a refusal as well, not read.
    pub reserved: usize,
    /// Pages that could not be fetched, listings that could not be read.
    pub failed: usize,
    /// How each request ended; the counts add up to `pages_done`, as far as this run did them.
    pub outcomes: BTreeMap<RequestOutcome, usize>,
    /// Bytes of the pages' bodies, decompressed.
    pub bytes: u64,
    /// Bytes that came over the wire for the source, all requests together: those for robots.txt, those that brought no
    /// page, and every attempt. Bodies as they were packed, heads as HTTP/1.1 writes them.
    pub wire_bytes: u64,
    /// From the source's begin to its end in this run, waiting for its turn included.
    pub seconds: f64,
    /// Vacancies not seen before.
    pub new: usize,
    /// Vacancies whose page says something else than before.
    pub changed: usize,
    /// Of the changed ones: those that were closed and are stated again.
    pub reopened: usize,
    /// Vacancies closed, but for those past their last day.
    pub closed: usize,
    /// Vacancies closed since their last day is past.
    pub expired: usize,
    /// Addresses folded into a vacancy of another address.
    pub duplicates: usize,
    /// Fields that could not be read.
    pub problems: usize,
    /// Pages with something to read, of which nothing could be read: the site changed, or the selectors are wrong.
    pub drift: usize,
    /// Pages found, in this run and the one that it went on with.
    pub pages_known: usize,
    /// Of them: ended, one way or another.
    pub pages_done: usize,
    /// Whether every listing was read, so that what they do not name is closed.
    pub listing_complete: bool,
    /// The words of the last failure.
    pub last_error: Option<String>,
}

impl SourceReport {
    /// Counts one request's end.
    pub fn count(&mut self, outcome: RequestOutcome) {
        *self.outcomes.entry(outcome).or_default() += 1;
    }

    /// Notes a refusal by a page's own site, where it is one.
    pub fn refused(&mut self, outcome: RequestOutcome) -> bool {
        match outcome {
            RequestOutcome::RefusedByRobots => self.refused_by_robots += 1,
            RequestOutcome::Reserved => self.reserved += 1,
            _ => return false,
        }
        true
    }

    /// Addresses that proved to state a vacancy of another address: none of them is a new vacancy.
    pub fn folded(&mut self, addresses: usize) {
        self.duplicates += addresses;
        self.new = self.new.saturating_sub(addresses);
    }
}

/// One run, as the ledger has it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Run {
    /// Its number.
    pub run: RunId,
    /// What ran: `crawl`, or `verify`.
    pub kind: String,
    /// The day that it was for.
    pub date: NaiveDate,
    /// When it began.
    pub begun: DateTime<Utc>,
    /// When it ended; `None`: it is under way, or was cut short.
    pub finished: Option<DateTime<Utc>>,
    /// The run that did the rest of one that was cut short.
    pub completed_by: Option<RunId>,
    /// What each source gave, by name.
    pub sources: Vec<SourceRun>,
}

/// One source of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceRun {
    /// The source.
    pub source: SourceName,
    /// When it was done; `None`: it is under way, or was cut short.
    pub finished: Option<DateTime<Utc>>,
    /// What it gave.
    pub report: SourceReport,
}

impl VacancyStore {
    /// Begins a run.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn begin_run(&mut self, kind: &str, date: NaiveDate, now: DateTime<Utc>) -> Result<RunId, StoreError> {
        let sql = "INSERT INTO run (kind, date, begun) VALUES (?1, ?2, ?3)";
        self.connection.execute_cached(sql, (kind, date.to_string(), stamp(now)))?;
        Ok(RunId(self.connection.last_insert_rowid()))
    }

    /// Keeps what a source gave so far.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_source(&mut self, run: RunId, source: &SourceName, report: &SourceReport) -> Result<(), StoreError> {
        keep_report(&self.connection, run, source, report)
    }

    /// Ends a source: where its listing is complete, what it names is verified and what it no longer names is closed, or
    /// doubtful where the listing itself looks broken; what was left unfinished before is finished with it. Everything
    /// committed so far is on the disk when this returns.
    ///
    /// # Errors
    /// Where the database fails; then nothing of it is done.
    pub fn finish_source(
        &mut self,
        (run, source): (RunId, &SourceName),
        report: &mut SourceReport,
        rules: &ClosingRules,
        now: DateTime<Utc>,
    ) -> Result<Unlisted, StoreError> {
        self.durably(|connection| {
            let transaction = connection.savepoint()?;
            let mut unlisted = Unlisted::default();
            if report.listing_complete {
                unlisted = listing::settle(&transaction, source, rules, now)?;
                report.closed += unlisted.closed;
            }
            frontier::clear(&transaction, source)?;
            keep_report(&transaction, run, source, report)?;
            let sql = "UPDATE source_run SET finished = ?3 WHERE source = ?1 AND run <= ?2 AND finished IS NULL";
            transaction.execute_cached(sql, (source.as_str(), run.0, stamp(now)))?;
            transaction.commit()?;
            Ok(unlisted)
        })
    }

    /// Ends a run, and with it those before that a kill left open: this one did their work. Everything committed so far is
    /// on the disk when this returns.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn finish_run(&mut self, run: RunId, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.durably(|connection| {
            let transaction = connection.savepoint()?;
            transaction.execute_cached("UPDATE run SET finished = ?2 WHERE id = ?1", (run.0, stamp(now)))?;
            let sql = "UPDATE source_run SET finished = ?2 WHERE run = ?1 AND finished IS NULL";
            transaction.execute_cached(sql, (run.0, stamp(now)))?;
            let sql = "UPDATE run SET completed_by = ?1 WHERE id < ?1 AND finished IS NULL AND completed_by IS NULL";
            transaction.execute_cached(sql, [run.0])?;
            Ok(transaction.commit()?)
        })
    }

    /// Until [`Self::end_batch`], or whatever has to reach the disk, requests that end are committed together: a kill loses
    /// them together, and they are made again. A commit of its own costs a request more than all else that is kept of it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn begin_batch(&mut self) -> Result<(), StoreError> {
        if self.connection.is_autocommit() {
            self.connection.execute_cached("BEGIN", [])?;
        }
        Ok(())
    }

    /// Commits the requests that ended since [`Self::begin_batch`].
    ///
    /// # Errors
    /// Where the database fails; then none of them is kept.
    pub fn end_batch(&mut self) -> Result<(), StoreError> {
        if !self.connection.is_autocommit() {
            self.connection.execute_cached("COMMIT", [])?;
        }
        Ok(())
    }

    /// Has everything committed so far on the disk when it returns.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        // a commit that changes nothing would write nothing, and so reach no disk
        self.durably(|connection| Ok(connection.execute_cached("UPDATE change SET last = last", []).map(|_| ())?))
    }

    /// When the oldest run began that was never ended: a kill cut it short.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn unfinished_run(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT min(begun) FROM run WHERE finished IS NULL AND completed_by IS NULL";
        let begun = self.connection.query_row_cached(sql, [], |row| row.get::<_, Option<String>>(0))?;
        begun.map(|begun| moment("run.begun", &begun)).transpose()
    }

    /// When the last run that crawled a source to its end began.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn last_crawled(&self, source: &SourceName) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT source_run.begun FROM source_run JOIN run ON run.id = source_run.run
                   WHERE source = ?1 AND kind = 'crawl' AND source_run.finished IS NOT NULL
                   ORDER BY source_run.begun DESC LIMIT 1";
        let begun =
            self.connection.query_row_cached(sql, [source.as_str()], |row| row.get::<_, String>(0)).optional()?;
        begun.map(|begun| moment("source_run.begun", &begun)).transpose()
    }

    /// The newest runs, newest first.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn runs(&self, most: usize) -> Result<Vec<Run>, StoreError> {
        self.select_runs("ORDER BY id DESC LIMIT ?1", most)
    }

    /// One run.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        Ok(self.select_runs("WHERE id = ?1", id.0)?.pop())
    }

    fn select_runs(&self, which: &str, parameter: impl rusqlite::ToSql) -> Result<Vec<Run>, StoreError> {
        let sql = format!("SELECT id, kind, date, begun, finished, completed_by FROM run {which}");
        let mut statement = self.connection.prepare_cached(&sql)?;
        let rows = statement.query_map([parameter], StoredRun::read)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(|stored| self.run_of(stored)).collect()
    }

    fn run_of(&self, stored: StoredRun) -> Result<Run, StoreError> {
        Ok(Run {
            run: RunId(stored.id),
            kind: stored.kind,
            date: parsed("run.date", &stored.date)?,
            begun: moment("run.begun", &stored.begun)?,
            finished: stored.finished.map(|at| moment("run.finished", &at)).transpose()?,
            completed_by: stored.completed_by.map(RunId),
            sources: self.sources_of(stored.id)?,
        })
    }

    fn sources_of(&self, run: i64) -> Result<Vec<SourceRun>, StoreError> {
        let sql = "SELECT source, finished, report FROM source_run WHERE run = ?1 ORDER BY source";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([run], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let rows = rows.collect::<Result<Vec<(String, Option<String>, String)>, _>>()?;
        rows.into_iter()
            .map(|(source, finished, report)| {
                Ok(SourceRun {
                    source: parsed("source_run.source", &source)?,
                    finished: finished.map(|at| moment("source_run.finished", &at)).transpose()?,
                    report: from_json("source_run.report", &report)?,
                })
            })
            .collect()
    }

    /// Commits so that it, and every commit before it, is on the disk. Other commits of a crawl do not wait for the disk: a
    /// power cut may take those since the last such one, and the pages are fetched again.
    pub(crate) fn durably<T>(
        &mut self,
        work: impl FnOnce(&mut Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.end_batch()?;
        self.connection.execute_batch("PRAGMA synchronous = FULL")?;
        let done = work(&mut self.connection);
        self.connection.execute_batch("PRAGMA synchronous = NORMAL")?;
        done
    }
}

struct StoredRun {
    id: i64,
    kind: String,
    date: String,
    begun: String,
    finished: Option<String>,
    completed_by: Option<i64>,
}

impl StoredRun {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            kind: row.get(1)?,
            date: row.get(2)?,
            begun: row.get(3)?,
            finished: row.get(4)?,
            completed_by: row.get(5)?,
        })
    }
}

/// Keeps what a source gave so far.
pub(crate) fn keep_report(
    connection: &Connection,
    run: RunId,
    source: &SourceName,
    report: &SourceReport,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO source_run (run, source, begun, report) SELECT id, ?2, begun, ?3 FROM run WHERE id = ?1
         ON CONFLICT (run, source) DO UPDATE SET report = ?3",
    )?;
    statement.execute((run.0, source.as_str(), to_json("report", report)?))?;
    Ok(())
}
