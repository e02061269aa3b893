"""Chair notes: short private messages between the chairs and from the organiser. Readers acknowledge a chair note."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from ..core.contracts import ChairNote
from ..core.model import Session

SHOWN = 30
"""Maximum number of chair notes in the chairs' stream. Older chair notes are left out."""


class Acknowledgements(NamedTuple):
    """The seat that wrote a chair note, and the seats that have acknowledged it."""

    author: str
    seats: list[str]


def add(connection: sqlite3.Connection, session: Session, seat: str, text: str, at: str) -> int:
    """Store a chair note; return its id."""
    row = connection.execute(
        "INSERT INTO notes (session, seat, text, at) VALUES (?, ?, ?, ?) RETURNING id", [session.id, seat, text, at]
    ).fetchone()
    return int(row["id"])


def acknowledged(connection: sqlite3.Connection, session: Session, note: int) -> Acknowledgements | None:
    """Return the author of a chair note and the seats that have acknowledged it, or None for an unknown note."""
    row = connection.execute(
        "SELECT seat, acknowledged FROM notes WHERE session = ? AND id = ?", [session.id, note]
    ).fetchone()
    return Acknowledgements(row["seat"], json.loads(row["acknowledged"])) if row else None


def set_acknowledged(connection: sqlite3.Connection, note: int, seats: list[str]) -> None:
    """Replace the list of seats that have acknowledged a chair note."""
    connection.execute("UPDATE notes SET acknowledged = ? WHERE id = ?", [json.dumps(seats), note])


def recent(connection: sqlite3.Connection, session: Session) -> list[ChairNote]:
    """Return the newest `SHOWN` chair notes, oldest first."""
    rows = connection.execute(
        "SELECT id, seat, text, at, acknowledged FROM notes WHERE session = ? ORDER BY id DESC LIMIT ?",
        [session.id, SHOWN],
    ).fetchall()
    return [
        {
            "note": row["id"],
            "seat": row["seat"],
            "text": row["text"],
            "at": row["at"],
            "acknowledged": json.loads(row["acknowledged"]),
        }
        for row in reversed(rows)
    ]
