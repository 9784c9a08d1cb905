//! One request's end, in one transaction: what it brought, what is to be fetched further, and the source's report so far.
//! What a page states is kept in `pages`.

use crate::closing::{self, Doubted};
use crate::database::stamp;
use crate::frontier::{self, Ended};
use crate::pages::{PageCommit, PageOutcome, keep_page_and_postings};
use crate::retention::archived_id;
use crate::runs::keep_report;
use crate::{RunId, SourceReport, StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{ClosingRules, ClosingSign, Page, SourceName};
use rusqlite::Connection;
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
    /// The page gives a sign that what it stated is closed.
    Sign(Sign<'a>),
}

/// A page that gives a sign of closing, and is not read further.
#[derive(Debug)]
pub struct Sign<'a> {
    /// Its address.
    pub url: &'a Url,
    /// The sign.
    pub sign: ClosingSign,
    /// How it is taken.
    pub rules: &'a ClosingRules,
    /// The page, with its file and offset in the page archive.
    pub archived: Option<(&'a Page, (String, u64))>,
    /// When.
    pub now: DateTime<Utc>,
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
        self.closed += outcome.closed;
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
        let transaction = self.connection.savepoint()?;
        take_in(&transaction, ended.source, brought, report)?;
        let found = frontier::end(&transaction, ended, report)?;
        transaction.commit()?;
        Ok(found)
    }

    /// One request that is part of no frontier ended: what it brought, and the source's report so far, in one transaction.
    ///
    /// # Errors
    /// Where the database fails; then nothing of it is kept.
    pub fn end_lone_request(
        &mut self,
        run: RunId,
        source: &SourceName,
        brought: &Brought<'_>,
        report: &mut SourceReport,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.savepoint()?;
        take_in(&transaction, source, brought, report)?;
        keep_report(&transaction, run, source, report)?;
        Ok(transaction.commit()?)
    }
}

fn take_in(
    transaction: &Connection,
    source: &SourceName,
    brought: &Brought<'_>,
    report: &mut SourceReport,
) -> Result<(), StoreError> {
    match brought {
        Brought::Nothing => {}
        Brought::Page(commit) => report.add(keep_page_and_postings(transaction, commit)?),
        Brought::Unchanged(unchanged) => touch(transaction, source, unchanged)?,
        Brought::Sign(sign) => report.closed += take_sign(transaction, source, sign)?,
    }
    Ok(())
}

/// A page is as it was: what it states is verified.
fn touch(transaction: &Connection, source: &SourceName, unchanged: &Unchanged<'_>) -> Result<(), StoreError> {
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
    closing::settle_listed(transaction, source, unchanged.url)
}

/// Gives how many vacancies were closed by it.
fn take_sign(transaction: &Connection, source: &SourceName, given: &Sign<'_>) -> Result<usize, StoreError> {
    if let Some((page, place)) = &given.archived {
        archived_id(transaction, page, place)?;
    }
    closing::ask_anew(transaction, source, given.url.as_str())?;
    let addresses = closing::stated_by(transaction, source, given.url)?;
    let doubted = Doubted { source, sign: given.sign, rules: given.rules, now: given.now };
    closing::take(transaction, &doubted, &addresses)
}
