CREATE TABLE entry_codes (
  session INTEGER NOT NULL REFERENCES sessions (id),
  number INTEGER NOT NULL CHECK (number > 0),
  code_hash BLOB NOT NULL,
  holder BLOB,
  used INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1)),
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  PRIMARY KEY (session, number),
  UNIQUE (session, code_hash),
  UNIQUE (session, holder),
  CHECK (holder IS NULL OR used = 1 AND revoked = 0)
) STRICT, WITHOUT ROWID;
