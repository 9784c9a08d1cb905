-- What employers answered when asked about a vacancy. The newest on each thing serves; the earlier ones stay to be read.
CREATE TABLE answer (
  id      INTEGER PRIMARY KEY,          -- in order of noting
  vacancy TEXT NOT NULL REFERENCES vacancy (id),
  about   TEXT NOT NULL,                -- a capability item or a requirement
  value   TEXT NOT NULL,
  noted_by TEXT NOT NULL,
  noted_on TEXT NOT NULL,
  version TEXT NOT NULL                 -- of the vacancy when it was asked
);
CREATE INDEX answer_vacancy ON answer (vacancy);
