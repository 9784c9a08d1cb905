//! Which archived body each page and version came from, and which of them may go: what evidence points to, what an open
//! vacancy was read from, and what is young stays. The bytes themselves are the page archive's.

use crate::database::{Cached, moment, parsed, stamp};
use crate::{DossierStore, StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{Hash, Page, VacancyId};
use rusqlite::{Connection, OptionalExtension, Row};
use serde::Serialize;
use std::collections::BTreeSet;
use url::Url;

/// A body in the page archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArchivedPage {
    /// SHA-256 of the body.
    pub hash: Hash,
    /// The address that gave it, after redirects.
    pub url: Url,
    /// When.
    pub at: DateTime<Utc>,
    /// The file in the page archive.
    pub file: String,
    /// The byte at which its record begins.
    pub offset: u64,
}

type Stored = (String, String, String, String, u64);

fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
}

fn archived((hash, url, at, file, offset): Stored) -> Result<ArchivedPage, StoreError> {
    Ok(ArchivedPage {
        hash: parsed("archived.hash", &hash)?,
        url: parsed("archived.url", &url)?,
        at: moment("archived.at", &at)?,
        file,
        offset,
    })
}

impl VacancyStore {
    /// The archived body with this hash.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn archived_body(&self, hash: &Hash) -> Result<Option<ArchivedPage>, StoreError> {
        let sql = "SELECT hash, url, at, file, offset FROM archived WHERE hash = ?1 ORDER BY id DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_row([hash.as_str()], stored).optional()?.map(archived).transpose()
    }

    /// The archived body that a version of a vacancy was read from.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn archived_version(&self, version: &Hash) -> Result<Option<ArchivedPage>, StoreError> {
        let sql = "SELECT hash, url, at, file, offset FROM archived JOIN vacancy_version ON archived = archived.id
                   WHERE version = ?1 LIMIT 1";
        self.connection.query_row_cached(sql, [version.as_str()], stored).optional()?.map(archived).transpose()
    }

    /// Bodies archived since then, for checking that they are there.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn archived_since(&self, since: DateTime<Utc>) -> Result<Vec<ArchivedPage>, StoreError> {
        let sql = "SELECT hash, url, at, file, offset FROM archived WHERE at >= ?1 ORDER BY file, offset";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([stamp(since)], stored)?.collect::<Result<Vec<_>, _>>()?;
        rows.into_iter().map(archived).collect()
    }

    /// A body that a power cut took from the archive: the pages that had it are fetched again.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn forget_body(&mut self, lost: &ArchivedPage) -> Result<(), StoreError> {
        let transaction = self.connection.savepoint()?;
        let sql = "SELECT id FROM archived WHERE file = ?1 AND offset = ?2";
        let id: i64 = transaction.query_row_cached(sql, (&lost.file, lost.offset), |row| row.get(0))?;
        transaction.execute_cached(
            "UPDATE frontier SET state = 'waiting' WHERE (source, url) IN (SELECT source, url FROM page WHERE archived = ?1)",
            [id],
        )?;
        transaction.execute_cached(
            "UPDATE page SET etag = NULL, last_modified = NULL, listed_last_modified = NULL, unchanged = 0, hash = ?2
             WHERE archived = ?1",
            (id, Hash::from_bytes([0; 32]).as_str()),
        )?;
        remove(&transaction, id)?;
        Ok(transaction.commit()?)
    }

    /// What has to stay of a file of the archive that is past its age, by offset: what an open vacancy was read from, and
    /// every version of a vacancy that evidence names.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn offsets_to_keep(&self, file: &str, named: &BTreeSet<VacancyId>) -> Result<Vec<u64>, StoreError> {
        let sql = "SELECT DISTINCT offset, vacancy, valid_to IS NULL FROM archived
                   JOIN vacancy_version ON archived = archived.id WHERE file = ?1 ORDER BY offset";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([file], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let mut kept = BTreeSet::new();
        for row in rows {
            let (offset, vacancy, open): (u64, String, bool) = row?;
            if open || named.contains(&parsed("vacancy_version.vacancy", &vacancy)?) {
                kept.insert(offset);
            }
        }
        Ok(kept.into_iter().collect())
    }

    /// How many bodies of a file of the archive are known.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn bodies_in(&self, file: &str) -> Result<usize, StoreError> {
        let sql = "SELECT count(*) FROM archived WHERE file = ?1";
        Ok(self.connection.query_row_cached(sql, [file], |row| row.get(0))?)
    }

    /// A file of the archive was written anew: `moved` says for each body that stayed where it was and where it is. All
    /// others of the file are gone. It is on the disk when this returns.
    ///
    /// # Errors
    /// Where the database fails; then nothing is changed.
    pub fn move_bodies(&mut self, file: &str, moved: &[(u64, (String, u64))]) -> Result<(), StoreError> {
        self.durably(|connection| {
            let transaction = connection.savepoint()?;
            for (offset, (new_file, new_offset)) in moved {
                let sql = "UPDATE archived SET file = ?3, offset = ?4 WHERE file = ?1 AND offset = ?2";
                transaction.execute_cached(sql, (file, offset, new_file, new_offset))?;
            }
            let left: Vec<i64> = {
                let mut statement = transaction.prepare_cached("SELECT id FROM archived WHERE file = ?1")?;
                statement.query_map([file], |row| row.get(0))?.collect::<Result<_, _>>()?
            };
            left.into_iter().try_for_each(|id| remove(&transaction, id))?;
            Ok(transaction.commit()?)
        })
    }
}

impl DossierStore {
    /// Every vacancy that evidence names: shown on a shortlist, or named in a record.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn vacancies_in_evidence(&self) -> Result<BTreeSet<VacancyId>, StoreError> {
        let sql = "SELECT vacancy FROM shown UNION
                   SELECT json_extract(body, '$.vacancy') FROM evidence
                   WHERE json_type(body, '$.vacancy') = 'text'";
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        ids.iter().map(|id| parsed("shown.vacancy", id)).collect()
    }
}

/// The row of an archived body, made where it is new.
pub(crate) fn archived_id(
    transaction: &Connection,
    page: &Page,
    (file, offset): &(String, u64),
) -> Result<i64, StoreError> {
    let mut statement = transaction.prepare_cached(
        "INSERT INTO archived (hash, url, at, file, offset) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (file, offset) DO UPDATE SET file = ?4 RETURNING id",
    )?;
    let key = (page.hash.as_str(), page.final_url.as_str(), stamp(page.fetched_at), file, offset);
    Ok(statement.query_row(key, |row| row.get(0))?)
}

fn remove(transaction: &Connection, id: i64) -> Result<(), StoreError> {
    for sql in [
        "UPDATE page SET archived = NULL WHERE archived = ?1",
        "UPDATE vacancy_version SET archived = NULL WHERE archived = ?1",
        "DELETE FROM archived WHERE id = ?1",
    ] {
        transaction.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}
