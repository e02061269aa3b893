ALTER TABLE questions ADD COLUMN source TEXT CHECK (source <> '');
CREATE TABLE imports (
  session INTEGER NOT NULL REFERENCES sessions (id),
  number INTEGER NOT NULL CHECK (number > 0),
  at TEXT NOT NULL,
  PRIMARY KEY (session, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE imported_questions (
  session INTEGER NOT NULL,
  hash BLOB NOT NULL,
  import INTEGER NOT NULL,
  question INTEGER NOT NULL UNIQUE REFERENCES questions (id),
  PRIMARY KEY (session, hash),
  FOREIGN KEY (session, import) REFERENCES imports (session, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX imported_by_import ON imported_questions (session, import);
