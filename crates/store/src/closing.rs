//! Signs of closing: a strong one closes at once, a weak one makes doubtful and closes when it was there for some nights.
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
        SignWeight::Weak => doubt(transaction, doubted, addresses),
    }
}

/// Notes a weak sign, once a night, and closes where it was there for enough nights.
fn doubt(transaction: &Connection, doubted: &Doubted<'_>, addresses: &[String]) -> Result<usize, StoreError> {
    let Doubted { source, sign, rules, now } = doubted;
    let (sign_name, today) = (to_json("doubt.sign", sign)?, now.date_naive().to_string());
    let mut closed = 0;
    for address in addresses {
        let nights: u32 = transaction.query_row_cached(
            "INSERT INTO doubt (source, url, sign, since, last, nights) VALUES (?1, ?2, ?3, ?4, ?4, 1)
             ON CONFLICT (source, url) DO UPDATE SET sign = ?3, last = ?4, nights = nights + (last < ?4)
             RETURNING nights",
            (source.as_str(), address, &sign_name, &today),
            |row| row.get(0),
        )?;
        if nights >= rules.weak_nights {
            closed += withdraw(transaction, source, std::slice::from_ref(address), sign.because(), *now)?;
        }
    }
    Ok(closed)
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
