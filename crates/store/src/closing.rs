//! Signs of closing: a strong one closes at once, a weak one makes doubtful and closes when it was there for some nights.
//! What the signs are is read elsewhere; how they are weighed is data.

use crate::database::{from_json, parsed, to_json};
use crate::pages::{text_column, withdraw};
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{ClosedBecause, Closing, ClosingRules, ClosingSign, SignWeight, SourceName, VacancyId};
use rusqlite::{OptionalExtension, Transaction};
use std::collections::BTreeSet;
use url::Url;

/// What a complete listing made of vacancies that it does not name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unlisted {
    /// Closed.
    pub closed: usize,
    /// Addresses that became doubtful, or stay so.
    pub doubtful: usize,
}

impl VacancyStore {
    /// A page gives a sign that what it stated is closed. Gives how many vacancies were closed by it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn take_sign(
        &mut self,
        (source, url): (&SourceName, &Url),
        sign: ClosingSign,
        rules: &ClosingRules,
        now: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        match rules.weight(sign) {
            SignWeight::Strong => self.close_page(source, url, sign.because(), now),
            SignWeight::Weak => {
                let transaction = self.connection.transaction()?;
                let addresses = stated_by(&transaction, source, url)?;
                ask_anew(&transaction, source, url)?;
                let closed = doubt(&transaction, &Doubted { source, sign, rules, now }, &addresses)?;
                transaction.commit()?;
                Ok(closed)
            }
        }
    }

    /// After a complete listing: what the source stated and the listing no longer names is closed, or doubtful where the
    /// listing itself looks broken.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn close_unlisted(
        &mut self,
        source: &SourceName,
        listed: &BTreeSet<Url>,
        rules: &ClosingRules,
        now: DateTime<Utc>,
    ) -> Result<Unlisted, StoreError> {
        let transaction = self.connection.transaction()?;
        let named = |url: &str| Url::parse(url).is_ok_and(|url| listed.contains(&url));
        let sql = "SELECT witness.url, page.url FROM witness JOIN page ON page.id = witness.page
                   WHERE witness.source = ?1 AND witness.open";
        let stating: Vec<(String, String)> = {
            let mut statement = transaction.prepare(sql)?;
            let rows = statement.query_map([source.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<Result<_, _>>()?
        };
        let shrunk = rules.has_shrunk(stating.len(), listed.len());
        let unlisted = stating.into_iter().filter(|(address, page)| !named(address) && !named(page));
        let unlisted: Vec<String> = unlisted.map(|(address, _)| address).collect();
        let sign = if shrunk { ClosingSign::ListingShrank } else { ClosingSign::NotListed };
        let doubted = Doubted { source, sign, rules, now };
        let closed = take(&transaction, &doubted, &unlisted)?;
        transaction.commit()?;
        let doubtful =
            if rules.weight(sign) == SignWeight::Weak { unlisted.len() - closed.min(unlisted.len()) } else { 0 };
        Ok(Unlisted { closed, doubtful })
    }

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
pub(crate) fn take(
    transaction: &Transaction<'_>,
    doubted: &Doubted<'_>,
    addresses: &[String],
) -> Result<usize, StoreError> {
    match doubted.rules.weight(doubted.sign) {
        SignWeight::Strong => withdraw(transaction, doubted.source, addresses, doubted.sign.because(), doubted.now),
        SignWeight::Weak => doubt(transaction, doubted, addresses),
    }
}

/// Notes a weak sign, once a night, and closes where it was there for enough nights.
fn doubt(transaction: &Transaction<'_>, doubted: &Doubted<'_>, addresses: &[String]) -> Result<usize, StoreError> {
    let Doubted { source, sign, rules, now } = doubted;
    let (sign_name, today) = (to_json("doubt.sign", sign)?, now.date_naive().to_string());
    let mut closed = 0;
    for address in addresses {
        let nights: u32 = transaction.query_row(
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
pub(crate) fn settle(transaction: &Transaction<'_>, source: &SourceName, address: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM doubt WHERE source = ?1 AND url = ?2";
    transaction.execute(sql, (source.as_str(), address))?;
    Ok(())
}

/// A listing names an address, or its page is as it was: doubts that a listing made are gone, those of the page stay.
pub(crate) fn settle_listed(transaction: &Transaction<'_>, source: &SourceName, url: &Url) -> Result<(), StoreError> {
    let [shrank, unlisted] = [ClosingSign::ListingShrank, ClosingSign::NotListed].map(|sign| to_json("sign", &sign));
    transaction.execute(
        "DELETE FROM doubt WHERE source = ?1 AND sign IN (?3, ?4) AND url IN
           (SELECT witness.url FROM witness JOIN page ON page.id = witness.page
            WHERE witness.source = ?1 AND (witness.url = ?2 OR page.url = ?2))",
        (source.as_str(), url.as_str(), shrank?, unlisted?),
    )?;
    Ok(())
}

/// A later 304 must not bring back what is closed or doubtful: the page is asked for as if for the first time.
pub(crate) fn ask_anew(transaction: &Transaction<'_>, source: &SourceName, url: &Url) -> Result<(), StoreError> {
    transaction.execute(
        "UPDATE page SET etag = NULL, last_modified = NULL, listed_last_modified = NULL WHERE source = ?1 AND url = ?2",
        (source.as_str(), url.as_str()),
    )?;
    Ok(())
}

/// The addresses whose vacancies a page states.
pub(crate) fn stated_by(
    transaction: &Transaction<'_>,
    source: &SourceName,
    url: &Url,
) -> Result<Vec<String>, StoreError> {
    text_column(
        transaction,
        "SELECT witness.url FROM witness JOIN page ON page.id = witness.page
         WHERE witness.source = ?1 AND (page.url = ?2 OR witness.url = ?2) AND witness.open",
        (source.as_str(), url.as_str()),
    )
}

/// A closed vacancy is there again: its last closing is given an end.
pub(crate) fn reopened(transaction: &Transaction<'_>, vacancy: &str, on: NaiveDate) -> Result<(), StoreError> {
    let sql = "UPDATE closing SET reopened_on = ?2 WHERE vacancy = ?1 AND reopened_on IS NULL";
    transaction.execute(sql, (vacancy, on.to_string()))?;
    Ok(())
}

/// Whether a vacancy is closed, and why.
pub(crate) fn closed_because(
    transaction: &Transaction<'_>,
    vacancy: &str,
) -> Result<Option<ClosedBecause>, StoreError> {
    let sql = "SELECT closed_because FROM vacancy WHERE id = ?1";
    let because = transaction.query_row(sql, [vacancy], |row| row.get::<_, Option<String>>(0)).optional()?.flatten();
    because.map(|because| from_json("vacancy.closed_because", &because)).transpose()
}
