"""The vote totals and balances that must be published again. Web processes mark totals as due, and a worker publishes
the marked totals.
"""

from __future__ import annotations

from collections.abc import Collection

from ..core.model import Session
from .connection import Connection

BALANCE = 0
"""The number in a mark that concerns only the session's balance, not a question. No question has this number."""


def mark(connection: Connection, code: str, numbers: Collection[int]) -> None:
    """Mark the vote totals of these questions and the session's balance as due.

    Do nothing if there is no such session. The function does not lock the session.
    """
    connection.executemany(
        "INSERT INTO due_totals (session, number) SELECT id, ? FROM sessions WHERE code = ? AND phase <> 'purged'"
        " ON CONFLICT DO NOTHING",
        [(number, code) for number in {BALANCE, *numbers}],
    )


def codes(connection: Connection) -> list[str]:
    """Return the join codes of the sessions with due totals."""
    rows = connection.execute(
        "SELECT code FROM sessions WHERE phase <> 'purged' AND id IN (SELECT session FROM due_totals) ORDER BY id"
    )
    return [row[0] for row in rows]


def take(connection: Connection, session: Session) -> set[int]:
    """Delete the session's marks, and return the numbers of the questions whose totals must be published again.

    An empty set means that only the balance is due. Marks that another transaction deletes at the same time are left
    out.
    """
    rows = connection.execute(
        "DELETE FROM due_totals WHERE session = :session AND number IN"
        f" (SELECT number FROM due_totals WHERE session = :session{connection.dialect.skip_locked}) RETURNING number",
        {"session": session.id},
    ).fetchall()
    return {row[0] for row in rows} - {BALANCE}
