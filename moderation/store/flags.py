"""Flags: the questions that a panellist offers to answer ("I'll take it")."""

from __future__ import annotations

from ..core.model import Session
from .connection import Connection


def add(connection: Connection, session: Session, number: int, panellist: str) -> None:
    """Set the panellist's flag on a question. Do nothing if the flag is already set."""
    connection.execute(
        "INSERT INTO flags (question, panellist)"
        " SELECT id, ? FROM questions WHERE session = ? AND number = ? ON CONFLICT DO NOTHING",
        [panellist, session.id, number],
    )


def remove(connection: Connection, session: Session, number: int, panellist: str) -> None:
    """Remove the panellist's flag from a question. Do nothing if the flag is not set."""
    connection.execute(
        "DELETE FROM flags WHERE panellist = ?"
        " AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [panellist, session.id, number],
    )


def of_panellist(connection: Connection, session: Session, panellist: str) -> list[int]:
    """Return the numbers of the questions with this panellist's flag, lowest first."""
    rows = connection.execute(
        "SELECT questions.number FROM flags JOIN questions ON questions.id = flags.question"
        " WHERE questions.session = ? AND flags.panellist = ? ORDER BY questions.number",
        [session.id, panellist],
    )
    return [row[0] for row in rows]
