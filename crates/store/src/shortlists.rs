//! Shortlists with their evidence, and which digest was sent. A shortlist and its evidence are one transaction.

use crate::database::{from_json, moment, parsed, stamp, to_json};
use crate::{DossierStore, StoreError, chain};
use chrono::{DateTime, NaiveDate, Utc};
use domain::{CandidateId, EvidenceKind, Hash, Shortlist, VacancyId};
use rusqlite::OptionalExtension;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How far the digest of a day is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DigestState {
    /// Not handed over.
    None,
    /// Being handed over when a run was last heard of.
    Sending {
        /// Since when.
        since: DateTime<Utc>,
        /// Its message id.
        message_id: String,
    },
    /// Handed over.
    Sent {
        /// When.
        at: DateTime<Utc>,
    },
    /// Perhaps handed over: nobody can tell.
    Uncertain,
}

/// The evidence of a shortlist: each vacancy with the version shown and every reason.
fn evidence_of(shortlist: &Shortlist) -> Value {
    let entries = shortlist.entries.iter().map(|entry| {
        let matched = &entry.matched;
        json!({
            "rank": entry.rank, "vacancy": matched.vacancy, "version": matched.version, "url": matched.url,
            "title": matched.title, "employer": matched.employer, "verdict": matched.verdict, "score": matched.score,
            "criteria": matched.criteria,
        })
    });
    json!({
        "date": shortlist.date, "profile_version": shortlist.profile_version, "engine": shortlist.engine,
        "vocabulary": shortlist.vocabulary, "snapshot": shortlist.snapshot, "entries": entries.collect::<Vec<_>>(),
    })
}

impl DossierStore {
    /// Keeps a shortlist with its two records; does nothing, and says so, where the day has one already.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn commit_shortlist(
        &mut self,
        shortlist: &Shortlist,
        searched: Value,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (id, date) = (&shortlist.candidate, shortlist.date.to_string());
        let transaction = self.connection.transaction()?;
        let kept = transaction.execute(
            "INSERT INTO shortlist (dossier, date, document) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            (id.as_str(), &date, to_json("shortlist", shortlist)?),
        )?;
        if kept == 0 {
            return Ok(false);
        }
        for entry in &shortlist.entries {
            let matched = &entry.matched;
            transaction.execute(
                "INSERT INTO shown (dossier, date, vacancy, version) VALUES (?1, ?2, ?3, ?4)",
                (id.as_str(), &date, matched.vacancy.as_str(), matched.version.as_str()),
            )?;
        }
        chain::append(&transaction, id, EvidenceKind::Search, &searched, now)?;
        chain::append(&transaction, id, EvidenceKind::Shortlist, &evidence_of(shortlist), now)?;
        transaction.commit()?;
        Ok(true)
    }

    /// The shortlist of a day.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn shortlist(&self, id: &CandidateId, date: NaiveDate) -> Result<Option<Shortlist>, StoreError> {
        let sql = "SELECT document FROM shortlist WHERE dossier = ?1 AND date = ?2";
        let found = self.connection.query_row(sql, (id.as_str(), date.to_string()), |row| row.get::<_, String>(0));
        found.optional()?.map(|document| from_json("shortlist", &document)).transpose()
    }

    /// The newest shortlist of an earlier day, and when it was kept.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn shortlist_before(
        &self,
        id: &CandidateId,
        date: NaiveDate,
    ) -> Result<Option<(Shortlist, DateTime<Utc>)>, StoreError> {
        let sql = "SELECT document, time FROM shortlist JOIN evidence
                     ON evidence.dossier = shortlist.dossier AND kind = 'shortlist' AND json_extract(body, '$.date') = date
                   WHERE shortlist.dossier = ?1 AND date < ?2 ORDER BY date DESC LIMIT 1";
        let found = self.connection.query_row(sql, (id.as_str(), date.to_string()), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        });
        let Some((document, time)) = found.optional()? else { return Ok(None) };
        Ok(Some((from_json("shortlist", &document)?, moment("evidence.time", &time)?)))
    }

    /// What was on shortlists of earlier days, each with the version shown last.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn shown_before(&self, id: &CandidateId, date: NaiveDate) -> Result<BTreeMap<VacancyId, Hash>, StoreError> {
        let sql = "SELECT vacancy, version FROM shown WHERE dossier = ?1 AND date < ?2 ORDER BY date";
        let mut statement = self.connection.prepare(sql)?;
        let rows = statement.query_map((id.as_str(), date.to_string()), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.iter()
            .map(|(vacancy, version)| Ok((parsed("shown.vacancy", vacancy)?, parsed("shown.version", version)?)))
            .collect()
    }

    /// How far the digest of a day is.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn digest_state(&self, id: &CandidateId, date: NaiveDate) -> Result<DigestState, StoreError> {
        let sql = "SELECT state, message_id, since FROM digest WHERE dossier = ?1 AND date = ?2";
        let found = self.connection.query_row(sql, (id.as_str(), date.to_string()), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        });
        let Some((state, message_id, since)) = found.optional()? else { return Ok(DigestState::None) };
        let since = moment("digest.since", &since)?;
        match state.as_str() {
            "sending" => Ok(DigestState::Sending { since, message_id }),
            "sent" => Ok(DigestState::Sent { at: since }),
            "uncertain" => Ok(DigestState::Uncertain),
            other => Err(StoreError::Stored { what: "digest.state", why: format!("'{other}' is not known") }),
        }
    }

    /// Notes, durably, that a digest is about to be handed over.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn begin_digest(
        &mut self,
        id: &CandidateId,
        date: NaiveDate,
        message_id: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO digest (dossier, date, state, message_id, since) VALUES (?1, ?2, 'sending', ?3, ?4)
             ON CONFLICT DO UPDATE SET since = excluded.since WHERE state = 'sending'",
            (id.as_str(), date.to_string(), message_id, stamp(now)),
        )?;
        Ok(())
    }

    /// Notes that a digest was handed over, with its record.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn finish_digest(
        &mut self,
        id: &CandidateId,
        date: NaiveDate,
        body: Value,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.end_digest(id, date, ("sent", &body), now)
    }

    /// Notes that nobody can tell whether a digest was handed over, with its record.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn mark_uncertain(
        &mut self,
        id: &CandidateId,
        date: NaiveDate,
        body: Value,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.end_digest(id, date, ("uncertain", &body), now)
    }

    fn end_digest(
        &mut self,
        id: &CandidateId,
        date: NaiveDate,
        (state, body): (&str, &Value),
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        let changed = transaction.execute(
            "UPDATE digest SET state = ?3, since = ?4 WHERE dossier = ?1 AND date = ?2 AND state = 'sending'",
            (id.as_str(), date.to_string(), state, stamp(now)),
        )?;
        if changed == 1 {
            chain::append(&transaction, id, EvidenceKind::DigestSent, body, now)?;
        }
        Ok(transaction.commit()?)
    }

    /// Notes that a digest was surely not handed over, so that the next run sends it.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn fail_digest(&mut self, id: &CandidateId, date: NaiveDate) -> Result<(), StoreError> {
        let sql = "DELETE FROM digest WHERE dossier = ?1 AND date = ?2 AND state = 'sending'";
        self.connection.execute(sql, (id.as_str(), date.to_string()))?;
        Ok(())
    }
}
