CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  definition TEXT NOT NULL,
  phase TEXT NOT NULL CHECK (phase IN ('rehearsal', 'open', 'paused', 'closed', 'purged')),
  list_public INTEGER NOT NULL CHECK (list_public IN (0, 1)),
  show_group INTEGER NOT NULL CHECK (show_group IN (0, 1)),
  stage_upcoming INTEGER NOT NULL CHECK (stage_upcoming IN (0, 1)),
  chatham_house_rule INTEGER NOT NULL CHECK (chatham_house_rule IN (0, 1)),
  epoch TEXT NOT NULL,
  next_number INTEGER NOT NULL DEFAULT 1,
  balance TEXT NOT NULL DEFAULT '{}',
  created_at TEXT NOT NULL
) STRICT;
CREATE TABLE seats (
  session INTEGER NOT NULL REFERENCES sessions (id),
  seat TEXT NOT NULL,
  generation INTEGER NOT NULL DEFAULT 1,
  revoked INTEGER NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1)),
  PRIMARY KEY (session, seat)
) STRICT;
CREATE TABLE attendees (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  token_hash BLOB NOT NULL,
  counter INTEGER NOT NULL DEFAULT 0,
  allowance REAL NOT NULL,
  allowance_at REAL NOT NULL,
  UNIQUE (session, token_hash)
) STRICT;
CREATE TABLE questions (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  number INTEGER NOT NULL,
  attendee INTEGER REFERENCES attendees (id),
  text TEXT NOT NULL CHECK (text <> ''),
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
  UNIQUE (session, number)
) STRICT;
CREATE UNIQUE INDEX one_live ON questions (session) WHERE status = 'live';
CREATE UNIQUE INDEX one_next ON questions (session) WHERE status = 'next';
CREATE INDEX questions_by_status ON questions (session, status, number);
CREATE INDEX questions_by_attendee ON questions (attendee, status);
CREATE TABLE votes (
  question INTEGER NOT NULL REFERENCES questions (id),
  attendee INTEGER NOT NULL REFERENCES attendees (id),
  PRIMARY KEY (question, attendee)
) STRICT, WITHOUT ROWID;
CREATE INDEX votes_by_attendee ON votes (attendee);
CREATE TABLE commands (
  session INTEGER NOT NULL REFERENCES sessions (id),
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (session, caller, key)
) STRICT, WITHOUT ROWID;
CREATE TABLE log (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  at TEXT NOT NULL,
  seat TEXT NOT NULL,
  act TEXT NOT NULL,
  undoes INTEGER REFERENCES log (id),
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
) STRICT;
CREATE INDEX log_by_seat ON log (session, seat, id);
CREATE TABLE log_questions (
  log INTEGER NOT NULL REFERENCES log (id),
  question INTEGER NOT NULL REFERENCES questions (id),
  status_before TEXT,
  status_after TEXT NOT NULL,
  reason TEXT,
  version INTEGER NOT NULL,
  before TEXT,
  PRIMARY KEY (log, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX log_by_question ON log_questions (question, log);
CREATE TABLE streams (
  session INTEGER NOT NULL REFERENCES sessions (id),
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (session, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE touches (
  session INTEGER NOT NULL,
  stream TEXT NOT NULL,
  item TEXT NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (session, stream, item),
  FOREIGN KEY (session, stream) REFERENCES streams (session, stream)
) STRICT, WITHOUT ROWID;
CREATE INDEX touches_by_seq ON touches (session, stream, seq);
CREATE VIEW report AS
  SELECT sessions.code AS session, questions.number, questions.status, questions.language, questions.group_key AS stakeholder_group,
         questions.text, questions.votes, questions.reason, questions.asked_at, questions.changed_at
  FROM questions JOIN sessions ON sessions.id = questions.session ORDER BY questions.session, questions.number;
