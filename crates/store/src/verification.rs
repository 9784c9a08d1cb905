//! Verifying: every page of the database, every record of every chain, and the ledger over them.

use crate::chain::{COLUMNS, StoredRecord, chained, zeros};
use crate::database::parsed;
use crate::ledger::{self, Event, Line};
use crate::{DossierStore, StoreError};
use domain::Hash;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// Something that does not verify.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The dossier, or `ledger`, or `database`.
    pub dossier: String,
    /// The record's sequence, where there is one.
    pub sequence: Option<u64>,
    /// What is wrong.
    pub what: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.sequence {
            Some(sequence) => write!(out, "{} record {sequence}: {}", self.dossier, self.what),
            None => write!(out, "{}: {}", self.dossier, self.what),
        }
    }
}

/// What verifying found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// How many dossiers have records.
    pub dossiers: usize,
    /// How many records were checked.
    pub records: usize,
    /// What does not verify; empty: all does.
    pub faults: Vec<Fault>,
}

/// Sequence and hash that a chain ends with.
type Head = (u64, String);

impl DossierStore {
    /// Checks all of it.
    ///
    /// # Errors
    /// Where the database fails in another way than by damaged pages, which are faults.
    pub fn verify(&self) -> Result<Verification, StoreError> {
        let mut checked = Verification::default();
        self.check_pages(&mut checked.faults);
        match self.check_chains(&mut checked) {
            Ok(heads) => {
                if let Err(error) = self.check_ledger(&heads, &mut checked.faults) {
                    checked.faults.push(database_fault(error.to_string()));
                }
            }
            // a damaged page can stop the reading: that is a finding, not a failure of the check
            Err(error) => checked.faults.push(database_fault(error.to_string())),
        }
        Ok(checked)
    }

    /// SQLCipher's own authentication code of each page, then SQLite's structure.
    fn check_pages(&self, faults: &mut Vec<Fault>) {
        for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA integrity_check"] {
            match self.lines_of(pragma) {
                Ok(lines) => faults.extend(lines.into_iter().filter(|line| line != "ok").map(database_fault)),
                Err(error) => faults.push(database_fault(error.to_string())),
            }
        }
    }

    fn lines_of(&self, pragma: &str) -> Result<Vec<String>, StoreError> {
        let mut statement = self.connection.prepare(pragma)?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
    }

    fn check_chains(&self, checked: &mut Verification) -> Result<BTreeMap<String, Head>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM evidence ORDER BY dossier, sequence");
        let mut statement = self.connection.prepare(&sql)?;
        let mut heads: BTreeMap<String, Head> = BTreeMap::new();
        for record in statement.query_map([], StoredRecord::read)? {
            let record = record?;
            checked.records += 1;
            let before = heads.get(&record.dossier).cloned().unwrap_or((0, zeros().to_string()));
            check_record(&record, &before, &mut checked.faults);
            heads.insert(record.dossier, (record.sequence, record.hash));
        }
        checked.dossiers = heads.len();
        Ok(heads)
    }

    fn check_ledger(&self, heads: &BTreeMap<String, Head>, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
        let mut expected: BTreeMap<String, Head> = BTreeMap::new();
        let mut before = (0, zeros().to_string());
        for line in ledger::lines(&self.connection)? {
            check_line(&line, &before, faults);
            if line.event == Event::Erased.name() {
                expected.remove(&line.dossier);
            } else {
                expected.insert(line.dossier, (line.head_sequence, line.head_hash));
            }
            before = (line.sequence, line.hash);
        }
        for dossier in expected.keys().chain(heads.keys()).collect::<std::collections::BTreeSet<_>>() {
            if expected.get(dossier) != heads.get(dossier) {
                let what = "the chain does not end where the ledger says: records were cut off or added".to_owned();
                faults.push(Fault { dossier: dossier.clone(), sequence: None, what });
            }
        }
        Ok(())
    }
}

fn database_fault(what: String) -> Fault {
    Fault { dossier: "database".to_owned(), sequence: None, what }
}

fn check_record(record: &StoredRecord, before: &Head, faults: &mut Vec<Fault>) {
    let what = linked((record.sequence, &record.previous_hash), before)
        .or_else(|| rehashed(&record.previous_hash, &record.hashed_text(), &record.hash));
    if let Some(what) = what {
        faults.push(Fault { dossier: record.dossier.clone(), sequence: Some(record.sequence), what: what.to_owned() });
    }
}

fn check_line(line: &Line, before: &Head, faults: &mut Vec<Fault>) {
    let what = linked((line.sequence, &line.previous_hash), before)
        .or_else(|| rehashed(&line.previous_hash, &line.hashed_text(), &line.hash));
    if let Some(what) = what {
        faults.push(Fault { dossier: "ledger".to_owned(), sequence: Some(line.sequence), what: what.to_owned() });
    }
}

fn linked((sequence, previous): (u64, &str), before: &Head) -> Option<&'static str> {
    if sequence != before.0 + 1 {
        return Some("the record before it is missing, or the order was changed");
    }
    (previous != before.1).then_some("it does not follow the record before it")
}

fn rehashed(previous: &str, text: &str, hash: &str) -> Option<&'static str> {
    let Ok(previous) = parsed::<Hash>("previous_hash", previous) else { return Some("its previous hash is none") };
    (chained(&previous, text).as_str() != hash).then_some("its content was changed after it was written")
}
