ALTER TABLE sessions ADD COLUMN engine TEXT;
ALTER TABLE questions ADD COLUMN machine INTEGER NOT NULL DEFAULT 1 CHECK (machine IN (0, 1));
CREATE TABLE translations (
  id INTEGER PRIMARY KEY,
  question INTEGER NOT NULL REFERENCES questions (id),
  language TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  source TEXT NOT NULL CHECK (source IN ('machine', 'chair', 'booth')),
  engine TEXT,
  route TEXT NOT NULL,
  seat TEXT,
  at TEXT NOT NULL,
  log INTEGER REFERENCES log (id),
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX translations_by_question ON translations (question, language);
CREATE UNIQUE INDEX one_machine_translation ON translations (question, language) WHERE source = 'machine';
CREATE TABLE translation_jobs (
  question INTEGER NOT NULL REFERENCES questions (id),
  language TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'failed')),
  tries INTEGER NOT NULL DEFAULT 0,
  wanted_at REAL NOT NULL,
  not_before REAL NOT NULL,
  PRIMARY KEY (question, language)
) STRICT, WITHOUT ROWID;
CREATE INDEX jobs_by_state ON translation_jobs (state, not_before);
CREATE TABLE translation_cache (
  text_hash BLOB NOT NULL,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  engine TEXT NOT NULL,
  route TEXT NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (text_hash, source, target, engine)
) STRICT, WITHOUT ROWID;
