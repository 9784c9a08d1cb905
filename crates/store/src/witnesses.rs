//! Which addresses state a vacancy: it is open as long as one open address does, and the first of those speaks for it.

use crate::database::{Cached, parsed, stamp};
use crate::{StoreError, closing, doubles};
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
    pub(crate) open: bool,
}

pub(crate) fn known_witness(
    transaction: &Connection,
    stating: &Stating<'_>,
) -> Result<Option<KnownWitness>, StoreError> {
    let sql = "SELECT vacancy, moved, stated_group, open FROM witness WHERE source = ?1 AND url = ?2";
    let found = transaction.query_row_cached(sql, (stating.source.as_str(), stating.address), |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
    });
    let known = found.optional()?.map(|(id, moved, group, open)| {
        let vacancy = parsed("witness.vacancy", &id)?;
        Ok(KnownWitness { vacancy, moved, group, open })
    });
    known.transpose()
}

/// The id of a vacancy that is first stated here.
pub(crate) fn id_of(stating: &Stating<'_>) -> VacancyId {
    id_at(stating.source, stating.address)
}

fn id_at(source: &SourceName, address: &str) -> VacancyId {
    crate::hash_of(format!("{source}\0{address}").as_bytes()).vacancy_id()
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

/// Whether an address speaks for its vacancy, once it states it.
pub(crate) fn is_first_witness(
    transaction: &Connection,
    vacancy: &VacancyId,
    stating: &Stating<'_>,
) -> Result<bool, StoreError> {
    let me = (stating.source.as_str(), stating.address);
    let sql = "SELECT source, url FROM witness WHERE vacancy = ?1 AND (open OR source = ?2 AND url = ?3)
               ORDER BY moved, first_seen, source, url LIMIT 1";
    let first = transaction
        .query_row(sql, (vacancy.as_str(), me.0, me.1), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
    Ok(first.optional()?.is_none_or(|(source, url)| (source.as_str(), url.as_str()) == me))
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
        let sql = "SELECT vacancy FROM witness WHERE source = ?1 AND url = ?2";
        let vacancy: String = transaction.query_row_cached(sql, key, |row| row.get(0))?;
        let spoke = speaker(transaction, &vacancy)?.is_some_and(|(_, url)| url == *address);
        transaction.execute_cached("UPDATE witness SET open = 0 WHERE source = ?1 AND url = ?2", key)?;
        closing::settle(transaction, source, address)?;
        // should it be stated again, it is as if for the first time
        let sql = "UPDATE page SET applies = NULL WHERE id = (SELECT page FROM witness WHERE source = ?1 AND url = ?2)";
        transaction.prepare_cached(sql)?.execute(key)?;
        closing::ask_anew(transaction, source, address)?;
        closed += close_unstated(transaction, &vacancy, because, now)?;
        if let Some(next) = speaker(transaction, &vacancy)?.filter(|_| spoke) {
            speak(transaction, &vacancy, &next, now)?;
        }
    }
    Ok(closed)
}

/// The page that speaks for a vacancy is past its last day: another open page takes its place. Gives whether one did.
pub(crate) fn hand_over(transaction: &Connection, vacancy: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    let Some((source, url)) = speaker(transaction, vacancy)? else { return Ok(false) };
    let sql = "SELECT count(*) FROM witness WHERE vacancy = ?1 AND open";
    let open: i64 = transaction.query_row_cached(sql, [vacancy], |row| row.get(0))?;
    if open < 2 {
        return Ok(false);
    }
    transaction.execute_cached("UPDATE witness SET open = 0 WHERE source = ?1 AND url = ?2", (&source, &url))?;
    match speaker(transaction, vacancy)? {
        Some(next) => speak(transaction, vacancy, &next, now).map(|()| true),
        None => Ok(false),
    }
}

/// The source and the open address that speak for a vacancy: its text is theirs.
fn speaker(transaction: &Connection, vacancy: &str) -> Result<Option<(String, String)>, StoreError> {
    let sql = "SELECT source, url FROM witness WHERE vacancy = ?1 AND open
               ORDER BY moved, first_seen, source, url LIMIT 1";
    Ok(transaction.query_row_cached(sql, [vacancy], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

/// A double speaks for its vacancy from now on: with what it said before it was folded, until it is read again.
fn speak(
    transaction: &Connection,
    vacancy: &str,
    (source, url): &(String, String),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let source: SourceName = parsed("witness.source", source)?;
    closing::ask_anew(transaction, &source, url)?;
    doubles::take_text(transaction, vacancy, id_at(&source, url).as_str(), now)
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
