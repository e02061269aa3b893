"""The purge of a session: deletion of all its rows, and of all their bytes in the database files."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from ..core.model import Phase, Session

LOOSE = ("translation_cache",)
"""Tables that contain people's texts but do not refer to a session. A purge deletes all rows of these tables."""


class _Reference(NamedTuple):
    """A foreign key: the parent table, the referring columns, and the columns in the parent."""

    parent: str
    columns: list[str]
    parent_columns: list[str]


def purge(connection: sqlite3.Connection, session: Session) -> None:
    """Delete all rows that refer to the session, directly or indirectly. Only the session's code and phase stay."""
    # A table may refer to itself, so check foreign keys at COMMIT instead of after each statement.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table, condition in dependents(connection):
        connection.execute(f'DELETE FROM "{table}" WHERE {condition}', {"session": session.id})
    for table in LOOSE:
        connection.execute(f"DELETE FROM {table}")
    connection.execute(
        "UPDATE sessions SET phase = ?, definition = ?, epoch = '', next_number = 1, balance = '{}', engine = NULL,"
        " created_at = '' WHERE id = ?",
        [Phase.PURGED, json.dumps(_empty_definition(session.code)), session.id],
    )


def dependents(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return (table, SQL condition) for all tables that refer to `sessions` directly or indirectly.

    The condition selects the rows of a session; its parameter `:session` is the session's id. Tables with the longest
    chain of references come first. The tables are read from the schema, so that new tables are purged too.
    """
    tables = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions'")
    ]
    references = {table: _references(connection, table) for table in tables}

    def distance(table: str) -> int:
        """Return the length of the longest chain of references to `sessions`; 0 if there is none."""
        parents = [key.parent for key in references[table] if key.parent == "sessions" or distance(key.parent)]
        return max((1 if parent == "sessions" else 1 + distance(parent) for parent in parents), default=0)

    def condition(table: str) -> str:
        if table == "sessions":
            return "id = :session"
        keys = [key for key in references[table] if key.parent == "sessions" or distance(key.parent)]
        return " OR ".join(
            f"({_columns(key.columns)}) IN"
            f' (SELECT {_columns(key.parent_columns)} FROM "{key.parent}" WHERE {condition(key.parent)})'
            for key in keys
        )

    most_distant_first = sorted((table for table in tables if distance(table)), key=distance, reverse=True)
    return [(table, condition(table)) for table in most_distant_first]


def scrub(connection: sqlite3.Connection) -> None:
    """Remove all bytes of deleted rows and old values from the database file and its write-ahead log.

    Call this function outside a transaction, on the writing connection. Raises sqlite3.OperationalError if a reader
    uses the write-ahead log for longer than the busy time-out.
    """
    # VACUUM copies the rows to a temporary database. Keep this copy in memory, so that no other file contains traces.
    connection.execute("PRAGMA temp_store = MEMORY")
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        row = connection.execute(statement).fetchone()
        if row is not None and row[0]:
            raise sqlite3.OperationalError("the log is in use")


def _references(connection: sqlite3.Connection, table: str) -> list[_Reference]:
    """Return the table's foreign keys. Omit references to the table itself, because they do not lead to a session."""
    keys: dict[int, _Reference] = {}
    for number, _, parent, column, parent_column, *_ in connection.execute(
        f'PRAGMA foreign_key_list("{table}")'
    ).fetchall():
        key = keys.setdefault(number, _Reference(parent, [], []))
        key.columns.append(column)
        # A reference without a column name refers to the primary key.
        key.parent_columns.extend([parent_column] if parent_column else _primary_key(connection, parent))
    return [key for key in keys.values() if key.parent != table]


def _primary_key(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row["name"] for row in connection.execute(f'PRAGMA table_info("{table}")') if row["pk"]]


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _empty_definition(code: str) -> dict[str, object]:
    """Return a session definition without content, so that a list of sessions can still read the row."""
    return {
        "code": code,
        "title": {},
        "languages": [],
        "groups": [],
        "regions": [],
        "chairs": [],
        "panellists": [],
        "limits": {},
        "demo": False,
        "list_public": False,
        "show_group": False,
        "stage_upcoming": False,
        "chatham_house_rule": False,
        "retention_days": None,
    }
