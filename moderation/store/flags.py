"""Flags: the questions that a panellist offers to answer ("I'll take it")."""

from __future__ import annotations

import sqlite3

from ..core.model import Session


def add(connection: sqlite3.Connection, session: Session, number: int, panellist: str) -> None:
    """Set the panellist's flag on a question. Do nothing if the flag is already set."""
    connection.execute(
        "INSERT OR IGNORE INTO flags (question, panellist)"
        " SELECT id, ? FROM questions WHERE session = ? AND number = ?",
        [panellist, session.id, number],
    )


def remove(connection: sqlite3.Connection, session: Session, number: int, panellist: str) -> None:
    """Remove the panellist's flag from a question. Do nothing if the flag is not set."""
    connection.execute(
        "DELETE FROM flags WHERE panellist = ?"
        " AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [panellist, session.id, number],
    )


def of_panellist(connection: sqlite3.Connection, session: Session, panellist: str) -> list[int]:
    """Return the numbers of the questions with this panellist's flag, lowest first."""
    rows = connection.execute(
        "SELECT questions.number FROM flags JOIN questions ON questions.id = flags.question"
        " WHERE questions.session = ? AND flags.panellist = ? ORDER BY questions.number",
        [session.id, panellist],
    )
    return [row[0] for row in rows]


def of_questions(connection: sqlite3.Connection, ids: str) -> dict[int, tuple[str, ...]]:
    """Return {question id: sorted keys of the panellists}. `ids`: question ids as a JSON array."""
    flags: dict[int, tuple[str, ...]] = {}
    for question, panellist in connection.execute(
        "SELECT question, panellist FROM flags WHERE question IN (SELECT value FROM json_each(?)) ORDER BY panellist",
        [ids],
    ):
        flags[question] = (*flags.get(question, ()), panellist)
    return flags
