"""The overwriting of deleted data in the database files.

`secure_delete` overwrites deleted rows. Two kinds of data stay: the copies that SQLite leaves behind when it moves rows
to another page, and the old pages in the write-ahead log. `scrub` removes these copies and pages too.

A mark in the database file (`PRAGMA user_version`) says that a scrub is due. If the server is killed between the
deletion and the scrub, the next start finds the mark and scrubs. With a database that the store cannot overwrite
(`Dialect.overwrites`), the functions do nothing.
"""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from .connection import Connection

COPY = "before-{}.db"
"""The file name of the copy that is made before an upgrade. `{}`: the version to which the database is upgraded."""
COPIES = "before-[0-9]*.db"
"""A pattern that matches the names of all copies that the program has made before an upgrade.

The name of a user's own backup, such as before-update.db, does not match.
"""
PARTIAL_COPY = "before.part"
WANT_SCRUB = "PRAGMA user_version = 1"
"""The SQL statement that marks a scrub as due."""


def want_scrub(connection: Connection) -> None:
    """Mark a scrub as due. Call this function in the transaction that deletes the data."""
    if connection.dialect.overwrites:
        connection.execute(WANT_SCRUB)


def is_scrub_wanted(connection: Connection) -> bool:
    """Return whether `want_scrub` was called since the last complete `scrub`."""
    return connection.dialect.overwrites and bool(connection.execute("PRAGMA user_version").fetchone()[0])


def delete_copies(folder: Path, keep: Path | None = None) -> None:
    """Delete the copies that upgrades have made in the data folder, except the file `keep`."""
    for copy in [*folder.glob(COPIES), folder / PARTIAL_COPY]:
        if copy != keep:
            copy.unlink(missing_ok=True)


def scrub(connection: Connection) -> None:
    """Remove all bytes of deleted rows and old values from the database file and its write-ahead log.

    Also delete the copies that upgrades have made, because they contain the deleted rows.

    Call this function outside a transaction, on the writing connection. Raises sqlite3.OperationalError if a reader
    uses the write-ahead log for longer than the busy time-out.
    """
    if not connection.dialect.overwrites:
        return
    file = connection.execute("PRAGMA database_list").fetchone()[2]
    if file:
        delete_copies(Path(file).parent)
    # VACUUM copies the rows to a temporary database. Keep this copy in memory, so that no other file contains deleted
    # data.
    connection.execute("PRAGMA temp_store = MEMORY")
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        row = connection.execute(statement).fetchone()
        if row is not None and row[0]:
            raise sqlite3.OperationalError("the log is in use")
    # Clear the mark of `want_scrub` as the last step. If the process is killed before this step, the next start of the
    # server scrubs again.
    connection.execute("PRAGMA user_version = 0")


def scrub_if_wanted(connection: Connection) -> None:
    """Call `scrub` if `want_scrub` was called since the last complete `scrub`."""
    if is_scrub_wanted(connection):
        scrub(connection)


def finish(connection: Connection) -> None:
    """Call `scrub_if_wanted`, and empty the write-ahead log.

    Ignore an error of the scrub, because the next start of the server repeats the scrub.
    """
    if not connection.dialect.overwrites:
        return
    with contextlib.suppress(sqlite3.Error):
        scrub_if_wanted(connection)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
