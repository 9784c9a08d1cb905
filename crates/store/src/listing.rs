//! What a complete listing says: what it names is open; what its source stated and it no longer names is closed, or
//! doubtful where the listing itself looks broken. What it named is in the frontier's `listed`.

use crate::StoreError;
use crate::closing::{Doubted, take};
use crate::database::{Cached, stamp, to_json};
use crate::frontier::is_listed;
use chrono::{DateTime, Utc};
use domain::{ClosingRules, ClosingSign, SignWeight, SourceName};
use rusqlite::Connection;
use url::Url;

/// What a complete listing made of vacancies that it does not name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Unlisted {
    /// Closed.
    pub closed: usize,
    /// Addresses that became doubtful, or stay so.
    pub doubtful: usize,
}

/// The addresses of witnesses that a listing of the source names, or whose page it names.
const NAMED: &str = "SELECT witness.url FROM listed
       JOIN witness ON witness.source = listed.source AND witness.url = listed.url
     WHERE listed.source = ?1
     UNION
     SELECT witness.url FROM listed JOIN page ON page.source = listed.source AND page.url = listed.url
       JOIN witness ON witness.page = page.id
     WHERE listed.source = ?1 AND witness.source = ?1";

/// Takes what the listing of a source named in the run under way for complete.
pub(crate) fn settle(
    transaction: &Connection,
    source: &SourceName,
    rules: &ClosingRules,
    now: DateTime<Utc>,
) -> Result<Unlisted, StoreError> {
    verify_named(transaction, source, now)?;
    let stating = stating(transaction, source)?;
    let sql = "SELECT count(*) FROM listed WHERE source = ?1";
    let named = transaction.query_row_cached(sql, [source.as_str()], |row| row.get(0))?;
    let shrunk = rules.has_shrunk(stating.len(), named);
    let mut unlisted = Vec::new();
    for (address, page) in stating {
        if !is_named(transaction, source, &address)? && !is_named(transaction, source, &page)? {
            unlisted.push(address);
        }
    }
    let sign = if shrunk { ClosingSign::ListingShrank } else { ClosingSign::NotListed };
    let closed = take(transaction, &Doubted { source, sign, rules, now }, &unlisted)?;
    let doubtful = match rules.weight(sign) {
        SignWeight::Strong => 0,
        SignWeight::Weak | SignWeight::Faint => unlisted.len().saturating_sub(closed),
    };
    Ok(Unlisted { closed, doubtful })
}

/// What is named is verified; doubts that an earlier listing made are gone, those that a page made stay.
fn verify_named(transaction: &Connection, source: &SourceName, now: DateTime<Utc>) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE vacancy SET last_verified = ?2 WHERE closed_on IS NULL AND id IN
           (SELECT vacancy FROM witness WHERE open AND source = ?1 AND url IN ({NAMED}))"
    );
    transaction.execute_cached(&sql, (source.as_str(), stamp(now)))?;
    let [shrank, unlisted] = [ClosingSign::ListingShrank, ClosingSign::NotListed].map(|sign| to_json("sign", &sign));
    let sql = format!("DELETE FROM doubt WHERE sign IN (?2, ?3) AND source = ?1 AND url IN ({NAMED})");
    transaction.execute_cached(&sql, (source.as_str(), shrank?, unlisted?))?;
    Ok(())
}

/// The addresses at which a source states something open, each with its page.
fn stating(transaction: &Connection, source: &SourceName) -> Result<Vec<(String, String)>, StoreError> {
    let sql = "SELECT witness.url, page.url FROM witness JOIN page ON page.id = witness.page
               WHERE witness.source = ?1 AND witness.open";
    let mut statement = transaction.prepare_cached(sql)?;
    let rows = statement.query_map([source.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn is_named(transaction: &Connection, source: &SourceName, url: &str) -> Result<bool, StoreError> {
    Url::parse(url).map_or(Ok(false), |url| is_listed(transaction, source, &url))
}
