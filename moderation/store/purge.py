"""The end of a session's data: every row that hangs on it, in whatever table, and every byte that such a row has left behind."""

from __future__ import annotations

import json
import sqlite3

from ..core.model import Phase, Session

LOOSE = ("translation_cache",)
"""Tables that hold people's texts and hang on no session: emptied whole, what other sessions need is made again."""


def purge(connection: sqlite3.Connection, session: Session) -> None:
    """Delete every row that refers to the session, by however many steps; of the session itself only its code and phase stay."""
    # Whatever order they go in: at the end nothing refers to what is gone.
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
    references = {table: _references(connection, table) for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()}
    conditions: dict[str, str] = {"sessions": "id = :session"}
    while True:
        found = {
            table: " OR ".join(
                f'({_columns(mine)}) IN (SELECT {_columns(theirs)} FROM "{parent}" WHERE {conditions[parent]})'
                for parent, mine, theirs in keys if parent in conditions
            )
            for table, keys in references.items()
            if table not in conditions and any(parent in conditions for parent, _, _ in keys) and not _waits(table, references, conditions)
        }
        if not found:
            break
        conditions |= found
    del conditions["sessions"]
    return list(reversed(conditions.items()))


def scrub(connection: sqlite3.Connection) -> None:
    """Leave no byte of deleted rows in the database or its log. Outside any transaction, on the writing connection.

    sqlite3.OperationalError when a reader keeps the log in use for longer than the busy timeout.
    """
    for statement in ("PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
        row = connection.execute(statement).fetchone()
        if row is not None and row[0]:
            raise sqlite3.OperationalError("the log is in use")


def _references(connection: sqlite3.Connection, table: str) -> list[tuple[str, list[str], list[str]]]:
    """[(parent, columns here, columns there)]; a table's references to itself are no way to a session."""
    keys: dict[int, tuple[str, list[str], list[str]]] = {}
    for number, _, parent, mine, theirs, *_ in connection.execute(f'PRAGMA foreign_key_list("{table}")').fetchall():
        parent_key = keys.setdefault(number, (parent, [], []))
        parent_key[1].append(mine)
        parent_key[2].append(theirs or mine)
    return [key for key in keys.values() if key[0] != table]


def _waits(table: str, references: dict, conditions: dict) -> bool:
    """Whether another parent of this table will be found to hang on the session too: then its condition must name it."""
    return any(parent not in conditions and _hangs(parent, references, {table}) for parent, _, _ in references[table])


def _hangs(table: str, references: dict, seen: set[str]) -> bool:
    return any(parent == "sessions" or (parent not in seen and _hangs(parent, references, seen | {table})) for parent, _, _ in references.get(table, ()))


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _nothing(code: str) -> dict:
    """A definition that says nothing, so that whoever lists sessions can still read this one."""
    return {
        "code": code, "title": {}, "languages": [], "groups": [], "regions": [], "chairs": [], "panellists": [], "limits": {}, "demo": False,
        "list_public": False, "show_group": False, "stage_upcoming": False, "chatham_house_rule": False, "retention_days": None,
    }
