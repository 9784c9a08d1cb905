//! Passes over what is kept already: postings of every version, and requests of listings, are changed in place under the
//! same ids, so that what evidence points to stays. What a pass changes is not known here.

use crate::database::{Cached, from_json, stamp, to_json};
use crate::vacancies::next_sequence;
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{PageRequest, Posting};
use rusqlite::{Connection, OptionalExtension};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Rows that are in memory at once.
const PIECE: usize = 500;

/// Changes what is kept; gives whether it did.
pub type Rewrite<'a, T> = &'a dyn Fn(&mut T) -> bool;

/// A column of JSON.
struct Column {
    table: &'static str,
    name: &'static str,
}

impl VacancyStore {
    /// By which version of its rules a pass was made last.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn passed(&self, pass: &str) -> Result<Option<String>, StoreError> {
        let sql = "SELECT version FROM pass WHERE name = ?1";
        Ok(self.connection.query_row_cached(sql, [pass], |row| row.get(0)).optional()?)
    }

    /// Notes that a pass was made.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn note_pass(&mut self, pass: &str, version: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
        let sql = "INSERT INTO pass VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET version = ?2, made_at = ?3";
        self.connection.execute_cached(sql, (pass, version, stamp(now)))?;
        Ok(())
    }

    /// Has nothing left of what was removed: not in unused parts of pages, nor in the log. It writes the whole database.
    ///
    /// # Errors
    /// Where the database fails; then it is as it was.
    pub fn forget_what_was_removed(&mut self) -> Result<(), StoreError> {
        self.connection.execute_batch("VACUUM")?;
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Changes the postings of all versions of all vacancies. Gives how many it changed; they count as changed in the
    /// sequence that the search index follows, and keep their version.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn rewrite_postings(&mut self, rewrite: Rewrite<'_, Posting>) -> Result<usize, StoreError> {
        let column = Column { table: "vacancy_version", name: "posting" };
        let changed = rewrite_column(&self.connection, &column, rewrite)?;
        for row in &changed {
            let sequence = next_sequence(&self.connection)?;
            let sql =
                "UPDATE vacancy SET sequence = ?2 WHERE id = (SELECT vacancy FROM vacancy_version WHERE rowid = ?1)";
            self.connection.execute_cached(sql, (row, sequence))?;
        }
        Ok(changed.len())
    }

    /// Changes the requests that pages asked for, and those that are still to be made.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn rewrite_requests(&mut self, rewrite: Rewrite<'_, PageRequest>) -> Result<(), StoreError> {
        // every one of a page's, not up to the first that changes
        let all = |requests: &mut Vec<PageRequest>| {
            requests.iter_mut().filter_map(|each| rewrite(each).then_some(())).count() > 0
        };
        rewrite_column(&self.connection, &Column { table: "page", name: "requests" }, &all)?;
        rewrite_column(&self.connection, &Column { table: "frontier", name: "request" }, rewrite)?;
        Ok(())
    }
}

/// Gives the rows that changed.
fn rewrite_column<T: Serialize + DeserializeOwned>(
    connection: &Connection,
    column: &Column,
    rewrite: Rewrite<'_, T>,
) -> Result<Vec<i64>, StoreError> {
    let Column { table, name } = column;
    let read = format!("SELECT rowid, {name} FROM {table} WHERE rowid > ?1 ORDER BY rowid LIMIT {PIECE}");
    let write = format!("UPDATE {table} SET {name} = ?2 WHERE rowid = ?1");
    let (mut changed, mut last) = (Vec::new(), i64::MIN);
    loop {
        let rows: Vec<(i64, String)> = {
            let mut statement = connection.prepare_cached(&read)?;
            let rows = statement.query_map([last], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        let Some((end, _)) = rows.last() else { return Ok(changed) };
        last = *end;
        for (row, text) in &rows {
            let mut value: T = from_json(name, text)?;
            if rewrite(&mut value) {
                connection.execute_cached(&write, (row, to_json(name, &value)?))?;
                changed.push(*row);
            }
        }
    }
}
