//! The evidence chain of a dossier: appending and reading. The form of a record is frozen in `domain::evidence`.

use crate::canonical::{canonical_json, hash_of};
use crate::database::{from_json, moment, parsed};
use crate::ledger::{self, Event};
use crate::{DossierStore, StoreError};
use chrono::{DateTime, SecondsFormat, Utc};
use domain::evidence::EVIDENCE_VERSION;
use domain::{CandidateId, EvidenceKind, EvidenceRecord, Hash};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::Value;

/// A record as it is stored: the body is its canonical text, so that reading back is exact.
pub(crate) struct StoredRecord {
    pub(crate) dossier: String,
    pub(crate) sequence: u64,
    pub(crate) version: u32,
    pub(crate) time: String,
    pub(crate) kind: String,
    pub(crate) body: String,
    pub(crate) previous_hash: String,
    pub(crate) hash: String,
}

pub(crate) const COLUMNS: &str = "dossier, sequence, version, time, kind, body, previous_hash, hash";

/// The hash before the first: 32 zero bytes.
pub(crate) fn zeros() -> Hash {
    Hash::from_bytes([0; 32])
}

/// A moment as records have it: whole seconds.
pub(crate) fn seconds(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// SHA-256(32 raw bytes of the previous hash ‖ canonical text).
pub(crate) fn chained(previous: &Hash, text: &str) -> Hash {
    let mut bytes = previous.to_bytes().to_vec();
    bytes.extend_from_slice(text.as_bytes());
    hash_of(&bytes)
}

impl StoredRecord {
    pub(crate) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            dossier: row.get(0)?,
            sequence: row.get(1)?,
            version: row.get(2)?,
            time: row.get(3)?,
            kind: row.get(4)?,
            body: row.get(5)?,
            previous_hash: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// The canonical JSON of what is hashed; its members stand in the order of RFC 8785 already.
    pub(crate) fn hashed_text(&self) -> String {
        let text = |text: &str| canonical_json(&text);
        format!(
            r#"{{"body":{},"dossier":{},"kind":{},"sequence":{},"time":{},"version":{}}}"#,
            self.body,
            text(&self.dossier),
            text(&self.kind),
            self.sequence,
            text(&self.time),
            self.version
        )
    }

    fn record(self) -> Result<EvidenceRecord<Value>, StoreError> {
        let unknown = || StoreError::Stored { what: "evidence.kind", why: format!("'{}' is not known", self.kind) };
        Ok(EvidenceRecord {
            version: self.version,
            sequence: self.sequence,
            time: moment("evidence.time", &self.time)?,
            dossier: parsed("evidence.dossier", &self.dossier)?,
            kind: EvidenceKind::from_name(&self.kind).ok_or_else(unknown)?,
            body: from_json("evidence.body", &self.body)?,
            previous_hash: parsed("evidence.previous_hash", &self.previous_hash)?,
            hash: parsed("evidence.hash", &self.hash)?,
        })
    }
}

/// Sequence and hash of a dossier's last record.
pub(crate) fn head(connection: &Connection, dossier: &CandidateId) -> Result<Option<(u64, Hash)>, StoreError> {
    let sql = "SELECT sequence, hash FROM evidence WHERE dossier = ?1 ORDER BY sequence DESC LIMIT 1";
    let found = connection.query_row(sql, [dossier.as_str()], |row| Ok((row.get(0)?, row.get::<_, String>(1)?)));
    let Some((sequence, hash)) = found.optional()? else { return Ok(None) };
    Ok(Some((sequence, parsed("evidence.hash", &hash)?)))
}

/// Appends one record, and its head to the ledger, within the caller's transaction.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    dossier: &CandidateId,
    kind: EvidenceKind,
    body: &Value,
    now: DateTime<Utc>,
) -> Result<EvidenceRecord<Value>, StoreError> {
    let (before, previous) = head(transaction, dossier)?.unwrap_or((0, zeros()));
    let mut stored = StoredRecord {
        dossier: dossier.to_string(),
        sequence: before + 1,
        version: EVIDENCE_VERSION,
        time: seconds(now),
        kind: kind.name().to_owned(),
        body: canonical_json(body),
        previous_hash: previous.to_string(),
        hash: String::new(),
    };
    let hash = chained(&previous, &stored.hashed_text());
    stored.hash = hash.to_string();
    transaction.execute(
        &format!("INSERT INTO evidence ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        (
            &stored.dossier,
            stored.sequence,
            stored.version,
            &stored.time,
            &stored.kind,
            &stored.body,
            &stored.previous_hash,
            &stored.hash,
        ),
    )?;
    ledger::append(transaction, dossier, Event::Appended, (stored.sequence, &hash), now)?;
    stored.record()
}

impl DossierStore {
    /// Appends one record.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn append(
        &mut self,
        dossier: &CandidateId,
        kind: EvidenceKind,
        body: Value,
        now: DateTime<Utc>,
    ) -> Result<EvidenceRecord<Value>, StoreError> {
        let transaction = self.connection.transaction()?;
        let record = append(&transaction, dossier, kind, &body, now)?;
        transaction.commit()?;
        Ok(record)
    }

    /// All records of a dossier, in order.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn records(&self, dossier: &CandidateId) -> Result<Vec<EvidenceRecord<Value>>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM evidence WHERE dossier = ?1 ORDER BY sequence");
        let mut statement = self.connection.prepare(&sql)?;
        let stored = statement.query_map([dossier.as_str()], StoredRecord::read)?.collect::<Result<Vec<_>, _>>()?;
        stored.into_iter().map(StoredRecord::record).collect()
    }

    /// How many records a dossier has, and the hash of the last; none where it has no record.
    ///
    /// # Errors
    /// Where the database fails.
    pub fn head(&self, dossier: &CandidateId) -> Result<Option<(u64, Hash)>, StoreError> {
        head(&self.connection, dossier)
    }
}
