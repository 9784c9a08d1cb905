//! One posting of a page becomes a vacancy, or the next version of one. Which addresses state it is kept in `witnesses`.

use crate::database::{Cached, stamp, to_json};
use crate::doubles::keep_likeness;
use crate::pages::{NewPosting, PageOutcome};
use crate::vacancies::next_sequence;
use crate::witnesses::{Stating, close_unstated, id_of, is_first_witness, keep_witness, known_witness, withdraw};
use crate::{StoreError, closing};
use chrono::{DateTime, Utc};
use domain::{ClosedBecause, VacancyId};
use rusqlite::{Connection, OptionalExtension};

/// Keeps one posting, and counts what it is.
pub(crate) fn keep_posting(
    transaction: &Connection,
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
    if let Some(known) = known.as_ref().filter(|_| left.is_none() && is_past(posting, stating.now)) {
        // that it is still on show brings nothing back, and takes nothing from a page that offers it for longer
        outcome.unchanged += 1;
        outcome.closed += if known.open { expire(transaction, stating)? } else { 0 };
        return Ok(());
    }
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

/// Whether the last day that the posting names is past.
fn is_past(posting: &NewPosting, now: DateTime<Utc>) -> bool {
    posting.posting.valid_through.is_some_and(|last| last < now.date_naive())
}

/// An address states what is over. Gives how many vacancies are closed by that.
fn expire(transaction: &Connection, stating: &Stating<'_>) -> Result<usize, StoreError> {
    let addresses = [stating.address.to_owned()];
    withdraw(transaction, stating.source, &addresses, ClosedBecause::Expired, stating.now)
}

fn verified(transaction: &Connection, vacancy: &VacancyId, now: DateTime<Utc>) -> Result<(), StoreError> {
    let sql = "UPDATE vacancy SET last_verified = ?2 WHERE id = ?1 AND closed_on IS NULL";
    transaction.execute_cached(sql, (vacancy.as_str(), stamp(now)))?;
    Ok(())
}

enum Kept {
    New,
    Changed,
    Reopened,
    Unchanged,
}

fn keep_vacancy(
    transaction: &Connection,
    vacancy: &VacancyId,
    posting: &NewPosting,
    stating: &Stating<'_>,
) -> Result<Kept, StoreError> {
    let sql = "SELECT version, closed_on IS NULL FROM vacancy WHERE id = ?1";
    let before =
        transaction.query_row_cached(sql, [vacancy.as_str()], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
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
    transaction.execute_cached(
        "INSERT INTO vacancy (id, version, posting_group, first_seen, last_verified, sequence)
         VALUES (?1, ?2, ?3, ?4, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET version = ?2, posting_group = ?3, last_verified = ?4,
           closed_because = NULL, closed_on = NULL, folded_into = NULL, sequence = ?5",
        (vacancy.as_str(), posting.version.as_str(), &posting.group, stamp(stating.now), sequence),
    )?;
    keep_version(transaction, vacancy, posting, stating)?;
    keep_likeness(transaction, vacancy, &posting.likeness)?;
    closing::reopened(transaction, vacancy.as_str(), stating.now.date_naive())?;
    Ok(kept)
}

fn keep_version(
    transaction: &Connection,
    vacancy: &VacancyId,
    posting: &NewPosting,
    stating: &Stating<'_>,
) -> Result<(), StoreError> {
    let now = stating.now;
    let sql = "UPDATE vacancy_version SET valid_to = ?2 WHERE vacancy = ?1 AND valid_to IS NULL";
    transaction.execute_cached(sql, (vacancy.as_str(), stamp(now)))?;
    transaction.execute_cached(
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
