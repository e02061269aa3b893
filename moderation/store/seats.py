"""The links of a session's seats: generations and revocations."""

from __future__ import annotations

import sqlite3
from typing import TypedDict

from ..core.model import Seat, Session


class SeatRow(TypedDict):
    """The link of a seat: its generation, and whether it is revoked."""

    seat: str
    generation: int
    revoked: bool


def generation(connection: sqlite3.Connection, session: Session, seat: Seat) -> int | None:
    """Return the generation of the seat's link, or None for an unknown or revoked seat."""
    row = connection.execute(
        "SELECT generation, revoked FROM seats WHERE session = ? AND seat = ?", [session.id, seat.name]
    ).fetchone()
    return None if row is None or row["revoked"] else int(row["generation"])


def every(connection: sqlite3.Connection, session: Session) -> list[SeatRow]:
    """Return the links of all seats, in the order of `Session.seats`."""
    rows = {
        row["seat"]: row
        for row in connection.execute("SELECT seat, generation, revoked FROM seats WHERE session = ?", [session.id])
    }
    return [
        {"seat": seat.name, "generation": rows[seat.name]["generation"], "revoked": bool(rows[seat.name]["revoked"])}
        for seat in session.seats
        if seat.name in rows
    ]


def raise_generation(connection: sqlite3.Connection, session: Session, seat: Seat, *, revoked: bool) -> int:
    """Invalidate all links and cookies of the seat; return the new generation.

    Raises LookupError for an unknown seat.
    """
    row = connection.execute(
        "UPDATE seats SET generation = generation + 1, revoked = ? WHERE session = ? AND seat = ? RETURNING generation",
        [int(revoked), session.id, seat.name],
    ).fetchone()
    if row is None:
        raise LookupError(seat.name)
    return int(row["generation"])
