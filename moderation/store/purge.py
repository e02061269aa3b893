"""The end of a session's data: every row that hangs on it, in whatever table, and every byte that such a row has left behind."""

from __future__ import annotations

import json
import sqlite3

from ..core.model import Phase, Session

LOOSE = ("translation_cache",)
"""Tables that hold people's texts and hang on no session: emptied whole, what other sessions need is made again."""


def purge(connection: sqlite3.Connection, session: Session) -> None:
    """Delete every row that refers to the session, by however many steps; of the session itself only its code and phase stay."""
    # A table may refer to itself: it is the end that counts.
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table, condition in dependents(connection):
        connection.execute(f'DELETE FROM "{table}" WHERE {condition}', {"session": session.id})
    for table in LOOSE:
        connection.execute(f"DELETE FROM {table}")
    connection.execute(
        "UPDATE sessions SET phase = ?, definition = ?, epoch = '', next_number = 1, balance = '{}', engine = NULL, created_at = '' WHERE id = ?",
        [Phase.PURGED, json.dumps(_nothing(session.code)), session.id],
    )


def dependents(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """(table, condition on its rows) of every table that refers to `sessions`, directly or not, those furthest from it first.

    Read from the schema, so that a table made later is purged too.
    """
    tables = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions'")
    ]
    references = {table: _references(connection, table) for table in tables}

    def distance(table: str) -> int:
        """Steps from `sessions` by the longest way; 0 where there is none."""
        ways = [parent for parent, _, _ in references[table] if parent == "sessions" or distance(parent)]
        return max((1 if parent == "sessions" else 1 + distance(parent) for parent in ways), default=0)

    def condition(table: str) -> str:
        if table == "sessions":
            return "id = :session"
        ways = [key for key in references[table] if key[0] == "sessions" or distance(key[0])]
        return " OR ".join(
            f'({_columns(mine)}) IN (SELECT {_columns(theirs)} FROM "{parent}" WHERE {condition(parent)})'
            for parent, mine, theirs in ways
        )

    far = sorted((table for table in tables if distance(table)), key=distance, reverse=True)
    return [(table, condition(table)) for table in far]


def scrub(connection: sqlite3.Connection) -> None:
    """Leave no byte of deleted rows or changed values in the database or its log. Outside any transaction, on the writing connection.

    sqlite3.OperationalError when a reader keeps the log in use for longer than the busy timeout.
    """
    # What is left is written anew on its way: in memory, not in a file that another folder would keep traces of.
    connection.execute("PRAGMA temp_store = MEMORY")
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        row = connection.execute(statement).fetchone()
        if row is not None and row[0]:
            raise sqlite3.OperationalError("the log is in use")


def _references(connection: sqlite3.Connection, table: str) -> list[tuple[str, list[str], list[str]]]:
    """[(parent, columns here, columns there)]; a table's references to itself are no way to a session."""
    keys: dict[int, tuple[str, list[str], list[str]]] = {}
    for number, _, parent, mine, theirs, *_ in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
        key = keys.setdefault(number, (parent, [], []))
        key[1].append(mine)
        key[2].extend([theirs] if theirs else _primary_key(connection, parent))
    return [key for key in keys.values() if key[0] != table]


def _primary_key(connection: sqlite3.Connection, table: str) -> list[str]:
    """What a reference means that names no column."""
    return [row["name"] for row in connection.execute(f'PRAGMA table_info("{table}")') if row["pk"]]


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _nothing(code: str) -> dict:
    """A definition that says nothing, so that whoever lists sessions can still read this one."""
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
