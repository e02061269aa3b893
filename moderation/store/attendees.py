"""The attendees of a session. The store knows an attendee only by the hash of the random token in a cookie."""

from __future__ import annotations

import sqlite3

from ..core.model import Limits, Session


def find(connection: sqlite3.Connection, session: Session, token_hash: bytes) -> int | None:
    """Return the attendee's id, or None before the attendee's first command."""
    row = connection.execute(
        "SELECT id FROM attendees WHERE session = ? AND token_hash = ?", [session.id, token_hash]
    ).fetchone()
    return int(row["id"]) if row else None


def find_or_create(connection: sqlite3.Connection, session: Session, token_hash: bytes, now: float) -> int:
    """Return the attendee's id; insert the attendee if necessary.

    Called by commands only: reading a page must not create an attendee. `now` is in monotonic seconds.
    """
    attendee = find(connection, session, token_hash)
    if attendee is not None:
        return attendee
    row = connection.execute(
        "INSERT INTO attendees (session, token_hash, allowance, allowance_at) VALUES (?, ?, ?, ?) RETURNING id",
        [session.id, token_hash, float(session.limits.burst), now],
    ).fetchone()
    return int(row["id"])


def take_allowance(connection: sqlite3.Connection, attendee: int, limits: Limits, now: float) -> float:
    """Take one question from the attendee's allowance, a token bucket.

    Return 0.0 if a question was taken. If the allowance is below one question, take nothing and return the seconds to
    wait. `now` is in monotonic seconds.
    """
    row = connection.execute("SELECT allowance, allowance_at FROM attendees WHERE id = ?", [attendee]).fetchone()
    elapsed = float(now - row["allowance_at"])
    # The monotonic clock restarts with the machine. If `now` is before the stored time, refill the bucket; otherwise
    # the attendee would have to wait until the clock reaches the stored time.
    earned = elapsed / limits.seconds_per_question if elapsed >= 0 else limits.burst
    allowance = min(float(limits.burst), float(row["allowance"]) + earned)
    if allowance < 1:
        return (1 - allowance) * limits.seconds_per_question
    connection.execute(
        "UPDATE attendees SET allowance = ?, allowance_at = ? WHERE id = ?", [allowance - 1, now, attendee]
    )
    return 0.0


def raise_counter(connection: sqlite3.Connection, attendee: int) -> tuple[bytes, int]:
    """Add one to the attendee's counter of changes; return (token hash, new counter)."""
    row = connection.execute(
        "UPDATE attendees SET counter = counter + 1 WHERE id = ? RETURNING token_hash, counter", [attendee]
    ).fetchone()
    return row["token_hash"], row["counter"]


def is_muted(connection: sqlite3.Connection, attendee: int) -> bool:
    """Return whether a chair has muted the attendee."""
    return bool(connection.execute("SELECT muted FROM attendees WHERE id = ?", [attendee]).fetchone()[0])


def set_muted(connection: sqlite3.Connection, attendee: int, muted: bool) -> None:
    """Mute or unmute the attendee. The attendee's questions do not change."""
    connection.execute("UPDATE attendees SET muted = ? WHERE id = ?", [int(muted), attendee])


def counter(connection: sqlite3.Connection, attendee: int) -> int:
    """Return the attendee's counter of changes."""
    return int(connection.execute("SELECT counter FROM attendees WHERE id = ?", [attendee]).fetchone()[0])


def forget_names(connection: sqlite3.Connection, session: Session) -> None:
    """Delete the names of all askers, because no name may be stored under the Chatham House Rule."""
    connection.execute("UPDATE questions SET name = NULL, show_name = 0 WHERE session = ?", [session.id])
