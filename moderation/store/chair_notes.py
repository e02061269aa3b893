"""The private line between the chairs, and from the organiser: short notes, acknowledged by those they are for."""

from __future__ import annotations

import json
import sqlite3

from ..core.model import Session

SHOWN = 30


def add(connection: sqlite3.Connection, session: Session, seat: str, text: str, at: str) -> int:
    """Keep a note; its id."""
    return connection.execute(
        "INSERT INTO notes (session, seat, text, at) VALUES (?, ?, ?, ?) RETURNING id", [session.id, seat, text, at]
    ).fetchone()[0]


def acknowledged(connection: sqlite3.Connection, session: Session, note: int) -> tuple[str, list[str]] | None:
    """(who wrote it, who has acknowledged it), or None where there is no such note."""
    row = connection.execute(
        "SELECT seat, acknowledged FROM notes WHERE session = ? AND id = ?", [session.id, note]
    ).fetchone()
    return (row["seat"], json.loads(row["acknowledged"])) if row else None


def set_acknowledged(connection: sqlite3.Connection, note: int, seats: list[str]) -> None:
    connection.execute("UPDATE notes SET acknowledged = ? WHERE id = ?", [json.dumps(seats), note])


def recent(connection: sqlite3.Connection, session: Session) -> list[dict]:
    """[{note, seat, text, at, acknowledged: [seats]}], the latest `SHOWN`, oldest first."""
    rows = connection.execute(
        "SELECT id AS note, seat, text, at, acknowledged FROM notes WHERE session = ? ORDER BY id DESC LIMIT ?",
        [session.id, SHOWN],
    ).fetchall()
    return [dict(row) | {"acknowledged": json.loads(row["acknowledged"])} for row in reversed(rows)]
