//! Folding vacancies that proved to be one: the one that is kept gets all pages, the first date and the history. Which
//! are one is decided elsewhere; here is only how they find each other, and what is done.

use crate::closing::{closed_because, reopened};
use crate::database::{Cached, parsed, stamp};
use crate::pages::text_column;
use crate::vacancies::{close, next_sequence};
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{ClosedBecause, SourceName, VacancyId};
use rusqlite::Connection;

/// A number that more vacancies share says nothing of any: it is some agency's standing text.
const MOST_SHARERS: usize = 200;

/// Vacancies that are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fold {
    /// The one that is kept.
    pub keep: VacancyId,
    /// Those that it gets the pages of.
    pub others: Vec<VacancyId>,
}

impl VacancyStore {
    /// The open vacancies that were not held against all others as they are now, by id.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn unfolded(&self) -> Result<Vec<VacancyId>, StoreError> {
        let sql = "SELECT id FROM vacancy WHERE closed_on IS NULL AND folded_version IS NOT version ORDER BY id";
        self.ids(sql, [])
    }

    /// The vacancies that share a number with this one, open or closed on or after a day.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn alike(&self, id: &VacancyId, closed_since: NaiveDate) -> Result<Vec<VacancyId>, StoreError> {
        // how many share a number is counted once for each, before anybody who shares it is looked at
        let sql = format!(
            "WITH mine AS MATERIALIZED
               (SELECT number FROM likeness AS each WHERE vacancy = ?1
                AND (SELECT count(*) FROM (SELECT 1 FROM likeness WHERE number = each.number LIMIT {MOST_SHARERS} + 1))
                    <= {MOST_SHARERS})
             SELECT DISTINCT other.vacancy FROM mine CROSS JOIN likeness AS other ON other.number = mine.number
               CROSS JOIN vacancy ON vacancy.id = other.vacancy
             WHERE other.vacancy <> ?1 AND folded_into IS NULL AND (closed_on IS NULL OR closed_on >= ?2)
             ORDER BY other.vacancy"
        );
        self.ids(&sql, (id.as_str(), closed_since.to_string()))
    }

    /// Folds, and notes which vacancies were held against all others. Gives the source of every address that moved.
    ///
    /// # Errors
    /// Where the database fails; then nothing is folded.
    pub fn fold(
        &mut self,
        folds: &[Fold],
        compared: &[VacancyId],
        now: DateTime<Utc>,
    ) -> Result<Vec<SourceName>, StoreError> {
        let transaction = self.connection.savepoint()?;
        let mut moved = Vec::new();
        for fold in folds {
            for other in &fold.others {
                moved.extend(move_pages(&transaction, fold.keep.as_str(), other.as_str())?);
                one_into(&transaction, fold.keep.as_str(), other.as_str(), now)?;
            }
        }
        for id in compared {
            transaction.execute_cached("UPDATE vacancy SET folded_version = version WHERE id = ?1", [id.as_str()])?;
        }
        transaction.commit()?;
        moved.iter().map(|source| parsed("witness.source", source)).collect()
    }

    fn ids(&self, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<VacancyId>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let ids = statement.query_map(parameters, |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        ids.iter().map(|id| parsed("vacancy.id", id)).collect()
    }
}

/// Keeps the numbers by which a vacancy finds its doubles.
pub(crate) fn keep_likeness(transaction: &Connection, vacancy: &VacancyId, numbers: &[u64]) -> Result<(), StoreError> {
    transaction.execute_cached("DELETE FROM likeness WHERE vacancy = ?1", [vacancy.as_str()])?;
    let mut keep = transaction.prepare_cached("INSERT OR IGNORE INTO likeness (number, vacancy) VALUES (?1, ?2)")?;
    for number in numbers {
        keep.execute((number.cast_signed(), vacancy.as_str()))?;
    }
    Ok(())
}

