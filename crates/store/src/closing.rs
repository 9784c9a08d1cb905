//! Signs of closing: a strong one closes at once, a weak one makes doubtful and closes when it was there for some nights, a
//! faint one makes doubtful and never closes alone.
//! What the signs are is read elsewhere; how they are weighed is data.

use crate::database::{Cached, from_json, parsed, to_json};
use crate::pages::text_column;
use crate::witnesses::withdraw;
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{ClosedBecause, Closing, ClosingRules, ClosingSign, Hash, SignWeight, SourceName, VacancyId};
use rusqlite::{Connection, OptionalExtension};
use url::Url;

impl VacancyStore {
    /// Every time that a vacancy was closed, in order.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn closings(&self, id: &VacancyId) -> Result<Vec<Closing>, StoreError> {
        let sql = "SELECT because, closed_on, reopened_on FROM closing WHERE vacancy = ?1 ORDER BY closed_on, rowid";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([id.as_str()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let rows = rows.collect::<Result<Vec<(String, String, Option<String>)>, _>>()?;
        rows.iter()
            .map(|(because, on, reopened)| {
                Ok(Closing {
                    because: from_json("closing.because", because)?,
                    on: parsed("closing.closed_on", on)?,
                    reopened: reopened.as_deref().map(|day| parsed("closing.reopened_on", day)).transpose()?,
                })
            })
            .collect()
    }
}

/// A sign at addresses of a source.
pub(crate) struct Doubted<'a> {
    pub(crate) source: &'a SourceName,
    pub(crate) sign: ClosingSign,
    pub(crate) rules: &'a ClosingRules,
    pub(crate) now: DateTime<Utc>,
}

/// Takes a sign at some addresses by its weight. Gives how many vacancies were closed.
pub(crate) fn take(transaction: &Connection, doubted: &Doubted<'_>, addresses: &[String]) -> Result<usize, StoreError> {
    match doubted.rules.weight(doubted.sign) {
        SignWeight::Strong => withdraw(transaction, doubted.source, addresses, doubted.sign.because(), doubted.now),
        SignWeight::Weak | SignWeight::Faint => doubt(transaction, doubted, addresses),
    }
}

/// Notes a sign that does not close at once, and closes where there were enough.
fn doubt(transaction: &Connection, doubted: &Doubted<'_>, addresses: &[String]) -> Result<usize, StoreError> {
    let Doubted { source, rules, now, .. } = doubted;
    let mut closed = 0;
    for address in addresses {
        if !is_open(transaction, source, address)? {
            continue;
        }
        let noted = note(transaction, doubted, address)?;
        if noted.weak > 0 && noted.weak + noted.faint.min(1) >= rules.weak_nights {
            let because = noted.sign.because();
            closed += withdraw(transaction, source, std::slice::from_ref(address), because, *now)?;
        } else if noted.weak == 0 && noted.faint > rules.faint_nights {
            is_usual(transaction, source, address)?;
        }
    }
    Ok(closed)
}

/// An earlier sign of the same page may have closed it already.
fn is_open(transaction: &Connection, source: &SourceName, address: &str) -> Result<bool, StoreError> {
    let sql = "SELECT open FROM witness WHERE source = ?1 AND url = ?2";
    let open = transaction.prepare_cached(sql)?.query_row((source.as_str(), address), |row| row.get(0)).optional()?;
    Ok(open.unwrap_or(true))
}

/// The signs noted at an address so far.
struct Noted {
    weak: u32,
    faint: u32,
    /// The one that says most.
    sign: ClosingSign,
}

/// Notes a sign, each weight once a night.
fn note(transaction: &Connection, doubted: &Doubted<'_>, address: &str) -> Result<Noted, StoreError> {
    let Doubted { source, sign, rules, now } = doubted;
    let is_faint = rules.weight(*sign) == SignWeight::Faint;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO doubt (source, url, sign, since, last, nights, faint) VALUES (?1, ?2, ?3, ?4, ?4, NOT ?5, ?5)
         ON CONFLICT (source, url) DO UPDATE SET
           sign = iif(?5 AND nights > 0, sign, ?3),
           nights = nights + (NOT ?5 AND (last < ?4 OR nights = 0)),
           faint = faint + (?5 AND (last < ?4 OR faint = 0)),
           last = ?4
         RETURNING nights, faint, sign",
    )?;
    let key = (source.as_str(), address, to_json("doubt.sign", sign)?, now.date_naive().to_string(), is_faint);
    let (weak, faint, sign): (u32, u32, String) =
        statement.query_row(key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(Noted { weak, faint, sign: from_json("doubt.sign", &sign)? })
}

