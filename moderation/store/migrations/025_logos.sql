CREATE TABLE logos (
  hash TEXT NOT NULL CHECK (length(hash) = 64),
  session INTEGER NOT NULL REFERENCES sessions (id),
  width INTEGER NOT NULL CHECK (width > 0),
  height INTEGER NOT NULL CHECK (height > 0),
  content BLOB NOT NULL,
  added_at TEXT NOT NULL,
  PRIMARY KEY (hash, session)
) STRICT;
CREATE INDEX logos_by_session ON logos (session);
