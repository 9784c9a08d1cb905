//! Which addresses state a vacancy: a vacancy is open as long as one open address does.

use crate::database::{Cached, parsed, stamp};
use crate::{StoreError, closing};
use chrono::{DateTime, Utc};
use domain::{ClosedBecause, SourceName, VacancyId};
use rusqlite::{Connection, OptionalExtension};

/// Where a posting stands.
pub(crate) struct Stating<'a> {
    pub(crate) source: &'a SourceName,
    pub(crate) page: i64,
    pub(crate) address: &'a str,
    pub(crate) archived: Option<i64>,
    pub(crate) now: DateTime<Utc>,
    pub(crate) doubtful: bool,
}

/// What an address stated before.
pub(crate) struct KnownWitness {
    pub(crate) vacancy: VacancyId,
    pub(crate) moved: bool,
    pub(crate) group: String,
}

pub(crate) fn known_witness(
    transaction: &Connection,
    stating: &Stating<'_>,
) -> Result<Option<KnownWitness>, StoreError> {
    let sql = "SELECT vacancy, moved, stated_group FROM witness WHERE source = ?1 AND url = ?2";
    let found = transaction.query_row_cached(sql, (stating.source.as_str(), stating.address), |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    });
    let found = found.optional()?;
    let known =
        found.map(|(id, moved, group)| Ok(KnownWitness { vacancy: parsed("witness.vacancy", &id)?, moved, group }));
    known.transpose()
}

/// The id of a vacancy that is first stated here.
pub(crate) fn id_of(stating: &Stating<'_>) -> VacancyId {
    crate::hash_of(format!("{}\0{}", stating.source, stating.address).as_bytes()).vacancy_id()
}

pub(crate) fn keep_witness(
    transaction: &Connection,
    stating: &Stating<'_>,
    vacancy: &VacancyId,
    group: &str,
) -> Result<(), StoreError> {
    transaction.execute_cached(
        "INSERT INTO witness (source, url, page, vacancy, open, first_seen, stated_group) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)
         ON CONFLICT (source, url) DO UPDATE SET page = ?3, open = 1, moved = moved AND vacancy = ?4, vacancy = ?4,
           stated_group = ?6",
        (stating.source.as_str(), stating.address, stating.page, vacancy.as_str(), stamp(stating.now), group),
    )?;
    Ok(())
}

pub(crate) fn is_first_witness(
    transaction: &Connection,
    vacancy: &VacancyId,
    stating: &Stating<'_>,
) -> Result<bool, StoreError> {
    let sql =
        "SELECT source, url FROM witness WHERE vacancy = ?1 AND open ORDER BY moved, first_seen, source, url LIMIT 1";
    let first = transaction
        .query_row_cached(sql, [vacancy.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
    Ok(first.optional()?.is_none_or(|(source, url)| source == stating.source.as_str() && url == stating.address))
}

/// These addresses no longer state anything. Gives how many vacancies have no open address left, and closes them.
pub(crate) fn withdraw(
    transaction: &Connection,
    source: &SourceName,
    addresses: &[String],
    because: ClosedBecause,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let mut closed = 0;
    for address in addresses {
        let key = (source.as_str(), address.as_str());
        transaction.execute_cached("UPDATE witness SET open = 0 WHERE source = ?1 AND url = ?2", key)?;
        closing::settle(transaction, source, address)?;
        closing::ask_anew(transaction, source, address)?;
        let sql = "SELECT vacancy FROM witness WHERE source = ?1 AND url = ?2";
        let vacancy: String = transaction.query_row_cached(sql, key, |row| row.get(0))?;
        closed += close_unstated(transaction, &vacancy, because, now)?;
    }
    Ok(closed)
}

/// Closes a vacancy that no open address states; gives 1 where it did.
pub(crate) fn close_unstated(
    transaction: &Connection,
    vacancy: &str,
    because: ClosedBecause,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let sql = "SELECT count(*) FROM witness WHERE vacancy = ?1 AND open";
    let left: i64 = transaction.query_row_cached(sql, [vacancy], |row| row.get(0))?;
    if left == 0 { crate::vacancies::close(transaction, vacancy, because, now) } else { Ok(0) }
}
