"""All rows of a session in a form that is the same in every database, and the function that writes these rows into a
store.

In this form, the rows of each table with an `id` are numbered from 1 in the order of their ids, and every reference
contains such a number. A time in seconds is relative to `now`, the time of the database's clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter
from typing import Any, NamedTuple

from . import purge, sessions
from .connection import Connection

Rows = dict[str, list[dict[str, Any]]]
"""The rows of each table. The table `sessions` has one row, without `id` and `epoch`."""

OMITTED = ("touches",)
"""Tables whose rows are not copied. These rows belong to an epoch, but a copy of a session begins with a new epoch."""
CLOCKS = {"attendees": ("allowance_at",), "translation_jobs": ("wanted_at", "not_before", "claimed_until")}
"""{table: its columns with a time in seconds}. In an older schema, some of these columns do not exist.

Such a time is only valid with the clock of its database: SQLite and PostgreSQL use different clocks. Therefore a copy
contains the time relative to `now`.
"""
GENERATED = {"id", "mark"}
"""The names of columns whose values the database assigns."""
ATTENDEE = "attendee."
"""The prefix of an attendee's id in the column `commands.caller`."""


class _Table(NamedTuple):
    """A table of the store. `condition`: selects the rows of a session (`purge.dependents`).

    `ids`: {column: table whose ids the column contains}.
    """

    name: str
    condition: str
    ids: dict[str, str]


def read(connection: Connection, session_id: int, now: float) -> Rows:
    """Return all rows of the session. `now`: seconds of `Connection.now`."""
    numbers = {"sessions": {session_id: 1}}
    raw: Rows = {}
    tables = _tables(connection)
    for table in tables:
        rows = connection.execute(
            f'SELECT * FROM "{table.name}" WHERE {table.condition}', {"session": session_id}
        ).fetchall()
        raw[table.name] = [{name: row[name] for name in sorted(row.keys())} for row in rows]
        if key := _key(raw[table.name]):
            raw[table.name].sort(key=itemgetter(key))
            numbers[table.name] = {row[key]: number for number, row in enumerate(raw[table.name], 1)}
    for table in tables:
        for row in raw[table.name]:
            _number(table, row, numbers, now)
        if not _key(raw[table.name]):
            raw[table.name].sort(key=repr)
    session = connection.execute("SELECT * FROM sessions WHERE id = ?", [session_id]).fetchone()
    raw["sessions"] = [{name: session[name] for name in sorted(session.keys()) if name not in ("id", "epoch")}]
    return raw


def write(connection: Connection, rows: Rows, session_id: int | None, now: float) -> int:
    """Insert the rows of a session, with a new epoch. Return the session's id.

    `session_id`: the id of the emptied row in `sessions` to fill with the session. If it is None, insert a new row.
    `now`: as in `read`. Call this function in a writing transaction.
    """
    connection.dialect.defer_foreign_keys(connection)
    session_id = _write_session(connection, rows["sessions"][0], session_id)
    ids = {"sessions": [session_id]}
    # `log.chain_id` contains the ids before the move. New rows of the log must not get an id that the hash chain
    # already contains.
    above = max((row["chain_id"] for row in rows["log"]), default=0)
    tables = _tables(connection)
    # Assign only ids to which other rows refer. The database assigns all other ids.
    for name in {parent for table in tables for parent in table.ids.values()} - {"sessions"}:
        ids[name] = connection.dialect.new_ids(connection, name, len(rows[name]), above if name == "log" else 0)
    for table in tables:
        if table.name == "similar_due":
            # Delete the rows that triggers have added for the inserted questions. The copied rows replace them.
            connection.execute(f"DELETE FROM similar_due WHERE {table.condition}", {"session": session_id})
        _insert(connection, table.name, [_renumbered(table, row, ids, now) for row in rows[table.name]])
    # Restore the counters, because triggers have added the inserted votes to them.
    connection.executemany(
        "UPDATE attendees SET counter = ? WHERE id = ?",
        [(row["counter"], ids["attendees"][row["id"] - 1]) for row in rows["attendees"]],
    )
    return session_id


