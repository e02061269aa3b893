CREATE TABLE ledger (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  margin TEXT NOT NULL CHECK (margin IN ('group', 'language', 'outcome')),
  at TEXT NOT NULL,
  upto INTEGER NOT NULL,
  received INTEGER NOT NULL,
  cells TEXT,
  public INTEGER NOT NULL CHECK (public IN (0, 1))
) STRICT;
CREATE INDEX ledger_by_session ON ledger (session, margin, id);
