//! Pages seen, and the facts read from them: one page, one transaction. What a page states is kept as witnesses, so that
//! a vacancy stays open as long as one open page states it.

use crate::closing::{self, Doubted};
use crate::database::{from_json, moment, parsed, stamp, to_json};
use crate::retention::archived_id;
use crate::vacancies::next_sequence;
use crate::{StoreError, VacancyStore};
use chrono::{DateTime, Utc};
use domain::{ClosedBecause, ClosingRules, ClosingSign, Hash, Page, PageRequest, Posting, Purpose, SourceName};
use domain::{VacancyId, Validators};
use rusqlite::{OptionalExtension, Transaction};
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
        let transaction = self.connection.transaction()?;
        let outcome = keep_page_and_postings(&transaction, commit)?;
        transaction.commit()?;
        Ok(outcome)
    }
}

/// Keeps a page and what it states.
pub(crate) fn keep_page_and_postings(
    transaction: &Transaction<'_>,
    commit: &PageCommit<'_>,
) -> Result<PageOutcome, StoreError> {
    let archived = commit.archived.as_ref().map(|place| archived_id(transaction, commit.page, place)).transpose()?;
    let page = keep_page(transaction, commit, archived)?;
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
    outcome.closed = take_signs(transaction, commit, page, &stated)?;
    Ok(outcome)
}

/// Where a posting stands.
struct Stating<'a> {
    source: &'a SourceName,
    page: i64,
    address: &'a str,
    archived: Option<i64>,
    now: DateTime<Utc>,
    doubtful: bool,
}

fn keep_page(transaction: &Transaction<'_>, commit: &PageCommit<'_>, archived: Option<i64>) -> Result<i64, StoreError> {
    let page = commit.page;
    let validators = page.validators();
    let listing = commit.listing.map(|listing| to_json("listing", &listing)).transpose()?;
    let mut statement = transaction.prepare_cached(
        "INSERT INTO page (source, url, status, hash, etag, last_modified, fetched_at, verified_at,
                           listed_last_modified, requests, listing, archived, asked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?9, ?10, ?11, ?7)
         ON CONFLICT (source, url) DO UPDATE SET status = ?3, hash = ?4, etag = ?5, last_modified = ?6, fetched_at = ?7,
           verified_at = ?7, listed_last_modified = ?8, requests = ?9, listing = ?10, archived = ?11, asked_at = ?7,
           unchanged = 0
         RETURNING id",
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
        ),
        |row| row.get(0),
    )?;
    Ok(id)
}

fn keep_posting(
    transaction: &Transaction<'_>,
    stating: &Stating<'_>,
    posting: &NewPosting,
    outcome: &mut PageOutcome,
) -> Result<(), StoreError> {
    let known = known_witness(transaction, stating)?;
    // an address that was folded into another vacancy and now states something else is on its own again
    let left = known.as_ref().filter(|known| known.moved && known.group != posting.group);
    let vacancy = match &known {
        Some(known) if left.is_none() => known.vacancy.clone(),
        Some(_) | None => id_of(stating),
    };
    if stating.doubtful && closing::closed_because(transaction, vacancy.as_str())?.is_some() {
        // a page that gives a weak sign does not bring back what was closed
        outcome.unchanged += 1;
        return Ok(());
    }
    match keep_vacancy(transaction, &vacancy, posting, stating)? {
        Kept::New => outcome.new += 1,
        Kept::Changed => outcome.changed += 1,
        Kept::Reopened => {
            outcome.changed += 1;
            outcome.reopened += 1;
        }
        Kept::Unchanged => outcome.unchanged += 1,
    }
    keep_witness(transaction, stating, &vacancy, &posting.group)?;
    match left {
        Some(left) => {
            close_unstated(transaction, left.vacancy.as_str(), ClosedBecause::StatesNothing, stating.now).map(drop)
        }
        None => Ok(()),
    }
}

/// What an address stated before.
struct KnownWitness {
    vacancy: VacancyId,
    moved: bool,
    group: String,
}

fn known_witness(transaction: &Transaction<'_>, stating: &Stating<'_>) -> Result<Option<KnownWitness>, StoreError> {
    let sql = "SELECT vacancy, moved, stated_group FROM witness WHERE source = ?1 AND url = ?2";
    let found = transaction.query_row(sql, (stating.source.as_str(), stating.address), |row| {
        Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))
    });
    let found = found.optional()?;
    let known =
        found.map(|(id, moved, group)| Ok(KnownWitness { vacancy: parsed("witness.vacancy", &id)?, moved, group }));
    known.transpose()
}

/// The id of a vacancy that is first stated here.
fn id_of(stating: &Stating<'_>) -> VacancyId {
    crate::hash_of(format!("{}\0{}", stating.source, stating.address).as_bytes()).vacancy_id()
}

fn keep_witness(
    transaction: &Transaction<'_>,
    stating: &Stating<'_>,
    vacancy: &VacancyId,
    group: &str,
) -> Result<(), StoreError> {
    transaction.execute(
        "INSERT INTO witness (source, url, page, vacancy, open, first_seen, stated_group) VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)
         ON CONFLICT (source, url) DO UPDATE SET page = ?3, open = 1, moved = moved AND vacancy = ?4, vacancy = ?4,
           stated_group = ?6",
        (stating.source.as_str(), stating.address, stating.page, vacancy.as_str(), stamp(stating.now), group),
    )?;
    Ok(())
}

fn verified(transaction: &Transaction<'_>, vacancy: &VacancyId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let sql = "UPDATE vacancy SET last_verified = ?2 WHERE id = ?1 AND closed_on IS NULL";
    transaction.execute(sql, (vacancy.as_str(), stamp(now)))?;
    Ok(())
}

enum Kept {
    New,
    Changed,
    Reopened,
    Unchanged,
}

