-- Passes over all that is kept, with the version of the rules that each was made by last: one is made once.
CREATE TABLE pass (
  name    TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  made_at TEXT NOT NULL
);
