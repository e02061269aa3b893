CREATE TABLE logos (
  hash text COLLATE "C" NOT NULL CHECK (length(hash) = 64),
  session bigint NOT NULL REFERENCES sessions (id) DEFERRABLE,
  width bigint NOT NULL CHECK (width > 0),
  height bigint NOT NULL CHECK (height > 0),
  content bytea NOT NULL,
  added_at text COLLATE "C" NOT NULL,
  PRIMARY KEY (hash, session)
);
CREATE INDEX logos_by_session ON logos (session);
