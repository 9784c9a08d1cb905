-- What is still to be fetched of each source in the run under way. A source's rows go when it is done.
CREATE TABLE frontier (
  id            INTEGER PRIMARY KEY,    -- in order of finding
  source        TEXT NOT NULL,
  url           TEXT NOT NULL,
  purpose       TEXT NOT NULL CHECK (purpose IN ('listing', 'detail')),
  request       TEXT NOT NULL,          -- JSON
  -- taken: handed out to be fetched; skipped: not due, asked for after all where the listing turns out incomplete
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'taken', 'done', 'failed', 'skipped')),
  UNIQUE (source, url)
);
CREATE INDEX frontier_waiting ON frontier (source, purpose DESC, id) WHERE state = 'waiting';

-- The addresses that a source's listings have named so far in the run under way.
CREATE TABLE listed (
  source TEXT NOT NULL,
  url    TEXT NOT NULL,
  PRIMARY KEY (source, url)
) WITHOUT ROWID;

-- The bodies in the page archive, each once.
CREATE TABLE archived (
  id     INTEGER PRIMARY KEY,
  hash   TEXT NOT NULL,                 -- SHA-256 of the body
  url    TEXT NOT NULL,                 -- that gave it first, after redirects
  at     TEXT NOT NULL,
  file   TEXT NOT NULL,
  offset INTEGER NOT NULL,
  UNIQUE (file, offset)
);
CREATE INDEX archived_hash ON archived (hash);

INSERT INTO archived (hash, url, at, file, offset)
  SELECT hash, url, fetched_at, archive_file, archive_offset FROM page WHERE archive_offset IS NOT NULL
  ON CONFLICT DO NOTHING;
ALTER TABLE page ADD COLUMN archived INTEGER REFERENCES archived (id);
UPDATE page SET archived = (SELECT id FROM archived WHERE file = archive_file AND offset = archive_offset);
ALTER TABLE page DROP COLUMN archive_file;
ALTER TABLE page DROP COLUMN archive_offset;
CREATE INDEX page_archived ON page (archived);

-- When it was last asked for, and how many answers in a row brought nothing new: what rarely changes is asked for less often.
ALTER TABLE page ADD COLUMN asked_at TEXT;
ALTER TABLE page ADD COLUMN unchanged INTEGER NOT NULL DEFAULT 0;
UPDATE page SET asked_at = verified_at;

-- The body that a version was read from.
ALTER TABLE vacancy_version ADD COLUMN archived INTEGER REFERENCES archived (id);
UPDATE vacancy_version SET archived =
  (SELECT page.archived FROM witness JOIN page ON page.id = witness.page WHERE witness.vacancy = vacancy_version.vacancy
   ORDER BY witness.first_seen LIMIT 1)
  WHERE valid_to IS NULL;
CREATE INDEX vacancy_version_archived ON vacancy_version (archived);

-- The run that did the rest of one that was cut short, and when a source was done.
ALTER TABLE run ADD COLUMN completed_by INTEGER REFERENCES run (id);
ALTER TABLE source_run ADD COLUMN finished TEXT;
UPDATE source_run SET finished = begun;
CREATE INDEX source_run_source ON source_run (source, begun);
