"""The administration page: the generation, the revocation and the passphrase of its link, and the archived sessions."""

from __future__ import annotations

from ..core.model import Session
from .connection import Connection
from .seats import SeatLink


def find_link(connection: Connection) -> SeatLink | None:
    """Return the link of the administration page, or None if it is revoked."""
    row = connection.execute("SELECT generation, passphrase FROM administration WHERE revoked = 0").fetchone()
    return None if row is None else SeatLink(row["generation"], row["passphrase"])


def raise_generation(connection: Connection, *, revoked: bool) -> None:
    """Invalidate the link, and all cookies that were issued for it. If `revoked` is False, a new link replaces the old
    link.
    """
    connection.execute("UPDATE administration SET generation = generation + 1, revoked = ?", [int(revoked)])


def set_passphrase(connection: Connection, hashed: str) -> None:
    """Store the hash of the administrator's passphrase; "" removes it. A changed hash invalidates all administrators'
    cookies.
    """
    connection.execute("UPDATE administration SET passphrase = ?", [hashed])


def question_counts(connection: Connection) -> dict[int, tuple[int, int]]:
    """For each session with questions, return {session id: (number of questions, number of answered questions)}."""
    rows = connection.execute(
        "SELECT session, count(*) AS total, count(*) FILTER (WHERE status = 'answered') AS answered"
        " FROM questions GROUP BY session"
    )
    return {row["session"]: (row["total"], row["answered"]) for row in rows}


def archived(connection: Connection) -> set[int]:
    """Return the ids of the archived sessions."""
    return {row["session"] for row in connection.execute("SELECT session FROM archived_sessions")}


def archive(connection: Connection, session: Session, at: str) -> None:
    """Archive the session. `at`: ISO 8601."""
    connection.execute(
        "INSERT INTO archived_sessions (session, at) VALUES (?, ?) ON CONFLICT DO NOTHING", [session.id, at]
    )


def restore(connection: Connection, session: Session) -> None:
    """Take the session out of the archive."""
    connection.execute("DELETE FROM archived_sessions WHERE session = ?", [session.id])
