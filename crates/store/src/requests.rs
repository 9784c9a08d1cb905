//! One request's end, in one transaction: what it brought, what is to be fetched further, and the source's report so far.
//! What a page states is kept in `pages`.

use crate::database::stamp;
use crate::frontier::{self, Ended};
use crate::pages::{PageCommit, PageOutcome, keep_page_and_postings, text_column, withdraw};
use crate::retention::archived_id;
use crate::{SourceReport, StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{ClosedBecause, Hash, Page, SourceName};
use rusqlite::Transaction;
use url::Url;

/// What a request brought.
#[derive(Debug)]
pub enum Brought<'a> {
    /// Nothing to keep.
    Nothing,
    /// A page.
    Page(PageCommit<'a>),
    /// The page is as it was.
    Unchanged(Unchanged<'a>),
    /// The page says that what it stated is closed.
    Closed {
        /// Its address.
        url: &'a Url,
        /// Why.
        because: ClosedBecause,
        /// When.
        now: DateTime<Utc>,
        /// The page, with its file and offset in the page archive.
        archived: Option<(&'a Page, (String, u64))>,
    },
}

/// A page that is as it was.
#[derive(Debug)]
pub struct Unchanged<'a> {
    /// Its address.
    pub url: &'a Url,
    /// Whether it was asked for; else its listing says so.
    pub asked: bool,
    /// The answer, where it came with the same body as before, with file and offset in the page archive.
    pub page: Option<(&'a Page, (String, u64))>,
    /// What the listing said of its last change.
    pub listed_last_modified: Option<DateTime<Utc>>,
    /// When.
    pub now: DateTime<Utc>,
}

impl SourceReport {
    fn add(&mut self, outcome: PageOutcome) {
        self.new += outcome.new;
        self.changed += outcome.changed;
        self.reopened += outcome.reopened;
        self.duplicates += outcome.duplicates;
    }
}

impl VacancyStore {
    /// One request ended: what it brought, what is to be fetched further and the source's report, in one transaction. Adds
    /// to the report what changed, and gives how many pages were not known before.
    ///
    /// # Errors
    /// Where the database fails; then nothing of it is kept.
    pub fn end_request(
        &mut self,
        ended: &Ended<'_>,
        brought: &Brought<'_>,
        report: &mut SourceReport,
    ) -> Result<usize, StoreError> {
        let transaction = self.connection.transaction()?;
        match brought {
            Brought::Nothing => {}
            Brought::Page(commit) => report.add(keep_page_and_postings(&transaction, commit)?),
            Brought::Unchanged(unchanged) => touch(&transaction, ended.source, unchanged)?,
            Brought::Closed { url, because, now, archived } => {
                if let Some((page, place)) = archived {
                    archived_id(&transaction, page, place)?;
                }
                report.closed += close_page(&transaction, ended.source, url, (*because, *now))?;
            }
        }
        let found = frontier::end(&transaction, ended, report)?;
        transaction.commit()?;
        Ok(found)
    }

    /// A page says that what it stated is closed. Gives how many vacancies no open page states any more.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn close_page(
        &mut self,
        source: &SourceName,
        url: &Url,
        because: ClosedBecause,
        now: DateTime<Utc>,
    ) -> Result<usize, StoreError> {
        let transaction = self.connection.transaction()?;
        let closed = close_page(&transaction, source, url, (because, now))?;
        transaction.commit()?;
        Ok(closed)
    }
}

/// A page is as it was: what it states is verified.
fn touch(transaction: &Transaction<'_>, source: &SourceName, unchanged: &Unchanged<'_>) -> Result<(), StoreError> {
    let (now, url) = (stamp(unchanged.now), unchanged.url.as_str());
    let listed = unchanged.listed_last_modified.map(stamp);
    let mut statement = transaction.prepare_cached(
        "UPDATE page SET verified_at = ?3, listed_last_modified = coalesce(?4, listed_last_modified),
           asked_at = iif(?5, ?3, asked_at), unchanged = unchanged + ?5 WHERE source = ?1 AND url = ?2",
    )?;
    statement.execute((source.as_str(), url, &now, listed, unchanged.asked))?;
    if let Some((page, place)) = &unchanged.page {
        let (archived, validators) = (archived_id(transaction, page, place)?, page.validators());
        let sql = "UPDATE page SET etag = ?3, last_modified = ?4, archived = ?5 WHERE source = ?1 AND url = ?2";
        let key = (source.as_str(), url, validators.etag, validators.last_modified, archived);
        transaction.prepare_cached(sql)?.execute(key)?;
    }
    let mut statement = transaction.prepare_cached(
        "UPDATE vacancy SET last_verified = ?3 WHERE closed_on IS NULL AND id IN
           (SELECT vacancy FROM witness JOIN page ON page.id = witness.page
            WHERE page.source = ?1 AND page.url = ?2 AND witness.open)",
    )?;
    statement.execute((source.as_str(), url, &now))?;
    Ok(())
}

fn close_page(
    transaction: &Transaction<'_>,
    source: &SourceName,
    url: &Url,
    (because, now): (ClosedBecause, DateTime<Utc>),
) -> Result<usize, StoreError> {
    forget(transaction, source, url.as_str())?;
    let addresses = text_column(
        transaction,
        "SELECT witness.url FROM witness JOIN page ON page.id = witness.page
         WHERE witness.source = ?1 AND (page.url = ?2 OR witness.url = ?2) AND witness.open",
        (source.as_str(), url.as_str()),
    )?;
    withdraw(transaction, source, &addresses, because, now)
}

/// What is closed must come back when its page is as it was: the page is asked for, and read, as if for the first time.
fn forget(transaction: &Transaction<'_>, source: &SourceName, url: &str) -> Result<(), StoreError> {
    let mut statement = transaction.prepare_cached(
        "UPDATE page SET etag = NULL, last_modified = NULL, listed_last_modified = NULL, unchanged = 0, hash = ?3
         WHERE source = ?1 AND url = ?2",
    )?;
    statement.execute((source.as_str(), url, Hash::from_bytes([0; 32]).as_str()))?;
    Ok(())
}

/// After a complete listing: what it names is verified, what the source stated and it no longer names is closed. Gives how
/// many were closed.
pub(crate) fn settle_listing(
    transaction: &Transaction<'_>,
    source: &SourceName,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    transaction.execute(
        "UPDATE vacancy SET last_verified = ?2 WHERE closed_on IS NULL AND id IN
           (SELECT witness.vacancy FROM listed JOIN witness ON witness.source = listed.source AND witness.url = listed.url
            WHERE listed.source = ?1 AND witness.open
            UNION
            SELECT witness.vacancy FROM listed JOIN page ON page.source = listed.source AND page.url = listed.url
            JOIN witness ON witness.page = page.id
            WHERE listed.source = ?1 AND witness.source = ?1 AND witness.open)",
        (source.as_str(), stamp(now)),
    )?;
    let named = |url: &str| match Url::parse(url) {
        Ok(url) => frontier::is_listed(transaction, source, &url),
        Err(_) => Ok(false),
    };
    let sql = "SELECT witness.url, page.url FROM witness JOIN page ON page.id = witness.page
               WHERE witness.source = ?1 AND witness.open";
    let mut statement = transaction.prepare(sql)?;
    let rows = statement.query_map([source.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut unlisted: Vec<(String, String)> = Vec::new();
    for row in rows {
        let (address, page): (String, String) = row?;
        if !named(&address)? && !named(&page)? {
            unlisted.push((address, page));
        }
    }
    for (_, page) in &unlisted {
        forget(transaction, source, page)?;
    }
    let addresses: Vec<String> = unlisted.into_iter().map(|(address, _)| address).collect();
    withdraw(transaction, source, &addresses, ClosedBecause::NotListed, now)
}
