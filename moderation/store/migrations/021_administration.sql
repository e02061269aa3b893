CREATE TABLE administration (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL DEFAULT 1 CHECK (generation > 0),
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  passphrase TEXT NOT NULL DEFAULT ''
) STRICT;
INSERT INTO administration (id) VALUES (1);
CREATE TABLE archived_sessions (
  session INTEGER PRIMARY KEY REFERENCES sessions (id),
  at TEXT NOT NULL
) STRICT;
CREATE TABLE events (
  code TEXT PRIMARY KEY,
  title TEXT NOT NULL CHECK (title <> '')
) STRICT, WITHOUT ROWID;
CREATE TABLE event_sessions (
  session INTEGER PRIMARY KEY REFERENCES sessions (id),
  event TEXT NOT NULL REFERENCES events (code)
) STRICT;
