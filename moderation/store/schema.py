"""The database schema as a list of migrations, and the opening of connections."""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from .connection import Connection
from .scrubbing import WANT_SCRUB
from .sqlite.dialect import SqliteConnection

migrations = Migrations("open_floor")

BUSY_MS = 5000
"""Maximum time for which SQLite waits for a lock, in milliseconds. Then the statement fails."""
STATEMENTS = Path(__file__).with_name("migrations")


@migrations()
def m001_first(db: Database) -> None:
    """Sessions, seats, attendees, questions, votes, stored answers, log, streams with their changed items, and a view
    for reports.
    """
    _execute(db, "001_first")


@migrations()
def m002_translations(db: Database) -> None:
    """Translations by machine and by hand, translation jobs, and the cache of translated texts."""
    _execute(db, "002_translations")


@migrations()
def m003_workflow(db: Database) -> None:
    """Merging, wordings, questions asked aloud, flags, muting, chair notes and the cleared screen.

    Each translation gets the hash of the text that it translates.
    """
    _execute(db, "003_workflow")
    for translation, text in db.execute(
        "SELECT translations.id, questions.text FROM translations JOIN questions ON questions.id = question"
    ).fetchall():
        db.execute("UPDATE translations SET of_hash = ? WHERE id = ?", [text_hash(text), translation])


@migrations()
def m004_ledger(db: Database) -> None:
    """The ledger's tables as published under the Chatham House Rule."""
    _execute(db, "004_ledger")


@migrations()
def m005_similar(db: Database) -> None:
    """Similar earlier questions, and the list of questions that are not yet compared."""
    _execute(db, "005_similar")


@migrations()
def m006_tally(db: Database) -> None:
    """An index with all columns that `questions.balance_rows` reads.

    This function reads all questions, up to once per second.
    """
    _execute(db, "006_tally")


@migrations()
def m007_outcomes(db: Database) -> None:
    """A column for the generation of a renewed link.

    Older versions store the generation in the JSON of the stored answer.
    """
    _execute(db, "007_outcomes")


@migrations()
def m008_time_zone(db: Database) -> None:
    """The time zone in each session's definition. Older sessions keep UTC, the zone in which their times were shown."""
    _execute(db, "008_time_zone")


@migrations()
def m009_served(db: Database) -> None:
    """For each session, the languages between which its translation engine translates, as a JSON array."""
    _execute(db, "009_served")


