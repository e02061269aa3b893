"""The similar earlier questions that are stored for each question, and the list of questions that must be compared with
earlier questions. Triggers mark a question for comparison (migrations/005_similar.sql). The statements contain planner
hints, which determine the table that SQLite reads first. Without the hints, SQLite would read all questions of the
session. The name of the table `similar` is in quotation marks in SQL, because it is a reserved word in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.model import Session, Status
from .connection import Connection, in_lists

NOT_COMPARED = (Status.DECLINED, Status.WITHDRAWN, Status.MERGED)
"""The statuses of questions that are not compared. A merged question is not compared, because the question into which
it is merged is compared instead.
"""
Scored = tuple[int, float]
"""The number of a similar question, and its score from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Due:
    """A question whose similar questions must be computed.

    `mark`: the number of the request; each change of the question replaces it by a greater number. `session`: the
    session's id.
    """

    mark: int
    session: int
    number: int


def due(connection: Connection, most: int) -> list[Due]:
    """Return at most `most` questions to be compared. The question with the oldest change is first.

    Questions with a waiting translation job are left out, because the comparison needs their translations.
    """
    rows = connection.execute(
        "SELECT due.mark, questions.session, questions.number FROM similar_due AS due"
        " JOIN questions ON questions.id = due.question WHERE NOT EXISTS"
        " (SELECT 1 FROM translation_jobs AS jobs WHERE jobs.question = due.question"
        f" AND {connection.dialect.unindexed}jobs.state = 'waiting')"
        " ORDER BY due.mark LIMIT ?",
        [most],
    )
    return [Due(row["mark"], row["session"], row["number"]) for row in rows]


def done(connection: Connection, mark: int) -> bool:
    """Delete the request `mark` (`Due`) after its comparison. Return whether it still existed.

    It does not exist any more if the question has changed since the comparison. Then the request for the new comparison
    stays.
    """
    return connection.execute("DELETE FROM similar_due WHERE mark = ?", [mark]).rowcount == 1


def put(connection: Connection, session: Session, number: int, similar: Iterable[Scored]) -> None:
    """Replace the stored similar questions of question `number`."""
    row = connection.execute(
        "SELECT id FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    connection.execute('DELETE FROM "similar" WHERE question = ?', [row["id"]])
    connection.executemany(
        'INSERT INTO "similar" (question, other, score) VALUES (?, ?, ?)',
        [(row["id"], other, score) for other, score in similar],
    )


def forget(connection: Connection, session: Session, number: int) -> list[int]:
    """Delete the similar questions of question `number`, and remove this question from the lists of all other
    questions.

    Each question whose list has changed must be compared again. Return the numbers of these questions, lowest first.
    """
    others = _offering(connection, session.id, number)
    put(connection, session, number, ())
    for marks, ids in in_lists(others.values()):
        connection.execute(f'DELETE FROM "similar" WHERE other = ? AND question IN ({marks})', [number, *ids])
        connection.execute(f"DELETE FROM similar_due WHERE question IN ({marks})", ids)
    connection.executemany("INSERT INTO similar_due (question) VALUES (?)", [(other,) for other in others.values()])
    return list(others)


def offering(connection: Connection, session_id: int, number: int) -> list[int]:
    """Return the numbers of the questions that list question `number` as similar, lowest first."""
    return list(_offering(connection, session_id, number))


def _offering(connection: Connection, session_id: int, number: int) -> dict[int, int]:
    """Return {number: id} of the questions that list question `number` as similar, the lowest number first."""
    rows = connection.execute(
        f'SELECT questions.number, questions.id FROM "similar" AS listed {connection.dialect.cross_join} questions'
        " ON questions.id = listed.question WHERE listed.other = ? AND questions.session = ? ORDER BY questions.number",
        [number, session_id],
    )
    return {row["number"]: row["id"] for row in rows}


def comparable(connection: Connection, session_id: int, after: int, most: int) -> list[int]:
    """Return the numbers of the questions that can be compared: their status is not in NOT_COMPARED.

    Return only numbers greater than `after`, lowest first, and at most `most` of them.
    """
    marks = ", ".join("?" * len(NOT_COMPARED))
    rows = connection.execute(
        f"SELECT number FROM questions WHERE session = ? AND number > ? AND status NOT IN ({marks})"
        " ORDER BY number LIMIT ?",
        [session_id, after, *NOT_COMPARED, most],
    )
    return [row[0] for row in rows]


def public(connection: Connection, session: Session) -> list[int]:
    """Return the numbers of the approved, next and live questions."""
    rows = connection.execute(
        "SELECT number FROM questions WHERE session = ? AND status IN ('approved', 'next', 'live')", [session.id]
    )
    return [row[0] for row in rows]


def comparable_of(connection: Connection, session: Session, numbers: Sequence[int]) -> set[int]:
    """Return the elements of `numbers` whose question exists and has a status that is not in NOT_COMPARED."""
    marks = ", ".join("?" * len(NOT_COMPARED))
    comparable_numbers: set[int] = set()
    for wanted, part in in_lists(numbers):
        # `version` is selected only because no index contains it. Without it, SQLite could answer the query from the
        # index by status alone, and would read all entries of the session in this index.
        rows = connection.execute(
            "SELECT number, version FROM questions"
            f" WHERE session = ? AND number IN ({wanted}) AND status NOT IN ({marks})",
            [session.id, *part, *NOT_COMPARED],
        )
        comparable_numbers |= {row[0] for row in rows}
    return comparable_numbers
