-- Dossiers: encrypted as a whole by SQLCipher.
CREATE TABLE profile (
  dossier  TEXT NOT NULL,
  version  INTEGER NOT NULL,
  hash     TEXT NOT NULL,
  document TEXT NOT NULL,               -- JSON
  imported TEXT NOT NULL,
  PRIMARY KEY (dossier, version)
);

CREATE TABLE shortlist (
  dossier  TEXT NOT NULL,
  date     TEXT NOT NULL,
  document TEXT NOT NULL,               -- JSON
  PRIMARY KEY (dossier, date)
);

-- What was on a shortlist, to show nothing twice unless it changed.
CREATE TABLE shown (
  dossier TEXT NOT NULL,
  date    TEXT NOT NULL,
  vacancy TEXT NOT NULL,
  version TEXT NOT NULL,
  PRIMARY KEY (dossier, date, vacancy)
);

CREATE TABLE digest (
  dossier    TEXT NOT NULL,
  date       TEXT NOT NULL,
  state      TEXT NOT NULL CHECK (state IN ('sending', 'sent', 'uncertain')),
  message_id TEXT NOT NULL,
  since      TEXT NOT NULL,
  PRIMARY KEY (dossier, date)
);

-- The chain of each dossier: only ever appended to.
CREATE TABLE evidence (
  dossier       TEXT NOT NULL,
  sequence      INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  time          TEXT NOT NULL,
  kind          TEXT NOT NULL,
  body          TEXT NOT NULL,          -- canonical JSON, as hashed
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL,
  PRIMARY KEY (dossier, sequence)
);

-- The chain over the heads of all dossiers: keeps the proof of an erased one, without content.
CREATE TABLE ledger (
  sequence      INTEGER PRIMARY KEY,
  time          TEXT NOT NULL,
  dossier       TEXT NOT NULL,
  event         TEXT NOT NULL CHECK (event IN ('appended', 'erased')),
  head_sequence INTEGER NOT NULL,
  head_hash     TEXT NOT NULL,
  previous_hash TEXT NOT NULL,
  hash          TEXT NOT NULL
);

-- Names the dossier that the transaction under way is erasing; empty at all other times.
CREATE TABLE erasing (dossier TEXT NOT NULL);

CREATE TRIGGER evidence_is_not_changed BEFORE UPDATE ON evidence
BEGIN SELECT RAISE (ABORT, 'evidence is only ever appended'); END;

CREATE TRIGGER evidence_is_not_removed BEFORE DELETE ON evidence
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE dossier = OLD.dossier)
BEGIN SELECT RAISE (ABORT, 'evidence is only ever appended'); END;

CREATE TRIGGER ledger_is_not_changed BEFORE UPDATE ON ledger
BEGIN SELECT RAISE (ABORT, 'the ledger is only ever appended'); END;

CREATE TRIGGER ledger_is_not_removed BEFORE DELETE ON ledger
BEGIN SELECT RAISE (ABORT, 'the ledger is only ever appended'); END;
