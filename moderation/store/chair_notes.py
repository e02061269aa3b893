"""Chair notes: short private messages of the chairs, the booths and the organiser. Readers acknowledge a chair note."""

from __future__ import annotations

import json
from typing import NamedTuple

from ..core.contracts import ChairNote
from ..core.model import Session
from .connection import Connection

SHOWN = 30
"""Maximum number of chair notes in the chairs' stream. Older chair notes are left out."""


class Acknowledgements(NamedTuple):
    """The author of a chair note, whether the organiser and the booths can read the note, and the seats that have
    acknowledged it.
    """

    author: str
    to_organiser: bool
    to_booths: bool
    seats: list[str]


class NewNote(NamedTuple):
    """A note to store. `to_organiser`, `to_booths`: whether the organiser and the booths can read the note. `reply_to`:
    the id of the note that this note answers, or None.
    """

    seat: str
    text: str
    to_organiser: bool
    to_booths: bool
    reply_to: int | None


def add(connection: Connection, session: Session, note: NewNote, at: str) -> int:
    """Store a chair note; return its id."""
    row = connection.execute(
        "INSERT INTO notes (session, seat, text, to_organiser, to_booths, reply_to, at) VALUES (?, ?, ?, ?, ?, ?, ?)"
        " RETURNING id",
        [session.id, note.seat, note.text, int(note.to_organiser), int(note.to_booths), note.reply_to, at],
    ).fetchone()
    return int(row["id"])


def acknowledged(connection: Connection, session: Session, note: int) -> Acknowledgements | None:
    """Return the author, the addressee and the acknowledgements of a chair note, or None for an unknown note."""
    row = connection.execute(
        "SELECT seat, to_organiser, to_booths, acknowledged FROM notes WHERE session = ? AND id = ?", [session.id, note]
    ).fetchone()
    if row is None:
        return None
    acknowledged_by = json.loads(row["acknowledged"])
    return Acknowledgements(row["seat"], bool(row["to_organiser"]), bool(row["to_booths"]), acknowledged_by)


def set_acknowledged(connection: Connection, note: int, seats: list[str]) -> None:
    """Replace the list of seats that have acknowledged a chair note."""
    connection.execute("UPDATE notes SET acknowledged = ? WHERE id = ?", [json.dumps(seats), note])


def recent(connection: Connection, session: Session) -> list[ChairNote]:
    """Return the newest `SHOWN` chair notes, oldest first."""
    return _newest(connection, session, "")


def for_organiser(connection: Connection, session: Session) -> list[ChairNote]:
    """Return the newest `SHOWN` notes that the organiser has written or may read, oldest first."""
    return _newest(connection, session, " AND (seat = 'organiser' OR to_organiser = 1)")


def for_booths(connection: Connection, session: Session) -> list[ChairNote]:
    """Return the newest `SHOWN` notes that the booths have written or may read, oldest first."""
    return _newest(connection, session, " AND to_booths = 1")


def _newest(connection: Connection, session: Session, condition: str) -> list[ChairNote]:
    rows = connection.execute(
        "SELECT id, seat, text, at, acknowledged, to_organiser, to_booths, reply_to FROM notes"
        f" WHERE session = ?{condition} ORDER BY id DESC LIMIT ?",
        [session.id, SHOWN],
    ).fetchall()
    return [
        {
            "note": row["id"],
            "seat": row["seat"],
            "text": row["text"],
            "at": row["at"],
            "acknowledged": json.loads(row["acknowledged"]),
            "to_organiser": bool(row["to_organiser"]),
            "to_booths": bool(row["to_booths"]),
            "reply_to": row["reply_to"],
        }
        for row in reversed(rows)
    ]
