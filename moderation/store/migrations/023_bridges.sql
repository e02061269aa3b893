CREATE TABLE bridges (
  session INTEGER PRIMARY KEY REFERENCES sessions (id),
  token_hash BLOB NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
