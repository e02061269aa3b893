"""Similar questions: the similar earlier questions of each question, and the questions still to be compared.

Triggers mark a question for comparison (migrations/005_similar.sql). CROSS JOIN and the unary plus determine which
table SQLite reads first ("The SQLite Query Optimizer Overview", 7.3 and 2.1); otherwise SQLite would read all questions
of the session.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.model import Session, Status

NOT_COMPARED = (Status.DECLINED, Status.WITHDRAWN, Status.MERGED)
"""The statuses of questions that are not compared. A merged question is represented by its lead."""
Scored = tuple[int, float]
"""The number of a similar question, and its score from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question to be compared. Each change of the question raises its `mark`. `session` is the session's id."""

    mark: int
    session: int
    number: int


def of_questions(connection: sqlite3.Connection, ids: str) -> dict[int, tuple[Scored, ...]]:
    """Return {question id: similar questions}, the highest score first. `ids`: question ids as a JSON array."""
    similar: dict[int, tuple[Scored, ...]] = {}
    for row in connection.execute(
        "SELECT question, other, score FROM similar WHERE question IN (SELECT value FROM json_each(?))"
        " ORDER BY question, score DESC, other",
        [ids],
    ):
        similar[row["question"]] = (*similar.get(row["question"], ()), (row["other"], row["score"]))
    return similar


def due(connection: sqlite3.Connection, most: int) -> list[Due]:
    """Return at most `most` questions to be compared, the oldest mark first.

    Questions with a waiting translation job are left out, because the comparison needs their translations.
    """
    rows = connection.execute(
        "SELECT due.mark, questions.session, questions.number FROM similar_due AS due"
        " JOIN questions ON questions.id = due.question WHERE NOT EXISTS"
        " (SELECT 1 FROM translation_jobs AS jobs WHERE jobs.question = due.question AND +jobs.state = 'waiting')"
        " ORDER BY due.mark LIMIT ?",
        [most],
    )
    return [Due(row["mark"], row["session"], row["number"]) for row in rows]


def done(connection: sqlite3.Connection, mark: int) -> bool:
    """Remove a mark. Return False if the mark no longer exists because the question has changed."""
    return connection.execute("DELETE FROM similar_due WHERE mark = ?", [mark]).rowcount == 1


def put(connection: sqlite3.Connection, session: Session, number: int, similar: Iterable[Scored]) -> None:
    """Replace the similar questions of this question."""
    row = connection.execute(
        "SELECT id FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    connection.execute("DELETE FROM similar WHERE question = ?", [row["id"]])
    connection.executemany(
        "INSERT INTO similar (question, other, score) VALUES (?, ?, ?)",
        [(row["id"], other, score) for other, score in similar],
    )


def offering(connection: sqlite3.Connection, session_id: int, number: int) -> list[int]:
    """Return the numbers of the questions that list question `number` as similar, lowest first."""
    rows = connection.execute(
        "SELECT questions.number FROM similar CROSS JOIN questions ON questions.id = similar.question"
        " WHERE similar.other = ? AND questions.session = ? ORDER BY questions.number",
        [number, session_id],
    )
    return [row[0] for row in rows]


def comparable(connection: sqlite3.Connection, session_id: int, after: int, most: int) -> list[int]:
    """Return at most `most` question numbers above `after`, lowest first, without those in a NOT_COMPARED status."""
    marks = ", ".join("?" * len(NOT_COMPARED))
    rows = connection.execute(
        f"SELECT number FROM questions WHERE session = ? AND number > ? AND status NOT IN ({marks})"
        " ORDER BY number LIMIT ?",
        [session_id, after, *NOT_COMPARED, most],
    )
    return [row[0] for row in rows]


def public(connection: sqlite3.Connection, session: Session) -> list[int]:
    """Return the numbers of the approved, next and live questions."""
    rows = connection.execute(
        "SELECT number FROM questions WHERE session = ? AND status IN ('approved', 'next', 'live')", [session.id]
    )
    return [row[0] for row in rows]


def comparable_of(connection: sqlite3.Connection, session: Session, numbers: Sequence[int]) -> set[int]:
    """Return the given numbers whose questions exist and are not in a NOT_COMPARED status."""
    marks = ", ".join("?" * len(NOT_COMPARED))
    rows = connection.execute(
        "SELECT number FROM json_each(?) AS wanted CROSS JOIN questions"
        f" ON session = ? AND number = wanted.value WHERE status NOT IN ({marks})",
        [json.dumps(list(numbers)), session.id, *NOT_COMPARED],
    )
    return {row[0] for row in rows}
