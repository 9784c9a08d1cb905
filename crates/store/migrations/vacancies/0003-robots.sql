-- The last copies of robots.txt and tdmrep.json of each host: they serve while a host cannot give them.
CREATE TABLE robots (
  url        TEXT PRIMARY KEY,
  fetched_at TEXT NOT NULL,
  body       BLOB NOT NULL              -- empty: there is none
);
