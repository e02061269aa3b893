"""The dialect of SQLite, and the class of its connections."""

from __future__ import annotations

import secrets
import sqlite3
import time
from contextlib import suppress
from datetime import UTC, datetime

from ..connection import Dialect, Reference


class SqliteDialect:
    """The implementation of `Dialect` for SQLite. "The SQLite Query Optimizer Overview" documents the planner hints."""

    overwrites = True
    not_indexed = "NOT INDEXED"
    unindexed = "+"
    cross_join = "CROSS JOIN"
    skip_locked = ""

    def indexed_by(self, index: str) -> str:
        """Return a planner hint for the place after a table's name: read the table by this index."""
        return f"INDEXED BY {index}"

    def json_number(self, column: str, *path: str) -> str:
        """Return SQL for the integer at this path in a JSON text, or NULL if there is none."""
        return f"json_extract({column}, '$.{'.'.join(path)}')"

    def defer_foreign_keys(self, connection: sqlite3.Connection) -> None:
        """Check the foreign keys of this transaction at COMMIT instead of after each statement."""
        connection.execute("PRAGMA defer_foreign_keys = ON")

    def check_foreign_keys(self, connection: sqlite3.Connection) -> None:
        """Do nothing, because a writing transaction locks the whole database."""

    def allow_long_transaction(self, connection: sqlite3.Connection) -> None:
        """Do nothing, because a transaction in SQLite has no time-out."""

    def new_ids(self, connection: sqlite3.Connection, table: str, count: int, above: int) -> list[int]:
        """Return `count` unused ids for rows of the table, in ascending order and all greater than `above`."""
        largest = connection.execute(f'SELECT coalesce(max(id), 0) FROM "{table}"').fetchone()[0]
        first = max(largest, above) + 1
        return list(range(first, first + count))

    def tables(self, connection: sqlite3.Connection) -> list[str]:
        """Return the names of all tables."""
        return [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]

    def references(self, connection: sqlite3.Connection, table: str) -> list[Reference]:
        """Return the table's foreign keys."""
        keys: dict[int, Reference] = {}
        for number, _, parent, column, parent_column, *_ in connection.execute(
            f'PRAGMA foreign_key_list("{table}")'
        ).fetchall():
            key = keys.setdefault(number, Reference(parent, [], []))
            key.columns.append(column)
            # A reference without a column name refers to the primary key.
            key.parent_columns.extend([parent_column] if parent_column else _primary_key(connection, parent))
        return list(keys.values())

    def lineage(self, connection: sqlite3.Connection) -> str:
        """Return a different text in each call, because the content of a database file does not show whether the file
        was restored.
        """
        return secrets.token_hex(8)


class SqliteConnection(sqlite3.Connection):
    """A connection to SQLite (`Connection`)."""

    dialect: Dialect = SqliteDialect()
    is_lost = False
    row_lock = ""

    def begin_read(self) -> None:
        """Begin a read transaction of one consistent state."""
        self.execute("BEGIN")

    def begin_write(self, session: str | None = None, *, defers: bool = False) -> None:
        """Begin a writing transaction. Wait for the lock of the whole database. This lock makes a lock of the session
        unnecessary. No statement is deferred, because SQLite works in this process.
        """
        self.execute("BEGIN IMMEDIATE")

    def commit_write(self) -> None:
        """Commit the writing transaction. Raises OperationalError if the transaction was not committed."""
        self.execute("COMMIT")

    def roll_back(self) -> None:
        """Roll the transaction back. Do nothing if there is no transaction, or if the database has already rolled it
        back.
        """
        with suppress(sqlite3.Error):
            if self.in_transaction:
                self.execute("ROLLBACK")

    def pause(self) -> None:
        """Do nothing, because a writing transaction has already locked the whole database."""

    def draw_id(self, table: str) -> int:
        """Return the id after the largest id of the table."""
        return int(self.execute(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"').fetchone()[0])

    def now(self) -> tuple[str, float]:
        """Return this machine's time as a pair: the ISO 8601 text, and the seconds of the monotonic clock."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return at, time.monotonic()


def _primary_key(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row["name"] for row in connection.execute(f'PRAGMA table_info("{table}")') if row["pk"]]
