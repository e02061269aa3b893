"""The attendees of a session. The store knows an attendee only by the hash of the random token in a cookie."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..core.model import Limits, Session
from .connection import Connection, in_lists


class Attendee(NamedTuple):
    """The row of an attendee.

    - `muted`: whether a chair has muted the attendee
    - `arrived`: the minute in which the phone arrived (core/newcomers); empty if it is unknown
    - `counter`: the attendee's counter of changes
    - `allowance`: the number of questions that the attendee could ask at the time `allowance_at` (seconds,
      `Connection.now`)
    - `asked`: the number of the attendee's questions
    - `pending`: the number of the attendee's pending questions
    """

    id: int
    muted: bool
    arrived: str
    counter: int
    allowance: float
    allowance_at: float
    asked: int
    pending: int


def find(connection: Connection, session: Session, token_hash: bytes) -> int | None:
    """Return the id of the attendee with this token, or None.

    An attendee is stored only with the first executed command. So there is none for a phone that has only read pages.
    """
    row = connection.execute(
        "SELECT id FROM attendees WHERE session = ? AND token_hash = ?", [session.id, token_hash]
    ).fetchone()
    return int(row["id"]) if row else None


def create(connection: Connection, session: Session, token_hash: bytes, now: float, arrived: str) -> Attendee:
    """Insert an attendee. Call this function only in commands, because the read of a page must not create an attendee.

    `now`: seconds (`Connection.now`). `arrived`: the minute in which the phone arrived (core/newcomers).
    """
    allowance = float(session.limits.burst)
    row = connection.execute(
        "INSERT INTO attendees (session, token_hash, allowance, allowance_at, arrived) VALUES (?, ?, ?, ?, ?)"
        " RETURNING id",
        [session.id, token_hash, allowance, now, arrived],
    ).fetchone()
    return Attendee(int(row["id"]), False, arrived, 0, allowance, now, 0, 0)


def forget(connection: Connection, attendee: int) -> None:
    """Replace the hash of the attendee's token by random bytes. Nobody can act as this attendee any more."""
    connection.execute("UPDATE attendees SET token_hash = ? WHERE id = ?", [secrets.token_bytes(32), attendee])


def take_allowance(connection: Connection, attendee: Attendee, limits: Limits, now: float) -> float:
    """Reduce the attendee's allowance (a token bucket) by one question and return 0.0. If the allowance is below one
    question, do not change it, and return the seconds to wait. `now`: seconds (`Connection.now`).
    """
    allowance = _allowance(attendee, limits, now)
    if allowance < 1:
        return (1 - allowance) * limits.seconds_per_question
    connection.execute(
        "UPDATE attendees SET allowance = ?, allowance_at = ? WHERE id = ?", [allowance - 1, now, attendee.id]
    )
    return 0.0


def seconds_to_wait(attendee: Attendee, limits: Limits, now: float) -> float:
    """Return the seconds until the attendee's allowance is at least one question, or 0.0 if it is at least one now.

    `now`: as in `take_allowance`.
    """
    return max(0.0, 1 - _allowance(attendee, limits, now)) * limits.seconds_per_question


def _allowance(attendee: Attendee, limits: Limits, now: float) -> float:
    elapsed = float(now - attendee.allowance_at)
    # The monotonic clock restarts with the machine. Then `now` can be before the stored time. In this case, give the
    # attendee the full allowance; otherwise the allowance would not grow until the clock reaches the stored time.
    earned = elapsed / limits.seconds_per_question if elapsed >= 0 else limits.burst
    return min(float(limits.burst), attendee.allowance + earned)


def raise_counter(connection: Connection, attendee: Attendee) -> int:
    """Add one to the attendee's counter of changes; return the new counter."""
    connection.execute("UPDATE attendees SET counter = counter + 1 WHERE id = ?", [attendee.id])
    return attendee.counter + 1


def raise_counters(connection: Connection, attendees: Sequence[int]) -> dict[bytes, int]:
    """Add one to the counters of changes of these attendees (ids). Return {token hash: new counter}."""
    counters: dict[bytes, int] = {}
    for marks, ids in in_lists(attendees):
        rows = connection.execute(
            f"UPDATE attendees SET counter = counter + 1 WHERE id IN ({marks}) RETURNING token_hash, counter", ids
        )
        counters |= dict(rows.fetchall())
    return counters


def set_muted(connection: Connection, attendee: int, muted: bool) -> None:
    """Mute or unmute the attendee. The attendee's questions do not change."""
    connection.execute("UPDATE attendees SET muted = ? WHERE id = ?", [int(muted), attendee])


def counter(connection: Connection, attendee: int) -> int:
    """Return the attendee's counter of changes."""
    return int(connection.execute("SELECT counter FROM attendees WHERE id = ?", [attendee]).fetchone()[0])


def counters(connection: Connection, session_id: int, token_hashes: Iterable[bytes]) -> dict[bytes, int]:
    """Return {token hash: counter of changes} of a session's attendees.

    Leave out tokens without a stored attendee: these phones have not sent a command that was executed.
    """
    present: dict[bytes, int] = {}
    for marks, part in in_lists(token_hashes):
        rows = connection.execute(
            f"SELECT token_hash, counter FROM attendees WHERE session = ? AND token_hash IN ({marks})",
            [session_id, *part],
        )
        present |= {bytes(row[0]): row[1] for row in rows}
    return present


def forget_names(connection: Connection, session: Session) -> None:
    """Delete the names of all askers, because no name may be stored under the Chatham House Rule."""
    connection.execute("UPDATE questions SET name = NULL, show_name = 0 WHERE session = ?", [session.id])
