CREATE TABLE definitions (
  session bigint NOT NULL REFERENCES sessions (id) DEFERRABLE,
  version integer NOT NULL CHECK (version > 0),
  definition text COLLATE "C" NOT NULL,
  replaced_at text COLLATE "C" NOT NULL,
  PRIMARY KEY (session, version)
);
ALTER TABLE sessions ADD COLUMN definition_version integer NOT NULL DEFAULT 1 CHECK (definition_version > 0);
