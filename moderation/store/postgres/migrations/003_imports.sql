ALTER TABLE questions ADD COLUMN source text COLLATE "C" CHECK (source <> '');
CREATE TABLE imports (
  session bigint NOT NULL REFERENCES sessions (id) DEFERRABLE,
  number integer NOT NULL CHECK (number > 0),
  at text COLLATE "C" NOT NULL,
  PRIMARY KEY (session, number)
);
CREATE TABLE imported_questions (
  session bigint NOT NULL,
  hash bytea NOT NULL,
  import integer NOT NULL,
  question bigint NOT NULL UNIQUE REFERENCES questions (id) DEFERRABLE,
  PRIMARY KEY (session, hash),
  FOREIGN KEY (session, import) REFERENCES imports (session, number) DEFERRABLE
);
CREATE INDEX imported_by_import ON imported_questions (session, import);
