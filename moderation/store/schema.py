"""The tables, as migrations that record themselves, and how a connection to them is opened."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("open_floor")

BUSY_MS = 5000


@migrations()
def m001_first(db: Database) -> None:
    """Sessions, seats, attendees, questions, votes, stored answers, the log, streams and their touches; a view for reports."""
    _execute_all(db, FIRST)


@migrations()
def m002_translations(db: Database) -> None:
    """Translations by machine and by hand, those still to be made, and texts translated before."""
    _execute_all(db, TRANSLATIONS)


@migrations()
def m003_workflow(db: Database) -> None:
    """Merging, wordings, questions asked aloud, flags, muting, notes, a cleared screen; a translation belongs to the words it is of."""
    _execute_all(db, WORKFLOW)
    for translation, text in db.execute("SELECT translations.id, questions.text FROM translations JOIN questions ON questions.id = question").fetchall():
        db.execute("UPDATE translations SET of_hash = ? WHERE id = ?", [text_hash(text), translation])


@migrations()
def m004_ledger(db: Database) -> None:
    """The ledger's tables as published under the Chatham House Rule."""
    _execute_all(db, LEDGER)


@migrations()
def m005_similar(db: Database) -> None:
    """Earlier questions that seem to ask the same, and the questions that are still to be compared."""
    _execute_all(db, SIMILAR)


@migrations()
def m006_tally(db: Database) -> None:
    """What is counted for the balance, in the order in which it is counted: once a second, however many there are."""
    db.execute("CREATE INDEX questions_tallied ON questions (session, group_key, language, region, status, lead)")


def text_hash(text: str) -> bytes:
    """What a translation is known by the words of, and a text in the cache."""
    return hashlib.sha256(text.encode()).digest()


def _execute_all(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


FIRST = """
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
  FROM questions JOIN sessions ON sessions.id = questions.session ORDER BY questions.session, questions.number
"""

TRANSLATIONS = """
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
) STRICT, WITHOUT ROWID
"""

WORKFLOW = """
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
  FROM questions JOIN sessions ON sessions.id = questions.session ORDER BY questions.session, questions.number
"""

LEDGER = """
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id),
  margin TEXT NOT NULL CHECK (margin IN ('group', 'language', 'outcome')),
  at TEXT NOT NULL,
  upto INTEGER NOT NULL,
  received INTEGER NOT NULL,
  cells TEXT,
  public INTEGER NOT NULL CHECK (public IN (0, 1))
) STRICT;
CREATE INDEX ledger_by_session ON ledger (session, margin, id)
"""

# The marks are made by triggers, so that nothing that changes what is compared, or whether, can forget one.
# Not by INSERT OR REPLACE: inside a trigger the conflict clause of the statement that fired it rules.
SIMILAR = """
CREATE TABLE similar (
  question INTEGER NOT NULL REFERENCES questions (id) ON DELETE CASCADE,
  other INTEGER NOT NULL,
  score REAL NOT NULL CHECK (score > 0 AND score <= 1),
  PRIMARY KEY (question, other)
) STRICT, WITHOUT ROWID;
CREATE INDEX similar_by_other ON similar (other);
CREATE TABLE similar_due (
  mark INTEGER PRIMARY KEY AUTOINCREMENT,
  question INTEGER NOT NULL UNIQUE REFERENCES questions (id) ON DELETE CASCADE
) STRICT;
CREATE TRIGGER asked_to_compare AFTER INSERT ON questions BEGIN DELETE FROM similar_due WHERE question = new.id; INSERT INTO similar_due (question) VALUES (new.id); END;
CREATE TRIGGER changed_to_compare AFTER UPDATE OF text, wording, language, status ON questions
  WHEN old.text <> new.text OR old.wording IS NOT new.wording OR old.language <> new.language
    OR (old.status IN ('declined', 'withdrawn', 'merged')) <> (new.status IN ('declined', 'withdrawn', 'merged'))
  BEGIN DELETE FROM similar_due WHERE question = new.id; INSERT INTO similar_due (question) VALUES (new.id); END;
CREATE TRIGGER translated_to_compare AFTER INSERT ON translations BEGIN DELETE FROM similar_due WHERE question = new.question; INSERT INTO similar_due (question) VALUES (new.question); END;
CREATE TRIGGER retranslated_to_compare AFTER UPDATE ON translations BEGIN DELETE FROM similar_due WHERE question = new.question; INSERT INTO similar_due (question) VALUES (new.question); END;
CREATE TRIGGER untranslated_to_compare AFTER DELETE ON translations BEGIN DELETE FROM similar_due WHERE question = old.question; INSERT INTO similar_due (question) VALUES (old.question); END;
INSERT INTO similar_due (question) SELECT id FROM questions
"""


def connect(path: Path | str, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with every pragma set and read back. RuntimeError when SQLite did not take one.

    The writer's connection is durable: WAL with synchronous=FULL, so a COMMIT survives a power cut.
    """
    if read_only:
        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    else:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    # Temporary files would need a descriptor, and space elsewhere, when there may be none.
    wanted = {"busy_timeout": BUSY_MS, "foreign_keys": 1, "temp_store": 2}
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        wanted |= {"synchronous": 2, "secure_delete": 1}
    for pragma, value in wanted.items():
        connection.execute(f"PRAGMA {pragma} = {value}")
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != value:
            raise RuntimeError(f"SQLite did not take {pragma} = {value}")
    return connection


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the file to this version's schema. RuntimeError when a row would point nowhere afterwards."""
    # A table that others point to can only be made anew while nobody checks (SQLite, "Making Other Kinds Of Table Schema Changes").
    connection.execute("PRAGMA foreign_keys = 0")
    migrations.apply(Database(connection))
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise RuntimeError("the database has rows that point nowhere")
    connection.execute("PRAGMA foreign_keys = 1")
