-- Weak signs of closing, the history of closings, and the numbers by which doubles find each other.
DROP INDEX vacancy_fingerprint;
ALTER TABLE vacancy DROP COLUMN fingerprint;
ALTER TABLE vacancy ADD COLUMN folded_version TEXT; -- the version that was held against all others; NULL: none yet
ALTER TABLE vacancy ADD COLUMN folded_into TEXT;    -- the vacancy that this one proved to be

ALTER TABLE witness ADD COLUMN moved INTEGER NOT NULL DEFAULT 0;       -- 1: folded into a vacancy of another address
ALTER TABLE witness ADD COLUMN stated_group TEXT NOT NULL DEFAULT ''; -- employer and title as stated last

CREATE TABLE doubt (
  source TEXT NOT NULL,
  url    TEXT NOT NULL,
  sign   TEXT NOT NULL,
  since  TEXT NOT NULL,                 -- the first night
  last   TEXT NOT NULL,                 -- the last night
  nights INTEGER NOT NULL,
  PRIMARY KEY (source, url)
);

CREATE TABLE closing (
  vacancy     TEXT NOT NULL REFERENCES vacancy (id),
  because     TEXT NOT NULL,
  closed_on   TEXT NOT NULL,
  reopened_on TEXT
);
CREATE INDEX closing_vacancy ON closing (vacancy);
INSERT INTO closing SELECT id, closed_because, closed_on, NULL FROM vacancy WHERE closed_on IS NOT NULL;

-- Numbers that only postings of one vacancy, or postings much alike, have in common: exact keys and MinHash bands.
CREATE TABLE likeness (
  number  INTEGER NOT NULL,
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  PRIMARY KEY (number, vacancy)
) WITHOUT ROWID;
CREATE INDEX likeness_vacancy ON likeness (vacancy);
