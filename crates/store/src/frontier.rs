//! The frontier: what is still to be fetched of each source in the run under way, and what its listings named. It is
//! changed only together with what a request brought, so that a crawl that was killed goes on where it was.

use crate::database::{Cached, from_json, moment, to_json};
use crate::{RunId, SourceReport, StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{PageRequest, Purpose, SourceName};
use rusqlite::Connection;
use url::Url;

/// What a request's end means for its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It is done.
    Done,
    /// What it should have told is not known; of a listing: what it does not name may still be open.
    Failed,
    /// It was not made, since the page rarely changes; it still has to be where the listing turns out incomplete.
    Skipped,
}

impl Ending {
    fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// One request that ended, with what it adds to its source's frontier.
#[derive(Debug)]
pub struct Ended<'a> {
    /// The run.
    pub run: RunId,
    /// The source.
    pub source: &'a SourceName,
    /// The request; `None` where a source begins and no request was made yet.
    pub request: Option<&'a PageRequest>,
    /// Its end.
    pub ending: Ending,
    /// What is to be fetched further.
    pub requests: &'a [PageRequest],
    /// What a listing names as open.
    pub named: &'a [Url],
    /// How many more pages the source may have.
    pub room: usize,
}

/// How far a source is in the run under way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Pages found so far.
    pub known: usize,
    /// Of them: ended, one way or another.
    pub done: usize,
    /// Listings that were read.
    pub listings_read: usize,
    /// Listings that could not be.
    pub listings_failed: usize,
}

impl Coverage {
    /// Whether every listing found was read.
    pub fn listing_complete(&self) -> bool {
        self.listings_read > 0 && self.listings_failed == 0
    }
}

impl VacancyStore {
    /// Hands out the next pages to fetch, listings first, so that the size of the work shows early.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn take_requests(&mut self, source: &SourceName, most: usize) -> Result<Vec<PageRequest>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE frontier SET state = 'taken' WHERE id IN
               (SELECT id FROM frontier WHERE source = ?1 AND state = 'waiting' ORDER BY purpose DESC, id LIMIT ?2)
             RETURNING id, purpose, request",
        )?;
        let rows = statement.query_map((source.as_str(), most), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut taken = rows.collect::<Result<Vec<(i64, String, String)>, _>>()?;
        // RETURNING gives its rows in no promised order
        taken.sort_by(|(id, purpose, _), (other, than, _)| (than, id).cmp(&(purpose, other)));
        taken.into_iter().map(|(_, _, request)| from_json("frontier.request", &request)).collect()
    }

    /// Goes on with a source that an earlier run left unfinished: what was handed out and never ended is waiting again.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn resume_source(&mut self, source: &SourceName) -> Result<Coverage, StoreError> {
        let sql = "UPDATE frontier SET state = 'waiting' WHERE source = ?1 AND state = 'taken'";
        self.connection.execute_cached(sql, [source.as_str()])?;
        self.coverage(source)
    }

    /// Has what was skipped fetched after all. Gives how many.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn insist_on_skipped(&mut self, source: &SourceName) -> Result<usize, StoreError> {
        let sql = "UPDATE frontier SET state = 'waiting' WHERE source = ?1 AND state = 'skipped'";
        Ok(self.connection.execute_cached(sql, [source.as_str()])?)
    }

    /// Forgets what an earlier run left unfinished, where it is too old to go on with.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn abandon_source(&mut self, source: &SourceName) -> Result<(), StoreError> {
        let transaction = self.connection.savepoint()?;
        clear(&transaction, source)?;
        Ok(transaction.commit()?)
    }

    /// How far a source is.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn coverage(&self, source: &SourceName) -> Result<Coverage, StoreError> {
        let sql = "SELECT count(*), count(*) FILTER (WHERE state IN ('done', 'failed', 'skipped')),
                          count(*) FILTER (WHERE purpose = 'listing' AND state = 'done'),
                          count(*) FILTER (WHERE purpose = 'listing' AND state = 'failed')
                   FROM frontier WHERE source = ?1";
        Ok(self.connection.query_row_cached(sql, [source.as_str()], |row| {
            Ok(Coverage {
                known: row.get(0)?,
                done: row.get(1)?,
                listings_read: row.get(2)?,
                listings_failed: row.get(3)?,
            })
        })?)
    }

    /// When the oldest run began that left this source unfinished.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn left_off(&self, source: &SourceName) -> Result<Option<DateTime<Utc>>, StoreError> {
        let sql = "SELECT min(source_run.begun) FROM source_run JOIN run ON run.id = source_run.run
                   WHERE source = ?1 AND kind = 'crawl' AND source_run.finished IS NULL";
        let begun = self.connection.query_row_cached(sql, [source.as_str()], |row| row.get::<_, Option<String>>(0))?;
        begun.map(|begun| moment("source_run.begun", &begun)).transpose()
    }
}

/// Notes a request's end and what it adds, with its source's report so far. Gives how many pages were not known before.
pub(crate) fn end(transaction: &Connection, ended: &Ended<'_>, report: &mut SourceReport) -> Result<usize, StoreError> {
    let mut found = 0;
    if let Some(request) = ended.request {
        found += keep(transaction, ended.source, request, ended.ending.name())?;
    }
    for request in ended.requests {
        if found >= ended.room {
            break;
        }
        found += add(transaction, ended.source, request)?;
    }
    let mut statement = transaction.prepare_cached("INSERT INTO listed VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    for url in ended.named {
        statement.execute((ended.source.as_str(), url.as_str()))?;
    }
    report.pages_known += found;
    crate::runs::keep_report(transaction, ended.run, ended.source, report)?;
    Ok(found)
}

/// Removes a source's rows.
pub(crate) fn clear(transaction: &Connection, source: &SourceName) -> Result<(), StoreError> {
    transaction.execute_cached("DELETE FROM frontier WHERE source = ?1", [source.as_str()])?;
    transaction.execute_cached("DELETE FROM listed WHERE source = ?1", [source.as_str()])?;
    Ok(())
}

/// Whether a listing of the run under way names an address.
pub(crate) fn is_listed(connection: &Connection, source: &SourceName, url: &Url) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM listed WHERE source = ?1 AND url = ?2")?;
    Ok(statement.exists((source.as_str(), url.as_str()))?)
}

fn add(transaction: &Connection, source: &SourceName, request: &PageRequest) -> Result<usize, StoreError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO frontier (source, url, purpose, request, state) VALUES (?1, ?2, ?3, ?4, 'waiting')
         ON CONFLICT DO NOTHING",
    )?;
    let stored = to_json("request", request)?;
    Ok(statement.execute((source.as_str(), request.url.as_str(), purpose_name(request.purpose), stored))?)
}

/// Sets the state of a request, also of one that was never waiting. Gives 1 where it was not known.
fn keep(
    transaction: &Connection,
    source: &SourceName,
    request: &PageRequest,
    state: &str,
) -> Result<usize, StoreError> {
    let added = add(transaction, source, request)?;
    let sql = "UPDATE frontier SET state = ?3 WHERE source = ?1 AND url = ?2";
    transaction.prepare_cached(sql)?.execute((source.as_str(), request.url.as_str(), state))?;
    Ok(added)
}

fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Listing => "listing",
        Purpose::Detail => "detail",
    }
}