/// Gives the sources of the open addresses that moved.
fn move_pages(transaction: &Connection, keep: &str, other: &str) -> Result<Vec<String>, StoreError> {
    let moved = text_column(transaction, "SELECT source FROM witness WHERE vacancy = ?1 AND open", [other])?;
    transaction.execute_cached("UPDATE witness SET vacancy = ?1, moved = 1 WHERE vacancy = ?2", (keep, other))?;
    Ok(moved)
}

fn one_into(transaction: &Connection, keep: &str, other: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    let kept_is_closed = closed_because(transaction, keep)?.is_some();
    let other_is_closed = closed_because(transaction, other)?.is_some();
    let sequence = next_sequence(transaction)?;
    transaction.execute_cached(
        "UPDATE vacancy SET first_seen = min(vacancy.first_seen, other.first_seen),
           last_verified = max(vacancy.last_verified, other.last_verified), sequence = ?3
         FROM (SELECT first_seen, last_verified FROM vacancy WHERE id = ?2) AS other WHERE vacancy.id = ?1",
        (keep, other, sequence),
    )?;
    if kept_is_closed && !other_is_closed {
        reopen_as(transaction, keep, other, now)?;
    }
    transaction.execute_cached("UPDATE closing SET vacancy = ?1 WHERE vacancy = ?2", (keep, other))?;
    transaction.execute_cached("UPDATE answer SET vacancy = ?1 WHERE vacancy = ?2", (keep, other))?;
    transaction
        .execute_cached("UPDATE vacancy SET folded_into = ?1 WHERE id = ?2 OR folded_into = ?2", (keep, other))?;
    transaction.execute_cached("DELETE FROM likeness WHERE vacancy = ?1", [other])?;
    close(transaction, other, ClosedBecause::Folded, now)?;
    transaction.execute_cached("DELETE FROM closing WHERE vacancy = ?1", [other])?;
    Ok(())
}

/// A closed vacancy comes back as what its new page says.
fn reopen_as(transaction: &Connection, keep: &str, other: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    take_text(transaction, keep, other, now)?;
    let sql = "UPDATE vacancy SET closed_because = NULL, closed_on = NULL, folded_version = version WHERE id = ?1";
    transaction.execute_cached(sql, [keep])?;
    let sql = "INSERT OR IGNORE INTO likeness (number, vacancy) SELECT number, ?1 FROM likeness WHERE vacancy = ?2";
    transaction.execute_cached(sql, (keep, other))?;
    reopened(transaction, keep, now.date_naive())
}

/// A vacancy says from now on what another one, that was or is folded into it, said last. Nothing, where that is not known.
pub(crate) fn take_text(
    transaction: &Connection,
    keep: &str,
    other: &str,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let sequence = next_sequence(transaction)?;
    let taken = transaction.execute_cached(
        "UPDATE vacancy SET version = other.version, posting_group = other.posting_group, sequence = ?3
         FROM (SELECT vacancy.version, posting_group FROM vacancy JOIN vacancy_version
                 ON vacancy_version.vacancy = vacancy.id AND vacancy_version.version = vacancy.version
               WHERE vacancy.id = ?2) AS other
         WHERE vacancy.id = ?1",
        (keep, other, sequence),
    )?;
    if taken == 0 {
        return Ok(());
    }
    let sql = "UPDATE vacancy_version SET valid_to = ?2 WHERE vacancy = ?1 AND valid_to IS NULL";
    transaction.execute_cached(sql, (keep, stamp(now)))?;
    transaction.execute_cached(
        "INSERT INTO vacancy_version (vacancy, version, posting, valid_from, archived)
         SELECT ?1, vacancy_version.version, posting, ?3, archived FROM vacancy_version JOIN vacancy ON vacancy.id = vacancy_version.vacancy
           AND vacancy.version = vacancy_version.version WHERE vacancy.id = ?2
         ON CONFLICT (vacancy, version) DO UPDATE SET valid_to = NULL, archived = excluded.archived",
        (keep, other, stamp(now)),
    )?;
    Ok(())
}
