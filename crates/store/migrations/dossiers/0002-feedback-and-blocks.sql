-- What counts now of answers "not suitable" and of blocks. What was answered and set when is in the evidence, for good.
CREATE TABLE feedback (
  dossier  TEXT NOT NULL,
  vacancy  TEXT NOT NULL,
  document TEXT NOT NULL,               -- JSON
  PRIMARY KEY (dossier, vacancy)
);

CREATE TABLE block (
  dossier  TEXT NOT NULL,
  kind     TEXT NOT NULL,
  value    TEXT NOT NULL,               -- lower case
  document TEXT NOT NULL,               -- JSON
  PRIMARY KEY (dossier, kind, value)
);
