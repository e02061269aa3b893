"""Similar questions in the store: what each offers, and which are still to be compared (marked by triggers, see schema).

CROSS JOIN and the unary plus are SQLite's ways to say where to begin ("The SQLite Query Optimizer Overview", 7.3 and 2.1): by itself it
would go through all questions of the session.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.model import Session, Status

OUT = (Status.DECLINED, Status.WITHDRAWN, Status.MERGED)
"""Statuses of questions that are offered to nobody and offer nothing: a merged one speaks through its lead."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question to be compared; a new `mark` each time that it changed."""

    mark: int
    session: int
    number: int


def of_questions(connection: sqlite3.Connection, ids: str) -> dict[int, tuple[tuple[int, float], ...]]:
    """{question id: (number, score), the likeliest first}; `ids` is a JSON array."""
    found: dict[int, tuple[tuple[int, float], ...]] = {}
    for row in connection.execute(
        "SELECT question, other, score FROM similar WHERE question IN (SELECT value FROM json_each(?)) ORDER BY question, score DESC, other",
        [ids],
    ):
        found[row["question"]] = (*found.get(row["question"], ()), (row["other"], row["score"]))
    return found


def due(connection: sqlite3.Connection, most: int) -> list[Due]:
    """The questions marked longest ago whose translations have come or failed."""
    rows = connection.execute(
        "SELECT due.mark, questions.session, questions.number FROM similar_due AS due JOIN questions ON questions.id = due.question WHERE NOT EXISTS"
        " (SELECT 1 FROM translation_jobs AS jobs WHERE jobs.question = due.question AND +jobs.state = 'waiting') ORDER BY due.mark LIMIT ?",
        [most],
    )
    return [Due(**dict(row)) for row in rows]


def done(connection: sqlite3.Connection, mark: int) -> bool:
    """Take it off the list; whether it stood there, and did not change since."""
    return connection.execute("DELETE FROM similar_due WHERE mark = ?", [mark]).rowcount == 1


def put(connection: sqlite3.Connection, session: Session, number: int, found: Iterable[tuple[int, float]]) -> None:
    """What this question offers from now on."""
    row = connection.execute(
        "SELECT id FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    connection.execute("DELETE FROM similar WHERE question = ?", [row["id"]])
    connection.executemany(
        "INSERT INTO similar (question, other, score) VALUES (?, ?, ?)",
        [(row["id"], other, score) for other, score in found],
    )


def offering(connection: sqlite3.Connection, session_id: int, number: int) -> list[int]:
    """The questions that offer this one."""
    rows = connection.execute(
        "SELECT questions.number FROM similar CROSS JOIN questions ON questions.id = similar.question WHERE similar.other = ? AND questions.session = ?"
        " ORDER BY questions.number",
        [number, session_id],
    )
    return [row[0] for row in rows]


def standing(connection: sqlite3.Connection, session_id: int, after: int, most: int) -> list[int]:
    """Numbers of questions that may be offered, lowest first, above `after`."""
    marks = ", ".join("?" * len(OUT))
    rows = connection.execute(
        f"SELECT number FROM questions WHERE session = ? AND number > ? AND status NOT IN ({marks}) ORDER BY number LIMIT ?",
        [session_id, after, *OUT, most],
    )
    return [row[0] for row in rows]


def public(connection: sqlite3.Connection, session: Session) -> list[int]:
    """Numbers of the questions in play."""
    rows = connection.execute(
        "SELECT number FROM questions WHERE session = ? AND status IN ('approved', 'next', 'live')", [session.id]
    )
    return [row[0] for row in rows]


def are_standing(connection: sqlite3.Connection, session: Session, numbers: Sequence[int]) -> set[int]:
    """Those of these numbers that may be offered."""
    marks = ", ".join("?" * len(OUT))
    rows = connection.execute(
        f"SELECT number FROM json_each(?) AS wanted CROSS JOIN questions ON session = ? AND number = wanted.value WHERE status NOT IN ({marks})",
        [json.dumps(list(numbers)), session.id, *OUT],
    )
    return {row[0] for row in rows}
