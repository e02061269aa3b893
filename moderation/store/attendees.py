"""Attendees in the store: known by the hash of their cookie's random token, nothing else."""

from __future__ import annotations

import sqlite3

from ..core.model import Limits, Session


def find(connection: sqlite3.Connection, session: Session, token_hash: bytes) -> int | None:
    """The attendee's id, or None before their first command."""
    row = connection.execute(
        "SELECT id FROM attendees WHERE session = ? AND token_hash = ?", [session.id, token_hash]
    ).fetchone()
    return row and row["id"]


def find_or_create(connection: sqlite3.Connection, session: Session, token_hash: bytes, now: float) -> int:
    """The attendee's id; a row appears at the first command, never at the mere reading of a page."""
    known = find(connection, session, token_hash)
    if known is not None:
        return known
    return connection.execute(
        "INSERT INTO attendees (session, token_hash, allowance, allowance_at) VALUES (?, ?, ?, ?) RETURNING id",
        [session.id, token_hash, float(session.limits.burst), now],
    ).fetchone()[0]


def take_allowance(connection: sqlite3.Connection, attendee: int, limits: Limits, now: float) -> float:
    """Take one question from the attendee's allowance (a token bucket): 0.0, or the seconds to wait and nothing is taken."""
    row = connection.execute("SELECT allowance, allowance_at FROM attendees WHERE id = ?", [attendee]).fetchone()
    elapsed = now - row["allowance_at"]
    # The clock begins anew with the machine: nobody is to wait until it stands again where it stood.
    earned = elapsed / limits.seconds_per_question if elapsed >= 0 else limits.burst
    allowance = min(float(limits.burst), row["allowance"] + earned)
    if allowance < 1:
        return (1 - allowance) * limits.seconds_per_question
    connection.execute(
        "UPDATE attendees SET allowance = ?, allowance_at = ? WHERE id = ?", [allowance - 1, now, attendee]
    )
    return 0.0


def raise_counter(connection: sqlite3.Connection, attendee: int) -> tuple[bytes, int]:
    """Something that concerns this attendee moved: whom to tell (the token's hash), and the new counter."""
    row = connection.execute(
        "UPDATE attendees SET counter = counter + 1 WHERE id = ? RETURNING token_hash, counter", [attendee]
    ).fetchone()
    return row["token_hash"], row["counter"]


def is_muted(connection: sqlite3.Connection, attendee: int) -> bool:
    return bool(connection.execute("SELECT muted FROM attendees WHERE id = ?", [attendee]).fetchone()[0])


def set_muted(connection: sqlite3.Connection, attendee: int, muted: bool) -> None:
    """A muted attendee asks no more; what they asked stays."""
    connection.execute("UPDATE attendees SET muted = ? WHERE id = ?", [int(muted), attendee])


def counter(connection: sqlite3.Connection, attendee: int) -> int:
    return connection.execute("SELECT counter FROM attendees WHERE id = ?", [attendee]).fetchone()[0]


def forget_names(connection: sqlite3.Connection, session: Session) -> None:
    """Delete every name given so far: under the Rule none is stored."""
    connection.execute("UPDATE questions SET name = NULL, show_name = 0 WHERE session = ?", [session.id])
