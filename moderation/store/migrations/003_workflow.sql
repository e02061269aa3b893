ALTER TABLE sessions ADD COLUMN screen_cleared INTEGER NOT NULL DEFAULT 0 CHECK (screen_cleared IN (0, 1));
ALTER TABLE attendees ADD COLUMN muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1));
CREATE TABLE flags (
  question INTEGER NOT NULL REFERENCES questions (id),
  panellist TEXT NOT NULL,
  PRIMARY KEY (question, panellist)
) STRICT, WITHOUT ROWID;
CREATE TABLE notes (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  seat TEXT NOT NULL,
  text TEXT NOT NULL CHECK (text <> ''),
  at TEXT NOT NULL,
  acknowledged TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX notes_by_session ON notes (session, id);
DROP INDEX one_machine_translation;
ALTER TABLE translations ADD COLUMN of_hash BLOB NOT NULL DEFAULT x'';
CREATE UNIQUE INDEX one_machine_translation ON translations (question, language, of_hash) WHERE source = 'machine';
DROP VIEW report;
CREATE TABLE new_questions (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  number INTEGER NOT NULL,
  attendee INTEGER REFERENCES attendees (id),
  text TEXT NOT NULL CHECK (text <> '' OR aloud = 1),
  language TEXT NOT NULL,
  language_source TEXT NOT NULL CHECK (language_source IN ('chosen', 'detected', 'corrected')),
  unsure INTEGER NOT NULL CHECK (unsure IN (0, 1)),
  looks_like TEXT,
  group_key TEXT NOT NULL,
  region TEXT,
  panellist TEXT,
  name TEXT,
  show_name INTEGER NOT NULL CHECK (show_name IN (0, 1)),
  status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'next', 'live', 'answered', 'declined', 'merged', 'withdrawn')),
  place TEXT CHECK ((place IS NOT NULL) = (status = 'approved')),
  reason TEXT,
  reason_number INTEGER,
  version INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  changed_at TEXT NOT NULL,
  live_at TEXT,
  reworded_from INTEGER,
  first INTEGER NOT NULL CHECK (first IN (0, 1)),
  votes INTEGER NOT NULL DEFAULT 0,
  machine INTEGER NOT NULL DEFAULT 1 CHECK (machine IN (0, 1)),
  wording TEXT CHECK (wording <> ''),
  hides INTEGER NOT NULL DEFAULT 0 CHECK (hides IN (0, 1) AND (hides = 0 OR wording IS NOT NULL)),
  lead INTEGER CHECK ((lead IS NOT NULL) = (status = 'merged') AND lead <> number),
  former_status TEXT CHECK ((former_status IS NOT NULL) = (status = 'merged') AND former_status IN ('pending', 'approved')),
  former_place TEXT CHECK (former_place IS NULL OR former_status = 'approved'),
  aloud INTEGER NOT NULL DEFAULT 0 CHECK (aloud IN (0, 1)),
  UNIQUE (session, number)
) STRICT;
INSERT INTO new_questions (id, session, number, attendee, text, language, language_source, unsure, looks_like, group_key, region, panellist,
    name, show_name, status, place, reason, reason_number, version, changed_by, asked_at, changed_at, live_at, reworded_from, first, votes, machine)
  SELECT id, session, number, attendee, text, language, language_source, unsure, looks_like, group_key, region, panellist,
    name, show_name, status, place, reason, reason_number, version, changed_by, asked_at, changed_at, live_at, reworded_from, first, votes, machine
  FROM questions;
DROP TABLE questions;
ALTER TABLE new_questions RENAME TO questions;
CREATE UNIQUE INDEX one_live ON questions (session) WHERE status = 'live';
CREATE UNIQUE INDEX one_next ON questions (session) WHERE status = 'next';
CREATE INDEX questions_by_status ON questions (session, status, number);
CREATE INDEX questions_by_attendee ON questions (attendee, status);
CREATE INDEX questions_by_lead ON questions (session, lead) WHERE lead IS NOT NULL;
CREATE VIEW report AS
  SELECT sessions.code AS session, questions.number, questions.status, questions.language, questions.group_key AS stakeholder_group,
         coalesce(questions.wording, questions.text) AS text, questions.votes, questions.reason, questions.lead, questions.asked_at, questions.changed_at
  FROM questions JOIN sessions ON sessions.id = questions.session ORDER BY questions.session, questions.number;
