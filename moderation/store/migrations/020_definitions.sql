CREATE TABLE definitions (
  session INTEGER NOT NULL REFERENCES sessions (id),
  version INTEGER NOT NULL CHECK (version > 0),
  definition TEXT NOT NULL,
  replaced_at TEXT NOT NULL,
  PRIMARY KEY (session, version)
) STRICT, WITHOUT ROWID;
ALTER TABLE sessions ADD COLUMN definition_version INTEGER NOT NULL DEFAULT 1 CHECK (definition_version > 0);
