"""Who of the panel would take which question."""

from __future__ import annotations

import sqlite3

from ..core.model import Session


def add(connection: sqlite3.Connection, session: Session, number: int, panellist: str) -> None:
    connection.execute(
        "INSERT OR IGNORE INTO flags (question, panellist) SELECT id, ? FROM questions WHERE session = ? AND number = ?",
        [panellist, session.id, number],
    )


def remove(connection: sqlite3.Connection, session: Session, number: int, panellist: str) -> None:
    connection.execute(
        "DELETE FROM flags WHERE panellist = ? AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [panellist, session.id, number],
    )


def of_panellist(connection: sqlite3.Connection, session: Session, panellist: str) -> list[int]:
    """The numbers of the questions that this panellist would take."""
    rows = connection.execute(
        "SELECT questions.number FROM flags JOIN questions ON questions.id = flags.question"
        " WHERE questions.session = ? AND flags.panellist = ? ORDER BY questions.number",
        [session.id, panellist],
    )
    return [row[0] for row in rows]


def of_questions(connection: sqlite3.Connection, ids: str) -> dict[int, tuple[str, ...]]:
    """{question id: panellists}; `ids` is a JSON array."""
    found: dict[int, tuple[str, ...]] = {}
    for question, panellist in connection.execute(
        "SELECT question, panellist FROM flags WHERE question IN (SELECT value FROM json_each(?)) ORDER BY panellist",
        [ids],
    ):
        found[question] = (*found.get(question, ()), panellist)
    return found
