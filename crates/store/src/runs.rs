//! The run ledger of the crawl: which runs began and ended, and what each source gave.

use crate::database::{moment, stamp, to_json};
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, NaiveDate, Utc};
use domain::SourceName;
use rusqlite::OptionalExtension;
use serde::{Deserialize, Serialize};

/// A run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunId(i64);

/// What one source gave in one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReport {
    /// Pages that a server gave.
    pub pages: usize,
    /// Pages that a server said are unchanged (304).
    pub not_modified: usize,
    /// Pages that the listing says are unchanged, or that an interrupted run had fetched: not asked for.
    pub unchanged_by_listing: usize,
    /// Pages that robots.txt forbids: not asked for.
    pub refused_by_robots: usize,
    /// Pages that could not be fetched, listings that could not be read.
    pub failed: usize,
    /// Vacancies not seen before.
    pub new: usize,
    /// Vacancies whose page says something else than before.
    pub changed: usize,
    /// Vacancies closed.
    pub closed: usize,
    /// Addresses folded into a vacancy of another address.
    pub duplicates: usize,
    /// Fields that could not be read.
    pub problems: usize,
    /// The words of the last failure.
    pub last_error: Option<String>,
}

impl SourceReport {
    /// Addresses that proved to state a vacancy of another address: none of them is a new vacancy.
    pub fn folded(&mut self, addresses: usize) {
        self.duplicates += addresses;
        self.new = self.new.saturating_sub(addresses);
    }
}

impl VacancyStore {
    /// Begins a run.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn begin_run(&mut self, kind: &str, date: NaiveDate, now: DateTime<Utc>) -> Result<RunId, StoreError> {
        let sql = "INSERT INTO run (kind, date, begun) VALUES (?1, ?2, ?3)";
        self.connection.execute(sql, (kind, date.to_string(), stamp(now)))?;
        Ok(RunId(self.connection.last_insert_rowid()))
    }

    /// Keeps what a source gave.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn record_source(&mut self, run: RunId, source: &SourceName, report: &SourceReport) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO source_run (run, source, begun, report) SELECT id, ?2, begun, ?3 FROM run WHERE id = ?1",
            (run.0, source.as_str(), to_json("report", report)?),
        )?;
        Ok(())
    }

    /// Ends a run, and with it those before that a kill left open: this one did their work.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn finish_run(&mut self, run: RunId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "UPDATE run SET finished = ?2 WHERE id <= ?1 AND finished IS NULL";
        self.connection.execute(sql, (run.0, stamp(now)))?;
        Ok(())
    }

    /// When the oldest run began that was never ended: a kill cut it short.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn unfinished_run(&self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT min(begun) FROM run WHERE finished IS NULL";
        let begun = self.connection.query_row(sql, [], |row| row.get::<_, Option<String>>(0))?;
        begun.map(|begun| moment("run.begun", &begun)).transpose()
    }

    /// When the last run that crawled a source to its end began.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn last_crawled(&self, source: &SourceName) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT begun FROM source_run WHERE source = ?1 ORDER BY begun DESC LIMIT 1";
        let begun = self.connection.query_row(sql, [source.as_str()], |row| row.get::<_, String>(0)).optional()?;
        begun.map(|begun| moment("source_run.begun", &begun)).transpose()
    }
}