/// A page without a way to apply has stated its vacancy for so long that this is its usual form.
fn is_usual(transaction: &Connection, source: &SourceName, address: &str) -> Result<(), StoreError> {
    settle(transaction, source, address)?;
    let sql = "UPDATE page SET applies = 0 WHERE id = (SELECT page FROM witness WHERE source = ?1 AND url = ?2)";
    transaction.execute_cached(sql, (source.as_str(), address))?;
    Ok(())
}

/// What a page stated is there: no doubt is left.
pub(crate) fn settle(transaction: &Connection, source: &SourceName, address: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM doubt WHERE source = ?1 AND url = ?2";
    transaction.prepare_cached(sql)?.execute((source.as_str(), address))?;
    Ok(())
}

/// A page is as it was: doubts that a listing made of what it states are gone, those that it made itself stay.
pub(crate) fn settle_listed(transaction: &Connection, source: &SourceName, url: &Url) -> Result<(), StoreError> {
    let [shrank, unlisted] = [ClosingSign::ListingShrank, ClosingSign::NotListed].map(|sign| to_json("sign", &sign));
    let mut statement = transaction.prepare_cached(
        "DELETE FROM doubt WHERE source = ?1 AND sign IN (?3, ?4) AND url IN
           (SELECT witness.url FROM page JOIN witness ON witness.page = page.id
            WHERE page.source = ?1 AND page.url = ?2 AND witness.source = ?1)",
    )?;
    statement.execute((source.as_str(), url.as_str(), shrank?, unlisted?))?;
    Ok(())
}

/// Neither a later 304 nor the same body must bring back what is closed or doubtful, and what is doubtful is due every
/// night: the page at an address, and the one that states it, is asked for, and read, as if for the first time. A page
/// that was never had (status 0) is as it was: its listing may state the vacancy again.
pub(crate) fn ask_anew(transaction: &Connection, source: &SourceName, url: &str) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "UPDATE page SET etag = NULL, last_modified = NULL, listed_last_modified = NULL, unchanged = 0, hash = ?3
         WHERE source = ?1 AND status <> 0 AND (url = ?2 OR id = (SELECT page FROM witness WHERE source = ?1 AND url = ?2))",
    )?;
    statement.execute((source.as_str(), url, Hash::from_bytes([0; 32]).as_str()))?;
    Ok(())
}

/// The addresses whose vacancies a page states.
pub(crate) fn stated_by(transaction: &Connection, source: &SourceName, url: &Url) -> Result<Vec<String>, StoreError> {
    text_column(
        transaction,
        "SELECT url FROM witness WHERE source = ?1 AND url = ?2 AND open UNION
         SELECT witness.url FROM page JOIN witness ON witness.page = page.id
         WHERE page.source = ?1 AND page.url = ?2 AND witness.source = ?1 AND open",
        (source.as_str(), url.as_str()),
    )
}

/// A closed vacancy is there again: its last closing is given an end.
pub(crate) fn reopened(transaction: &Connection, vacancy: &str, on: NaiveDate) -> Result<(), StoreError> {
    let sql = "UPDATE closing SET reopened_on = ?2 WHERE vacancy = ?1 AND reopened_on IS NULL";
    transaction.execute_cached(sql, (vacancy, on.to_string()))?;
    Ok(())
}

/// Whether a vacancy is closed, and why.
pub(crate) fn closed_because(transaction: &Connection, vacancy: &str) -> Result<Option<ClosedBecause>, StoreError> {
    let sql = "SELECT closed_because FROM vacancy WHERE id = ?1";
    let because =
        transaction.query_row_cached(sql, [vacancy], |row| row.get::<_, Option<String>>(0)).optional()?.flatten();
    because.map(|because| from_json("vacancy.closed_because", &because)).transpose()
}
