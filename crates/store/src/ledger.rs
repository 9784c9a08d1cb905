//! The ledger: one chain over the heads of all dossiers. It shows a cut tail, and keeps the proof of an erased dossier.

use crate::StoreError;
use crate::canonical::canonical_json;
use crate::chain::{chained, seconds, zeros};
use crate::database::parsed;
use chrono::{DateTime, Utc};
use domain::{CandidateId, Hash};
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use serde_json::json;

/// What happened to a dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Appended,
    Erased,
}

impl Event {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Appended => "appended",
            Self::Erased => "erased",
        }
    }
}

/// One line of the ledger, as stored.
pub(crate) struct Line {
    pub(crate) sequence: u64,
    pub(crate) time: String,
    pub(crate) dossier: String,
    pub(crate) event: String,
    pub(crate) head_sequence: u64,
    pub(crate) head_hash: String,
    pub(crate) previous_hash: String,
    pub(crate) hash: String,
}

const COLUMNS: &str = "sequence, time, dossier, event, head_sequence, head_hash, previous_hash, hash";

impl Line {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            sequence: row.get(0)?,
            time: row.get(1)?,
            dossier: row.get(2)?,
            event: row.get(3)?,
            head_sequence: row.get(4)?,
            head_hash: row.get(5)?,
            previous_hash: row.get(6)?,
            hash: row.get(7)?,
        })
    }

    /// The canonical JSON of what is hashed.
    pub(crate) fn hashed_text(&self) -> String {
        canonical_json(&json!({
            "sequence": self.sequence, "time": self.time, "dossier": self.dossier, "event": self.event,
            "head_sequence": self.head_sequence, "head_hash": self.head_hash,
        }))
    }
}

/// Every line, in order.
pub(crate) fn lines(connection: &Connection) -> Result<Vec<Line>, StoreError> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM ledger ORDER BY sequence"))?;
    Ok(statement.query_map([], Line::read)?.collect::<Result<_, _>>()?)
}

/// Appends one line, within the caller's transaction.
pub(crate) fn append(
    transaction: &Transaction<'_>,
    dossier: &CandidateId,
    event: Event,
    head: (u64, &Hash),
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let last = "SELECT sequence, hash FROM ledger ORDER BY sequence DESC LIMIT 1";
    let last = transaction.query_row(last, [], |row| Ok((row.get::<_, u64>(0)?, row.get::<_, String>(1)?)));
    let (before, previous) = match last.optional()? {
        Some((sequence, hash)) => (sequence, parsed("ledger.hash", &hash)?),
        None => (0, zeros()),
    };
    let line = Line {
        sequence: before + 1,
        time: seconds(now),
        dossier: dossier.to_string(),
        event: event.name().to_owned(),
        head_sequence: head.0,
        head_hash: head.1.to_string(),
        previous_hash: previous.to_string(),
        hash: String::new(),
    };
    let hash = chained(&previous, &line.hashed_text());
    transaction.execute(
        &format!("INSERT INTO ledger ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"),
        (
            line.sequence,
            &line.time,
            &line.dossier,
            &line.event,
            line.head_sequence,
            &line.head_hash,
            &line.previous_hash,
            hash.as_str(),
        ),
    )?;
    Ok(())
}
