"""The database schema as a list of migrations, and the opening of connections."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path
from urllib.parse import quote

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("open_floor")

BUSY_MS = 5000
"""Maximum time for which SQLite waits for a lock, in milliseconds. Then the statement fails."""
STATEMENTS = Path(__file__).with_name("migrations")


@migrations()
def m001_first(db: Database) -> None:
    """Sessions, seats, attendees, questions, votes, stored answers, log, streams, touches, and a view for reports."""
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
    """Similar earlier questions, and the questions still to be compared."""
    _execute(db, "005_similar")


@migrations()
def m006_tally(db: Database) -> None:
    """An index with all columns of the balance query, which runs once per second over all questions."""
    _execute(db, "006_tally")


@migrations()
def m007_outcomes(db: Database) -> None:
    """Stored answers contain only the answer; the generation of a renewed link gets its own column."""
    _execute(db, "007_outcomes")


def text_hash(text: str) -> bytes:
    """Return the hash that identifies a source text in the tables of translations and in the cache."""
    return hashlib.sha256(text.encode()).digest()


def _execute(db: Database, name: str) -> None:
    """Execute the statements of `migrations/<name>.sql`.

    A statement ends with ";" at the end of a line. The statements inside a trigger are on one line.
    """
    for statement in (STATEMENTS / f"{name}.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            db.execute(statement)


def connect(path: Path | str, *, read_only: bool = False) -> sqlite3.Connection:
    """Open a connection, set all pragmas and read their values. Raises RuntimeError if SQLite ignored a pragma.

    A writing connection uses WAL with synchronous=FULL, so that a COMMIT survives a power cut.
    """
    if read_only:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
    else:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        _set_pragmas(connection, read_only)
    except BaseException:
        connection.close()
        raise
    return connection


def _set_pragmas(connection: sqlite3.Connection, read_only: bool) -> None:
    # temp_store 2 means memory. Temporary files would need file descriptors and disk space; both may be exhausted.
    pragmas = {"busy_timeout": BUSY_MS, "foreign_keys": 1, "temp_store": 2}
    if not read_only:
        connection.execute("PRAGMA journal_mode = WAL")
        pragmas |= {"synchronous": 2, "secure_delete": 1}
    for pragma, value in pragmas.items():
        connection.execute(f"PRAGMA {pragma} = {value}")
        if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != value:
            raise RuntimeError(f"SQLite did not take {pragma} = {value}")


def migrate(connection: sqlite3.Connection) -> None:
    """Apply all missing migrations. Raises RuntimeError if a foreign key is invalid afterwards."""
    # Switch foreign keys off; otherwise SQLite cannot replace a table to which other tables refer (SQLite, "ALTER
    # TABLE", "Making Other Kinds Of Table Schema Changes").
    connection.execute("PRAGMA foreign_keys = 0")
    migrations.apply(Database(connection))
    if connection.execute("PRAGMA foreign_key_check").fetchone():
        raise RuntimeError("the database has rows that point nowhere")
    connection.execute("PRAGMA foreign_keys = 1")
