//! Dossiers: the encrypted database, and the profiles in it.

use crate::canonical::canonical_hash;
use crate::chain;
use crate::database::{self, from_json, parsed, stamp, to_json};
use crate::{Key, StoreError};
use chrono::{DateTime, Utc};
use domain::{CandidateId, EvidenceKind, MediationProfile};
use rusqlite::{Connection, OptionalExtension};
use serde_json::{Value, json};
use std::path::Path;

const MIGRATIONS: database::Migrations = &[
    include_str!("../migrations/dossiers/0001-begin.sql"),
    include_str!("../migrations/dossiers/0002-feedback-and-blocks.sql"),
];

/// The encrypted database.
#[derive(Debug)]
pub struct DossierStore {
    pub(crate) connection: Connection,
}

/// What became of an imported profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Imported {
    /// Its version, from 1.
    pub version: u32,
    /// Whether that version is new.
    pub changed: bool,
}

impl DossierStore {
    /// Opens or makes the database.
    ///
    /// # Errors
    /// Where the key does not open it (nothing is changed then), or the file cannot be used.
    pub fn open(path: &Path, key: &Key) -> Result<Self, StoreError> {
        Ok(Self { connection: database::open(path, Some(key.digits()), MIGRATIONS)? })
    }

    /// Keeps a profile: as a new version where its content is new, with a record of that in the evidence.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn import_profile(&mut self, profile: &MediationProfile, now: DateTime<Utc>) -> Result<Imported, StoreError> {
        let hash = canonical_hash(profile);
        let transaction = self.connection.transaction()?;
        let newest = "SELECT version, hash FROM profile WHERE dossier = ?1 ORDER BY version DESC LIMIT 1";
        let newest = transaction
            .query_row(newest, [profile.id.as_str()], |row| Ok((row.get::<_, u32>(0)?, row.get::<_, String>(1)?)));
        let before = newest.optional()?;
        if let Some((version, known)) = &before
            && *known == hash.as_str()
        {
            return Ok(Imported { version: *version, changed: false });
        }
        let version = before.map_or(1, |(version, _)| version + 1);
        transaction.execute(
            "INSERT INTO profile (dossier, version, hash, document, imported) VALUES (?1, ?2, ?3, ?4, ?5)",
            (profile.id.as_str(), version, hash.as_str(), to_json("profile", profile)?, stamp(now)),
        )?;
        let body = json!({"profile_version": version, "profile_hash": hash});
        chain::append(&transaction, &profile.id, EvidenceKind::ProfileChanged, &body, now)?;
        transaction.commit()?;
        Ok(Imported { version, changed: true })
    }

    /// Every candidate with a profile, by id.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn candidates(&self) -> Result<Vec<CandidateId>, StoreError> {
        let mut statement = self.connection.prepare("SELECT DISTINCT dossier FROM profile ORDER BY dossier")?;
        let ids = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        ids.iter().map(|id| parsed("profile.dossier", id)).collect()
    }

    /// The newest profile of a candidate, with its version.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn profile(&self, id: &CandidateId) -> Result<Option<(u32, MediationProfile)>, StoreError> {
        let sql = "SELECT version, document FROM profile WHERE dossier = ?1 ORDER BY version DESC LIMIT 1";
        let found = self.connection.query_row(sql, [id.as_str()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
        let Some((version, document)) = found.optional()? else { return Ok(None) };
        Ok(Some((version, from_json("profile", &document)?)))
    }

    /// One version of a candidate's profile.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn profile_version(&self, id: &CandidateId, version: u32) -> Result<Option<MediationProfile>, StoreError> {
        let sql = "SELECT document FROM profile WHERE dossier = ?1 AND version = ?2";
        let found = self.connection.query_row(sql, (id.as_str(), version), |row| row.get::<_, String>(0));
        found.optional()?.map(|document| from_json("profile", &document)).transpose()
    }

    /// Everything kept about a candidate.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn export(&self, id: &CandidateId) -> Result<Value, StoreError> {
        Ok(json!({
            "candidate": id,
            "profiles": self.documents(id, "SELECT document FROM profile WHERE dossier = ?1 ORDER BY version")?,
            "shortlists": self.documents(id, "SELECT document FROM shortlist WHERE dossier = ?1 ORDER BY date")?,
            "feedback": self.feedback(id)?,
            "blocks": self.blocks(id)?,
            "evidence": self.records(id)?,
        }))
    }

    fn documents(&self, id: &CandidateId, sql: &str) -> Result<Vec<Value>, StoreError> {
        let mut statement = self.connection.prepare(sql)?;
        let texts =
            statement.query_map([id.as_str()], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        texts.iter().map(|text| from_json("document", text)).collect()
    }
}
