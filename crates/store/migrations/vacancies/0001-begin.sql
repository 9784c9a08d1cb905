-- Public facts: what was seen where. No word about a candidate ever stands here.
CREATE TABLE page (
  id                   INTEGER PRIMARY KEY,
  source               TEXT NOT NULL,
  url                  TEXT NOT NULL,
  status               INTEGER NOT NULL,
  hash                 TEXT NOT NULL,
  etag                 TEXT,
  last_modified        TEXT,
  fetched_at           TEXT NOT NULL,
  verified_at          TEXT NOT NULL,
  listed_last_modified TEXT,
  requests             TEXT NOT NULL,   -- JSON: what its reader asked for, asked for again after a 304
  listing              TEXT,            -- JSON: the addresses that it lists; NULL: no listing
  archive_file         TEXT,
  archive_offset       INTEGER,
  UNIQUE (source, url)
);

CREATE TABLE vacancy (
  id            TEXT PRIMARY KEY,
  version       TEXT NOT NULL,
  posting_group TEXT NOT NULL,
  fingerprint   TEXT NOT NULL,
  first_seen    TEXT NOT NULL,
  last_verified TEXT NOT NULL,
  closed_because TEXT,                  -- NULL: open
  closed_on     TEXT,
  sequence      INTEGER NOT NULL        -- rises with every change; the search index follows it
);
CREATE INDEX vacancy_sequence ON vacancy (sequence);
CREATE INDEX vacancy_fingerprint ON vacancy (fingerprint);

-- Which address of which source states a vacancy. A page of a feed states many, each at its own address.
CREATE TABLE witness (
  source     TEXT NOT NULL,
  url        TEXT NOT NULL,
  page       INTEGER NOT NULL REFERENCES page (id),
  vacancy    TEXT NOT NULL REFERENCES vacancy (id),
  open       INTEGER NOT NULL,
  first_seen TEXT NOT NULL,
  PRIMARY KEY (source, url)
);
CREATE INDEX witness_vacancy ON witness (vacancy);
CREATE INDEX witness_page ON witness (page);

-- Every version of a vacancy that was open, so that any night can be rebuilt.
CREATE TABLE vacancy_version (
  vacancy    TEXT NOT NULL REFERENCES vacancy (id),
  version    TEXT NOT NULL,
  posting    TEXT NOT NULL,
  valid_from TEXT NOT NULL,
  valid_to   TEXT,
  PRIMARY KEY (vacancy, version)
);

CREATE TABLE run (
  id       INTEGER PRIMARY KEY,
  kind     TEXT NOT NULL,
  date     TEXT NOT NULL,
  begun    TEXT NOT NULL,
  finished TEXT
);

CREATE TABLE source_run (
  run    INTEGER NOT NULL REFERENCES run (id),
  source TEXT NOT NULL,
  begun  TEXT NOT NULL,
  report TEXT NOT NULL,                 -- JSON
  PRIMARY KEY (run, source)
);

CREATE TABLE change (last INTEGER NOT NULL);
INSERT INTO change VALUES (0);
