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
STATEMENTS = Path(__file__).with_name("migrations")


@migrations()
def m001_first(db: Database) -> None:
    """Sessions, seats, attendees, questions, votes, stored answers, the log, streams and their touches; a view for reports."""
    _execute(db, "001_first")


@migrations()
def m002_translations(db: Database) -> None:
    """Translations by machine and by hand, those still to be made, and texts translated before."""
    _execute(db, "002_translations")


@migrations()
def m003_workflow(db: Database) -> None:
    """Merging, wordings, questions asked aloud, flags, muting, notes, a cleared screen; a translation belongs to the words it is of."""
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
    """Earlier questions that seem to ask the same, and the questions that are still to be compared."""
    _execute(db, "005_similar")


@migrations()
def m006_tally(db: Database) -> None:
    """What is counted for the balance, in the order in which it is counted: once a second, however many there are."""
    _execute(db, "006_tally")


@migrations()
def m007_outcomes(db: Database) -> None:
    """Stored answers hold the answer alone; the generation of a renewed link has a column of its own."""
    _execute(db, "007_outcomes")


def text_hash(text: str) -> bytes:
    """What a translation is known by the words of, and a text in the cache."""
    return hashlib.sha256(text.encode()).digest()


def _execute(db: Database, name: str) -> None:
    """The statements of a file beside this one, each ending with its line: a trigger's own stand within a line."""
    for statement in (STATEMENTS / f"{name}.sql").read_text("utf-8").split(";\n"):
        if statement.strip():
            db.execute(statement)


def connect(path: Path | str, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection with every pragma set and read back. RuntimeError when SQLite did not take one.

    The writer's connection is durable: WAL with synchronous=FULL, so a COMMIT survives a power cut.
    """
    if read_only:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
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
