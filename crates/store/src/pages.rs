//! Pages seen, and what each of them brought: one page, one transaction. What becomes of its postings is said in `postings`.

use crate::closing::{self, Doubted};
use crate::database::{from_json, moment, parsed, stamp, to_json};
use crate::postings::keep_posting;
use crate::retention::archived_id;
use crate::witnesses::Stating;
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{ClosingRules, ClosingSign, Hash, Page, PageRequest, Posting, Purpose, SourceName, Validators};
use rusqlite::Connection;
use std::collections::BTreeSet;
use url::Url;

/// What is known of a page from an earlier fetch.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// What to send along to ask only for a change.
    pub validators: Validators,
    /// SHA-256 of its body.
    pub hash: Hash,
    /// When its bytes were fetched.
    pub fetched_at: DateTime<Utc>,
    /// When it was last known to be as it is: fetched, or answered 304.
    pub verified_at: DateTime<Utc>,
    /// When it was last asked for, whatever the answer.
    pub asked_at: DateTime<Utc>,
    /// How many answers in a row brought nothing new.
    pub unchanged: u32,
    /// What its listing said of its last change when it was fetched.
    pub listed_last_modified: Option<DateTime<Utc>>,
    /// What its reader asked for.
    pub requests: Vec<PageRequest>,
    /// The addresses that it lists, where it is a listing.
    pub listing: Option<Vec<Url>>,
}

/// One posting of a page, with what folding needs.
#[derive(Debug, Clone, PartialEq)]
pub struct NewPosting {
    /// What the page says.
    pub posting: Posting,
    /// SHA-256 of its canonical JSON.
    pub version: Hash,
    /// Same employer and title, any place.
    pub group: String,
    /// The numbers by which it finds its doubles.
    pub likeness: Vec<u64>,
}

/// All that one fetched page brings.
#[derive(Debug)]
pub struct PageCommit<'a> {
    /// The page.
    pub page: &'a Page,
    /// What the listing said of its last change.
    pub listed_last_modified: Option<DateTime<Utc>>,
    /// What its reader asks for.
    pub requests: &'a [PageRequest],
    /// The addresses that it lists, where it is a listing.
    pub listing: Option<&'a [Url]>,
    /// File and offset in the page archive of the record that holds its body.
    pub archived: Option<(String, u64)>,
    /// What it states.
    pub postings: Vec<NewPosting>,
    /// A weak sign that what it states is closed all the same.
    pub doubt: Option<ClosingSign>,
    /// Whether it has a link or a form to apply by, where that was looked at.
    pub applies: Option<bool>,
    /// How signs of closing are taken.
    pub closing: &'a ClosingRules,
    /// When.
    pub now: DateTime<Utc>,
}

/// What a committed page changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageOutcome {
    /// Vacancies not seen before.
    pub new: usize,
    /// Vacancies whose page says something else than before, or states them again.
    pub changed: usize,
    /// Of the changed ones: those that were closed.
    pub reopened: usize,
    /// Postings as they were.
    pub unchanged: usize,
    /// Vacancies that are closed because the page no longer states them, or too long gives a weak sign.
    pub closed: usize,
}

impl VacancyStore {
    /// What is known of a page.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn page(&self, source: &SourceName, url: &Url) -> Result<Option<PageRecord>, StoreError> {
        let sql = "SELECT etag, last_modified, hash, fetched_at, verified_at, listed_last_modified, requests, listing,
                          asked_at, unchanged
                   FROM page WHERE source = ?1 AND url = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query((source.as_str(), url.as_str()))?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let listed: Option<String> = row.get(5)?;
        let listing: Option<String> = row.get(7)?;
        Ok(Some(PageRecord {
            validators: Validators { etag: row.get(0)?, last_modified: row.get(1)? },
            hash: parsed("page.hash", &row.get::<_, String>(2)?)?,
            fetched_at: moment("page.fetched_at", &row.get::<_, String>(3)?)?,
            verified_at: moment("page.verified_at", &row.get::<_, String>(4)?)?,
            asked_at: moment("page.asked_at", &row.get::<_, String>(8)?)?,
            unchanged: row.get(9)?,
            listed_last_modified: listed.map(|text| moment("page.listed_last_modified", &text)).transpose()?,
            requests: from_json("page.requests", &row.get::<_, String>(6)?)?,
            listing: listing.map(|text| from_json("page.listing", &text)).transpose()?,
        }))
    }

    /// Keeps a page, what it states and what it asks for, in one transaction. Doing it twice changes nothing more.
    ///
    /// # Errors
    /// Where the database fails; then nothing of the page is kept.
    pub fn commit_page(&mut self, commit: &PageCommit<'_>) -> Result<PageOutcome, StoreError> {
        let transaction = self.connection.savepoint()?;
        let outcome = keep_page_and_postings(&transaction, commit)?;
        transaction.commit()?;
        Ok(outcome)
    }
}

