//! Erasing a dossier: the only deletion there is. The ledger keeps the proof, without content.

use crate::ledger::{self, Event};
use crate::{DossierStore, StoreError, chain};
use chrono::{DateTime, Utc};
use domain::CandidateId;

/// Tables whose rows belong to one dossier.
const TABLES: [&str; 7] = ["profile", "shortlist", "shown", "digest", "feedback", "block", "evidence"];

impl DossierStore {
    /// Removes every row of a dossier and overwrites what they held (secure delete).
    ///
    /// # Errors
    /// Where the database fails; then nothing is removed.
    pub fn erase(&mut self, id: &CandidateId, now: DateTime<Utc>) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        let (sequence, hash) = chain::head(&transaction, id)?.unwrap_or((0, chain::zeros()));
        transaction.execute("INSERT INTO erasing (dossier) VALUES (?1)", [id.as_str()])?;
        for table in TABLES {
            transaction.execute(&format!("DELETE FROM {table} WHERE dossier = ?1"), [id.as_str()])?;
        }
        transaction.execute("DELETE FROM erasing", [])?;
        ledger::append(&transaction, id, Event::Erased, (sequence, &hash), now)?;
        transaction.commit()?;
        // the write-ahead log still holds the pages as they were
        self.connection.query_row("PRAGMA wal_checkpoint (TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }
}