@migrations()
def m010_erasure(db: Database) -> None:
    """Allow an empty text for withdrawn questions, and erase the words of the questions that are withdrawn already."""
    old, new = "CHECK (text <> '' OR aloud = 1)", "CHECK (text <> '' OR aloud = 1 OR status = 'withdrawn')"
    (table,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'questions'").fetchone()
    dependents = db.execute(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (name = 'report'"
        " OR tbl_name = 'questions' AND type IN ('index', 'trigger'))"
    ).fetchall()
    db.execute("DROP VIEW report")
    db.execute(re.sub(r'"?questions"?', "new_questions", table, count=1).replace(old, new))
    db.execute("INSERT INTO new_questions SELECT * FROM questions")
    db.execute("DROP TABLE questions")
    db.execute("ALTER TABLE new_questions RENAME TO questions")
    for (statement,) in dependents:
        db.execute(statement)
    if db.execute("SELECT 1 FROM questions WHERE status = 'withdrawn'").fetchone():
        db.execute(WANT_SCRUB)
    _execute(db, "010_erasure")


@migrations()
def m011_newcomers(db: Database) -> None:
    """The minute in which a phone arrived, the questions that wait for release, and the switch "new phones wait".

    The phones of older databases have no minute. They count as earlier than all other phones.
    """
    _execute(db, "011_newcomers")


@migrations()
def m012_passphrases(db: Database) -> None:
    """The hash of each staff seat's passphrase; empty for a seat without a passphrase."""
    _execute(db, "012_passphrases")


@migrations()
def m013_seat_openings(db: Database) -> None:
    """For each seat's link, the times of the first and the last opening, and the number of browsers that opened it."""
    _execute(db, "013_seat_openings")


@migrations()
def m014_entry_codes(db: Database) -> None:
    """The entry codes of invited people, as hashes."""
    _execute(db, "014_entry_codes")


@migrations()
def m015_hash_chain(db: Database) -> None:
    """A hash of each row of the log, and details of acts that change no question."""
    _execute(db, "015_hash_chain")


@migrations()
def m016_file_hash(db: Database) -> None:
    """The hash of the session file that was last applied to a session; empty for sessions of older versions."""
    _execute(db, "016_file_hash")


@migrations()
def m017_opened(db: Database) -> None:
    """The minute in which a session was opened; empty for the sessions that were opened before this migration."""
    _execute(db, "017_opened")


@migrations()
def m018_votes(db: Database) -> None:
    """A column for the number of a vote, and triggers that raise an attendee's counter when the attendee votes.

    The migration deletes the answers to votes that an older version stored, because these answers have no number.
    """
    _execute(db, "018_votes")


@migrations()
def m019_imports(db: Database) -> None:
    """The source of each imported question, the imports of each session, and the hashes of the imported texts."""
    _execute(db, "019_imports")


@migrations()
def m020_definitions(db: Database) -> None:
    """The version of a session's definition, and the earlier versions."""
    _execute(db, "020_definitions")


@migrations()
def m021_administration(db: Database) -> None:
    """The link of the administration page, the archived sessions, and the events with their sessions."""
    _execute(db, "021_administration")


@migrations()
def m022_import_files(db: Database) -> None:
    """The name of the file of each import."""
    _execute(db, "022_import_files")


@migrations()
def m023_bridges(db: Database) -> None:
    """The hash of each session's bridge token."""
    _execute(db, "023_bridges")


@migrations()
def m024_topics(db: Database) -> None:
    """The topic of each question."""
    _execute(db, "024_topics")


@migrations()
def m025_logos(db: Database) -> None:
    """The logos of each session, as cleaned PNG files."""
    _execute(db, "025_logos")


@migrations()
def m026_schedule(db: Database) -> None:
    """The acts that the server performs at a set time, and chair notes between the chairs and the organiser."""
    _execute(db, "026_schedule")


@migrations()
def m030_cluster(db: Database) -> None:
    """The tables and columns that several processes need on PostgreSQL. In SQLite they stay empty."""
    _execute(db, "030_cluster")


@migrations()
def m031_chain_ids(db: Database) -> None:
    """For each log row that was moved from another database, its id before the move. The hash chain contains these
    ids.
    """
    _execute(db, "031_chain_ids")


@migrations()
def m032_booth_notes(db: Database) -> None:
    """Notes between the chairs and the booths."""
    _execute(db, "032_booth_notes")


@migrations()
def m034_stage_languages(db: Database) -> None:
    """The languages that the chairs have chosen for the projected screen, as a JSON array."""
    _execute(db, "034_stage_languages")


def text_hash(text: str) -> bytes:
    """Return the hash that identifies a source text in the tables of translations and in the cache."""
    return hashlib.sha256(text.encode()).digest()


def _execute(db: Database, name: str) -> None:
    """Execute the statements of `migrations/<name>.sql`.

    In the file, a statement ends with ";" at the end of a line. Therefore all statements inside a trigger are on one
    line.
    """
    for statement in (STATEMENTS / f"{name}.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            db.execute(statement)


def connect(path: Path | str, *, read_only: bool = False) -> SqliteConnection:
    """Open a connection and set its pragmas. Raises RuntimeError if SQLite ignored a pragma other than `journal_mode`.

    A writing connection uses WAL with synchronous=FULL, so that a COMMIT survives a power cut.
    """
    if read_only:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro",
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            factory=SqliteConnection,
        )
    else:
        _create_private(path)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, factory=SqliteConnection)
    connection.row_factory = sqlite3.Row
    try:
        _set_pragmas(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _create_private(path: Path | str) -> None:
    """Create the file of a new database with mode 0600. SQLite gives its additional files the same mode.

    Do not open an existing file: closing the file would release the SQLite locks of this process. Ignore errors,
    because SQLite reports them later.
    """
    if str(path) != ":memory:":
        with suppress(OSError):
            os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _set_pragmas(connection: sqlite3.Connection, read_only: bool) -> None:
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
    for pragma, value in _pragmas(read_only).items():
        connection.execute(f"PRAGMA {pragma} = {value}")
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != value:
            raise RuntimeError(f"SQLite did not take {pragma} = {value}")


def _pragmas(read_only: bool) -> dict[str, int]:
    # With the value 2, `temp_store` keeps temporary tables in memory. Temporary files would need file descriptors and
    # disk space, and both can be exhausted.
    pragmas = {"busy_timeout": BUSY_MS, "foreign_keys": 1, "temp_store": 2}
    return pragmas if read_only else pragmas | {"synchronous": 2, "secure_delete": 1}


def wrong_pragmas(connection: Connection) -> dict[str, int | str]:
    """Return {pragma: its value} for each pragma of a writing connection that differs from the setting of `connect`."""
    wanted: dict[str, int | str] = {"journal_mode": "wal", **_pragmas(read_only=False)}
    present = {pragma: connection.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in wanted}
    return {pragma: value for pragma, value in present.items() if value != wanted[pragma]}


class NewerSchema(Exception):
    """The exception for a database that a later version of Open Floor has changed."""


def check_version(connection: sqlite3.Connection) -> None:
    """Raise NewerSchema if the database has a migration that this version does not know."""
    known = {migration.name for migration in migrations._migrations}
    unknown = sorted({migration.name for migration in migrations.applied(Database(connection))} - known)
    if unknown:
        raise NewerSchema(
            f"a later version of Open Floor has changed this database ({unknown[-1]}). Install that version again, or"
            " restore a backup that was made before the update"
        )


def is_outdated(connection: sqlite3.Connection) -> bool:
    """Return whether the database has at least one migration, but not all migrations of this version."""
    applied = migrations.applied(Database(connection))
    return bool(applied) and len(applied) < len(migrations._migrations)


def migrate(connection: sqlite3.Connection) -> None:
    """Apply all missing migrations.

    Raises NewerSchema before any change if the database has a migration that this version does not know. Raises
    RuntimeError if a foreign key is invalid after the migrations.
    """
    check_version(connection)
    # Switch foreign keys off. While they are on, SQLite cannot replace a table to which other tables refer (SQLite,
    # "ALTER TABLE", "Making Other Kinds Of Table Schema Changes").
    connection.execute("PRAGMA foreign_keys = 0")
    migrations.apply(Database(connection))
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise RuntimeError("the database has rows that point nowhere")
    connection.execute("PRAGMA foreign_keys = 1")