/// Keeps a page and what it states.
pub(crate) fn keep_page_and_postings(
    transaction: &Connection,
    commit: &PageCommit<'_>,
) -> Result<PageOutcome, StoreError> {
    let archived = commit.archived.as_ref().map(|place| archived_id(transaction, commit.page, place)).transpose()?;
    let (page, applying) = keep_page(transaction, commit, archived)?;
    let mut outcome = PageOutcome::default();
    let mut stated = BTreeSet::new();
    for posting in &commit.postings {
        let address = if posting.posting.url.is_empty() { commit.page.url.as_str() } else { &posting.posting.url };
        if stated.insert(address.to_owned()) {
            let (source, doubtful) = (&commit.page.source, commit.doubt.is_some());
            let stating = Stating { source, page, address, archived, now: commit.now, doubtful };
            keep_posting(transaction, &stating, posting, &mut outcome)?;
        }
    }
    outcome.closed = take_signs(transaction, commit, (page, applying == Some(VANISHED)), &stated)?;
    Ok(outcome)
}

/// A page had a way to apply, and has none now (`page.applies`).
const VANISHED: i64 = 2;

/// Gives the page's number, and what is now known of applying by it.
fn keep_page(
    transaction: &Connection,
    commit: &PageCommit<'_>,
    archived: Option<i64>,
) -> Result<(i64, Option<i64>), StoreError> {
    let page = commit.page;
    let validators = page.validators();
    let listing = commit.listing.map(|listing| to_json("listing", &listing)).transpose()?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO page (source, url, status, hash, etag, last_modified, fetched_at, verified_at,
                           listed_last_modified, requests, listing, archived, asked_at, applies)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?7, ?12)
         ON CONFLICT (source, url) DO UPDATE SET status = ?3, hash = ?4, etag = ?5, last_modified = ?6, fetched_at = ?7,
           verified_at = ?7, listed_last_modified = ?8, requests = ?9, listing = ?10, archived = ?11, asked_at = ?7,
           unchanged = 0,
           applies = CASE WHEN ?12 IS NULL THEN applies WHEN ?12 OR coalesce(applies, 0) = 0 THEN ?12 ELSE 2 END
         RETURNING id, applies",
    )?;
    let id = statement.query_row(
        (
            page.source.as_str(),
            page.url.as_str(),
            page.status,
            page.hash.as_str(),
            validators.etag,
            validators.last_modified,
            stamp(commit.now),
            commit.listed_last_modified.map(stamp),
            to_json("requests", &commit.requests)?,
            listing,
            archived,
            commit.applies,
        ),
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(id)
}

/// What the page of a vacancy no longer states is closed, or doubtful where the page itself looks broken; what a page
/// states is not, unless it gives a sign. A list page closes nothing: it may have changed its form, or its vacancies have
/// moved to the next one, and only a complete listing says what is no longer open (see `listing`). Gives how many
/// vacancies were closed.
fn take_signs(
    transaction: &Connection,
    commit: &PageCommit<'_>,
    (page, apply_vanished): (i64, bool),
    stated: &BTreeSet<String>,
) -> Result<usize, StoreError> {
    let before = text_column(transaction, "SELECT url FROM witness WHERE page = ?1 AND open", [page])?;
    let (there, gone): (Vec<String>, Vec<String>) = before.into_iter().partition(|address| stated.contains(address));
    let shrunk = commit.closing.has_shrunk(there.len() + gone.len(), stated.len());
    let sign = if shrunk { ClosingSign::StatesNothing } else { ClosingSign::NotListed };
    let doubted = |sign| Doubted { source: &commit.page.source, sign, rules: commit.closing, now: commit.now };
    let closed = match commit.page.purpose {
        Purpose::Detail => closing::take(transaction, &doubted(sign), &gone)?,
        Purpose::Listing => 0,
    };
    let shown: Vec<ClosingSign> =
        commit.doubt.into_iter().chain(apply_vanished.then_some(ClosingSign::ApplyGone)).collect();
    if !gone.is_empty() || !shown.is_empty() {
        // that it is as it was must not verify what it does not state
        closing::ask_anew(transaction, &commit.page.source, commit.page.url.as_str())?;
    }
    if shown.is_empty() {
        for address in &there {
            closing::settle(transaction, &commit.page.source, address)?;
        }
    }
    let shown = shown.into_iter().map(|sign| closing::take(transaction, &doubted(sign), &there));
    Ok(closed + shown.sum::<Result<usize, StoreError>>()?)
}

/// The first column of all rows, as text.
pub(crate) fn text_column(
    transaction: &Connection,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<String>, StoreError> {
    let mut statement = transaction.prepare_cached(sql)?;
    Ok(statement.query_map(parameters, |row| row.get(0))?.collect::<Result<_, _>>()?)
}
