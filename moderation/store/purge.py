"""The purge of a session: deletion of all its data except the session code.

`scrubbing.scrub` removes the deleted bytes from the files.
"""

from __future__ import annotations

import json

from ..core.model import Phase, Session
from .connection import Connection

LOOSE = ("translation_cache",)
"""Tables that contain people's texts but do not refer to a session. A purge deletes all rows of these tables."""

MOVED = "moved_at"
"""A key in the definition of a session whose data was deleted. Its value is the time when the session was moved to
another database, or null if the session was purged.
"""


def purge(connection: Connection, session: Session, moved_at: str | None = None) -> dict[str, int]:
    """Delete all rows that refer to the session, directly or indirectly, and all rows of the `LOOSE` tables.

    Keep the row of the session but clear its texts, so that the server still knows the code of the purged session.
    `moved_at`: the time when the session was moved to another database. A session that was moved can be moved back.
    Return {table: number of deleted rows}, without the `LOOSE` tables.
    """
    # A table can refer to itself. Therefore check foreign keys at COMMIT instead of after each statement.
    connection.dialect.defer_foreign_keys(connection)
    deleted = {}
    for table, condition in dependents(connection):
        cursor = connection.execute(f'DELETE FROM "{table}" WHERE {condition}', {"session": session.id})
        deleted[table] = cursor.rowcount
    for table in LOOSE:
        connection.execute(f"DELETE FROM {table}")
    connection.execute(
        "UPDATE sessions SET phase = ?, definition = ?, epoch = '', next_number = 1, balance = '{}', engine = NULL,"
        " served = '[]', newcomers_held_from = NULL, opened = '', created_at = '', log_hash = '',"
        " file_hash = '', definition_version = 1, stage_languages = '[]' WHERE id = ?",
        [Phase.PURGED, json.dumps(_empty_definition(session.code) | {MOVED: moved_at}), session.id],
    )
    return deleted


def find_moved(connection: Connection, code: str) -> int | None:
    """Return the id of the row that stayed when the session was moved to another database. Return None if there is no
    such row.
    """
    row = connection.execute(
        "SELECT id, definition FROM sessions WHERE code = ? AND phase = ?", [code, Phase.PURGED]
    ).fetchone()
    return int(row["id"]) if row is not None and json.loads(row["definition"]).get(MOVED) else None


def dependents(connection: Connection) -> list[tuple[str, str]]:
    """Return (table, SQL condition) for all tables that refer to `sessions` directly or indirectly.

    The condition selects the rows of a session; its parameter `:session` is the session's id. Tables with the longest
    chain of references come first. The function reads the tables from the schema. Therefore the purge also includes
    tables that later versions add.
    """
    tables = [table for table in connection.dialect.tables(connection) if table != "sessions"]
    # Omit references from a table to itself, because such references do not lead to a session.
    references = {
        table: [key for key in connection.dialect.references(connection, table) if key.parent != table]
        for table in tables
    }

    def distance(table: str) -> int:
        """Return the length of the longest chain of references to `sessions`. Return 0 if there is no such chain."""
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


def _columns(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _empty_definition(code: str) -> dict[str, object]:
    """Return a session definition without content, so that `sessions.get` can still read the row."""
    return {
        "code": code,
        "title": {},
        "languages": [],
        "groups": [],
        "regions": [],
        "topics": [],
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
