CREATE TABLE administration (
  id bigint PRIMARY KEY CHECK (id = 1),
  generation integer NOT NULL DEFAULT 1 CHECK (generation > 0),
  revoked integer NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  passphrase text COLLATE "C" NOT NULL DEFAULT ''
);
INSERT INTO administration (id) VALUES (1);
CREATE TABLE archived_sessions (
  session bigint PRIMARY KEY REFERENCES sessions (id) DEFERRABLE,
  at text COLLATE "C" NOT NULL
);
CREATE TABLE events (
  code text COLLATE "C" PRIMARY KEY,
  title text COLLATE "C" NOT NULL CHECK (title <> '')
);
CREATE TABLE event_sessions (
  session bigint PRIMARY KEY REFERENCES sessions (id) DEFERRABLE,
  event text COLLATE "C" NOT NULL REFERENCES events (code) DEFERRABLE
);