fn keep_vacancy(
    transaction: &Transaction<'_>,
    vacancy: &VacancyId,
    posting: &NewPosting,
    stating: &Stating<'_>,
) -> Result<Kept, StoreError> {
    let sql = "SELECT version, closed_on IS NULL FROM vacancy WHERE id = ?1";
    let before = transaction.query_row(sql, [vacancy.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
    let kept = match before.optional()? {
        None => Kept::New,
        // only the first open witness gives the text: a double elsewhere may word it differently without being a change
        Some((_, true)) if !is_first_witness(transaction, vacancy, stating)? => {
            verified(transaction, vacancy, stating.now)?;
            return Ok(Kept::Unchanged);
        }
        Some((version, true)) if version == posting.version.as_str() => {
            verified(transaction, vacancy, stating.now)?;
            // a power cut may have taken the body that it was read from
            let sql =
                "UPDATE vacancy_version SET archived = ?3 WHERE vacancy = ?1 AND version = ?2 AND archived IS NULL";
            transaction.prepare_cached(sql)?.execute((vacancy.as_str(), &version, stating.archived))?;
            return Ok(Kept::Unchanged);
        }
        Some((_, true)) => Kept::Changed,
        Some((_, false)) => Kept::Reopened,
    };
    let sequence = next_sequence(transaction)?;
    transaction.execute(
        "INSERT INTO vacancy (id, version, posting_group, first_seen, last_verified, sequence)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET version = ?2, posting_group = ?3, last_verified = ?4,
           closed_because = NULL, closed_on = NULL, folded_into = NULL, sequence = ?5",
        (vacancy.as_str(), posting.version.as_str(), &posting.group, stamp(stating.now), sequence),
    )?;
    keep_version(transaction, vacancy, posting, stating)?;
    closing::reopened(transaction, vacancy.as_str(), stating.now.date_naive())?;
    Ok(kept)
}

fn is_first_witness(
    transaction: &Transaction<'_>,
    vacancy: &VacancyId,
    stating: &Stating<'_>,
) -> Result<bool, StoreError> {
    let sql =
        "SELECT source, url FROM witness WHERE vacancy = ?1 AND open ORDER BY moved, first_seen, source, url LIMIT 1";
    let first =
        transaction.query_row(sql, [vacancy.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)));
    Ok(first.optional()?.is_none_or(|(source, url)| source == stating.source.as_str() && url == stating.address))
}

fn keep_version(
    transaction: &Transaction<'_>,
    vacancy: &VacancyId,
    posting: &NewPosting,
    stating: &Stating<'_>,
) -> Result<(), StoreError> {
    let now = stating.now;
    let sql = "UPDATE vacancy_version SET valid_to = ?2 WHERE vacancy = ?1 AND valid_to IS NULL";
    transaction.execute(sql, (vacancy.as_str(), stamp(now)))?;
    transaction.execute(
        "INSERT INTO vacancy_version (vacancy, version, posting, valid_from, archived) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (vacancy, version) DO UPDATE SET valid_to = NULL, archived = ?5",
        (
            vacancy.as_str(),
            posting.version.as_str(),
            to_json("posting", &posting.posting)?,
            stamp(now),
            stating.archived,
        ),
    )?;
    Ok(())
}

/// What the page of a vacancy no longer states is closed, or doubtful where the page itself looks broken; what a page
/// states is not, unless it gives a sign. A list page closes nothing: it may have changed its form, or its vacancies have
/// moved to the next one, and only a complete listing says what is no longer open (see `listing`). Gives how many
/// vacancies were closed.
fn take_signs(
    transaction: &Transaction<'_>,
    commit: &PageCommit<'_>,
    page: i64,
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
    if !gone.is_empty() || commit.doubt.is_some() {
        // that it is as it was must not verify what it does not state
        closing::ask_anew(transaction, &commit.page.source, commit.page.url.as_str())?;
    }
    if let Some(sign) = commit.doubt {
        return Ok(closed + closing::take(transaction, &doubted(sign), &there)?);
    }
    for address in &there {
        closing::settle(transaction, &commit.page.source, address)?;
    }
    Ok(closed)
}

/// These addresses no longer state anything. Gives how many vacancies have no open address left, and closes them.
pub(crate) fn withdraw(
    transaction: &Transaction<'_>,
    source: &SourceName,
    addresses: &[String],
    because: ClosedBecause,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let mut closed = 0;
    for address in addresses {
        let key = (source.as_str(), address.as_str());
        transaction.execute("UPDATE witness SET open = 0 WHERE source = ?1 AND url = ?2", key)?;
        closing::settle(transaction, source, address)?;
        closing::ask_anew(transaction, source, address)?;
        let sql = "SELECT vacancy FROM witness WHERE source = ?1 AND url = ?2";
        let vacancy: String = transaction.query_row(sql, key, |row| row.get(0))?;
        closed += close_unstated(transaction, &vacancy, because, now)?;
    }
    Ok(closed)
}

/// Closes a vacancy that no open address states; gives 1 where it did.
fn close_unstated(
    transaction: &Transaction<'_>,
    vacancy: &str,
    because: ClosedBecause,
    now: DateTime<Utc>,
) -> Result<usize, StoreError> {
    let sql = "SELECT count(*) FROM witness WHERE vacancy = ?1 AND open";
    let left: i64 = transaction.query_row(sql, [vacancy], |row| row.get(0))?;
    if left == 0 { crate::vacancies::close(transaction, vacancy, because, now) } else { Ok(0) }
}

pub(crate) fn text_column(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<String>, StoreError> {
    let mut statement = transaction.prepare(sql)?;
    Ok(statement.query_map(parameters, |row| row.get(0))?.collect::<Result<_, _>>()?)
}
