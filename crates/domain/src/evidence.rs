//! The record of what was searched, shown, decided, done and answered. Chaining and keeping are done in `store`.
//!
//! Frozen: field names, order and meaning of version 1 stay as they are, since hashes were made over them.

use crate::{CandidateId, Hash};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The version of the record's form.
pub const EVIDENCE_VERSION: u32 = 1;

/// What a record is about. Searching and applying are different kinds: consulting vacancies is no application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum EvidenceKind {
    Search,
    Shortlist,
    DigestSent,
    Decision,
    Application,
    Result,
    Contact,
    SignalCleared,
    ProfileChanged,
    Note,
    Correction,
    Placement,
    Aftercare,
}

impl EvidenceKind {
    /// Every kind with its name.
    pub const NAMES: [(Self, &'static str); 13] = [
        (Self::Search, "search"),
        (Self::Shortlist, "shortlist"),
        (Self::DigestSent, "digest_sent"),
        (Self::Decision, "decision"),
        (Self::Application, "application"),
        (Self::Result, "result"),
        (Self::Contact, "contact"),
        (Self::SignalCleared, "signal_cleared"),
        (Self::ProfileChanged, "profile_changed"),
        (Self::Note, "note"),
        (Self::Correction, "correction"),
        (Self::Placement, "placement"),
        (Self::Aftercare, "aftercare"),
    ];

    /// The name as stored, hashed and shown.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }

    /// The kind of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(_, each)| *each == name).map(|(kind, _)| *kind)
    }
}

/// One record of a dossier's chain. `Body` is JSON; the crates that make bodies know their form.
///
/// `hash` = SHA-256(32 raw bytes of `previous_hash`, zeros for the first ‖ RFC 8785 canonical JSON of
/// `{version, sequence, time, dossier, kind, body}`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EvidenceRecord<Body> {
    /// [`EVIDENCE_VERSION`] when it was made.
    pub version: u32,
    /// From 1, without gaps, within the dossier.
    pub sequence: u64,
    /// When it was made, whole seconds.
    pub time: DateTime<Utc>,
    /// Whose dossier.
    pub dossier: CandidateId,
    /// What it is about.
    pub kind: EvidenceKind,
    /// What happened.
    pub body: Body,
    /// The hash of the record before it; zeros for the first.
    pub previous_hash: Hash,
    /// Its own hash.
    pub hash: Hash,
}