def without_clocks(rows: Rows) -> Rows:
    """Return the rows without the times in CLOCKS, because these values depend on the time at which the rows are
    read.
    """
    return {
        name: [{column: row[column] for column in row if column not in CLOCKS.get(name, ())} for row in table]
        for name, table in rows.items()
    }


def _tables(connection: Connection) -> list[_Table]:
    """Return all tables with rows of sessions, in the order in which `write` inserts the rows.

    A table comes after the tables to which it refers. `similar_due` comes last, because inserted questions add rows to
    it.
    """
    dependents = [(name, condition) for name, condition in reversed(purge.dependents(connection))]
    references = {name: connection.dialect.references(connection, name) for name, _ in dependents}

    def owner(table: str, column: str) -> str | None:
        """Return the table whose ids a column contains, or None if the column contains no ids."""
        if column == "id":
            return table
        for key in references.get(table, ()):
            if column in key.columns:
                parent = owner(key.parent, key.parent_columns[key.columns.index(column)])
                if parent is not None:
                    return parent
        return None

    tables = [
        _Table(
            name,
            condition,
            {
                column: parent
                for key in references[name]
                for column in key.columns
                if (parent := owner(name, column)) is not None
            },
        )
        for name, condition in dependents
        if name not in OMITTED
    ]
    return sorted(tables, key=lambda table: table.name == "similar_due")


def _key(rows: list[dict[str, Any]]) -> str | None:
    """Return the name of the column that contains the ids of these rows, or None if there is no such column."""
    return next((name for name in rows[0] if name in GENERATED), None) if rows else None


def _number(table: _Table, row: dict[str, Any], numbers: Mapping[str, Mapping[int, int]], now: float) -> None:
    """Make the copied row independent of this store: replace its ids, and its times in CLOCKS.

    The numbers in `numbers` replace the ids. The times become seconds relative to `now` (negative, or 0).
    """
    if table.name == "log" and row["chain_id"] is None:
        row["chain_id"] = row["id"]
    for column, owner in table.ids.items():
        if row[column] is not None:
            row[column] = numbers[owner][row[column]]
    if (key := _key([row])) is not None:
        row[key] = numbers[table.name][row[key]]
    for column in row.keys() & CLOCKS.get(table.name, ()):
        # Replace a time in the future by the present time. Such a time is possible if it was stored before the last
        # start of the machine, because the monotonic clock then started again.
        row[column] = min(0.0, round(row[column] - now, 3))
    if table.name == "commands" and row["caller"].startswith(ATTENDEE):
        number = numbers["attendees"][int(row["caller"].removeprefix(ATTENDEE))]
        row["caller"] = f"{ATTENDEE}{number}"


def _renumbered(table: _Table, row: Mapping[str, Any], ids: Mapping[str, list[int]], now: float) -> dict[str, Any]:
    """Return the copied row with ids and times of this store. This is the inverse of `_number`."""
    content = dict(row)
    for column, owner in table.ids.items():
        if row[column] is not None:
            content[column] = ids[owner][row[column] - 1]
    if (key := _key([content])) is not None:
        if table.name in ids:
            content[key] = ids[table.name][row[key] - 1]
        else:
            del content[key]
    for column in row.keys() & CLOCKS.get(table.name, ()):
        content[column] = now + row[column]
    if table.name == "commands" and row["caller"].startswith(ATTENDEE):
        number = int(row["caller"].removeprefix(ATTENDEE))
        content["caller"] = f"{ATTENDEE}{ids['attendees'][number - 1]}"
    return content


def _write_session(connection: Connection, row: Mapping[str, Any], session_id: int | None) -> int:
    content = {**row, "epoch": sessions.random_epoch()}
    if session_id is not None:
        columns = ", ".join(f"{name} = ?" for name in content)
        connection.execute(f"UPDATE sessions SET {columns} WHERE id = ?", [*content.values(), session_id])
        return session_id
    marks = ", ".join("?" * len(content))
    inserted = connection.execute(
        f"INSERT INTO sessions ({', '.join(content)}) VALUES ({marks}) RETURNING id", list(content.values())
    ).fetchone()
    return int(inserted[0])


def _insert(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        columns = ", ".join(f'"{name}"' for name in rows[0])
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(
            f'INSERT INTO "{table}" ({columns}) VALUES ({marks})', [list(row.values()) for row in rows]
        )
