//! Answers "not suitable" and blocks: each change with its record in the evidence, in one transaction. What they do to
//! matching is said in `matcher`.

use crate::database::{from_json, to_json};
use crate::{DossierStore, StoreError, chain};
use chrono::{DateTime, Utc};
use domain::feedback::{Block, BlockKind, Feedback};
use domain::{CandidateId, EvidenceKind, EvidenceRecord, VacancyId};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

impl DossierStore {
    /// Keeps an answer, in the place of an earlier one on the same vacancy.
    ///
    /// # Errors
    /// Where the database fails; then nothing is kept.
    pub fn keep_feedback(
        &mut self,
        id: &CandidateId,
        feedback: &Feedback,
        now: DateTime<Utc>,
    ) -> Result<EvidenceRecord<Value>, StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO feedback (dossier, vacancy, document) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET document = excluded.document",
            (id.as_str(), feedback.vacancy.as_str(), to_json("feedback", feedback)?),
        )?;
        let body = json!({"answer": "not_suitable", "feedback": feedback, "vacancy": feedback.vacancy});
        let record = chain::append(&transaction, id, EvidenceKind::Decision, &body, now)?;
        transaction.commit()?;
        Ok(record)
    }

    /// Takes an answer back; `None` where there was none.
    ///
    /// # Errors
    /// Where the database fails; then nothing is changed.
    pub fn take_back_feedback(
        &mut self,
        id: &CandidateId,
        vacancy: &VacancyId,
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<EvidenceRecord<Value>>, StoreError> {
        let transaction = self.connection.transaction()?;
        let sql = "DELETE FROM feedback WHERE dossier = ?1 AND vacancy = ?2";
        if transaction.execute(sql, (id.as_str(), vacancy.as_str()))? == 0 {
            return Ok(None);
        }
        let body = json!({"answer": "taken_back", "vacancy": vacancy, "by": by});
        let record = chain::append(&transaction, id, EvidenceKind::Decision, &body, now)?;
        transaction.commit()?;
        Ok(Some(record))
    }

    /// The answers that count, by vacancy.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn feedback(&self, id: &CandidateId) -> Result<Vec<Feedback>, StoreError> {
        self.current(id, "SELECT document FROM feedback WHERE dossier = ?1 ORDER BY vacancy")
    }

    /// Sets a block, in the place of one on the same thing.
    ///
    /// # Errors
    /// Where the database fails; then nothing is set.
    pub fn set_block(
        &mut self,
        id: &CandidateId,
        block: &Block,
        now: DateTime<Utc>,
    ) -> Result<EvidenceRecord<Value>, StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute(
            "INSERT INTO block (dossier, kind, value, document) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO UPDATE SET document = excluded.document",
            (id.as_str(), block.kind.name(), block.value.to_lowercase(), to_json("block", block)?),
        )?;
        let body = json!({"block": "set", "what": block});
        let record = chain::append(&transaction, id, EvidenceKind::ProfileChanged, &body, now)?;
        transaction.commit()?;
        Ok(record)
    }

    /// Lifts a block; `None` where there was none.
    ///
    /// # Errors
    /// Where the database fails; then nothing is changed.
    pub fn lift_block(
        &mut self,
        id: &CandidateId,
        (kind, value): (BlockKind, &str),
        by: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<EvidenceRecord<Value>>, StoreError> {
        let transaction = self.connection.transaction()?;
        let sql = "DELETE FROM block WHERE dossier = ?1 AND kind = ?2 AND value = ?3";
        if transaction.execute(sql, (id.as_str(), kind.name(), value.to_lowercase()))? == 0 {
            return Ok(None);
        }
        let body = json!({"block": "lifted", "what": {"kind": kind, "value": value}, "by": by});
        let record = chain::append(&transaction, id, EvidenceKind::ProfileChanged, &body, now)?;
        transaction.commit()?;
        Ok(Some(record))
    }

    /// The blocks that are set, by kind and value.
    ///
    /// # Errors
    /// Where the database fails, or what is stored cannot be read.
    pub fn blocks(&self, id: &CandidateId) -> Result<Vec<Block>, StoreError> {
        self.current(id, "SELECT document FROM block WHERE dossier = ?1 ORDER BY kind, value")
    }

    fn current<T: DeserializeOwned>(&self, id: &CandidateId, sql: &str) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let texts = statement.query_map([id.as_str()], |row| row.get::<_, String>(0))?;
        texts.map(|text| from_json("document", &text?)).collect()
    }
}
