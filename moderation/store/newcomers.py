"""The queries for core/newcomers: arrivals of phones, pending questions, and questions that wait for release.

Incoming is the chairs' list of pending questions. It does not contain the questions that wait for release.
"""

from __future__ import annotations

from ..core.model import Question, Session
from ..core.newcomers import COMPARED, PendingQuestion
from .connection import Connection, in_lists
from .question_rows import READ, questions_of

_PENDING = "session = ? AND status = 'pending'"
_ID_OF = "SELECT id FROM questions WHERE session = ? AND number = ?"


def incoming(connection: Connection, session: Session) -> int:
    """Return the number of questions in Incoming."""
    row = connection.execute(f"SELECT count(*) FROM questions WHERE {_PENDING} AND held = 0", [session.id])
    return int(row.fetchone()[0])


def pending_until(connection: Connection, session: Session, minute: str) -> int:
    """Return the number of questions in Incoming from phones that arrived in `minute` or earlier.

    Incoming has a limited number of places for these questions (`core/newcomers.has_place`). Imported questions are not
    counted, so that an import does not take these places.
    """
    row = connection.execute(
        f"SELECT count(*) FROM questions WHERE {_PENDING} AND arrived <= ? AND held = 0 AND source IS NULL",
        [session.id, minute],
    )
    return int(row.fetchone()[0])


def pending_since(connection: Connection, session: Session, minute: str) -> int:
    """Return the number of questions in Incoming from phones that arrived in `minute` or later."""
    row = connection.execute(
        f"SELECT count(*) FROM questions WHERE {_PENDING} AND arrived >= ? AND held = 0", [session.id, minute]
    )
    return int(row.fetchone()[0])


def held(connection: Connection, session: Session) -> int:
    """Return the number of questions that wait for release."""
    row = connection.execute(f"SELECT count(*) FROM questions WHERE {_PENDING} AND held = 1", [session.id])
    return int(row.fetchone()[0])


def phones_since(connection: Connection, session: Session, minute: str) -> dict[str, int]:
    """Return {minute: number of phones that arrived in this minute}, for `minute` and all later minutes.

    Minutes without a phone are absent.
    """
    return dict(
        connection.execute(
            "SELECT arrived, count(*) FROM attendees WHERE session = ? AND arrived >= ? GROUP BY arrived",
            [session.id, minute],
        ).fetchall()
    )


def waiting(connection: Connection, session: Session, upto: int) -> list[PendingQuestion]:
    """Return the pending questions in the order of arrival.

    Leave out questions that have followers, and questions that arrived after question `upto`.
    """
    rows = connection.execute(
        "SELECT id, number, substr(coalesce(wording, text), 1, CAST(? AS integer)) AS spoken, attendee, arrived, held"
        f" FROM questions WHERE {_PENDING} AND id <= ({_ID_OF}) AND NOT EXISTS (SELECT 1 FROM questions AS led"
        " WHERE led.session = questions.session AND led.lead = questions.number) ORDER BY id",
        [COMPARED, session.id, session.id, upto],
    ).fetchall()
    similar: dict[int, list[tuple[int, float]]] = {}
    for marks, part in in_lists(row["id"] for row in rows):
        for question, other, score in connection.execute(
            f'SELECT question, other, score FROM "similar" WHERE question IN ({marks})', part
        ):
            similar.setdefault(question, []).append((other, score))
    return [
        PendingQuestion(
            row["number"],
            row["spoken"],
            row["attendee"],
            row["arrived"],
            bool(row["held"]),
            tuple(similar.get(row["id"], ())),
        )
        for row in rows
    ]


def latest(connection: Connection, session: Session) -> int:
    """Return the number of the question that arrived last, or 0 if there are no questions."""
    row = connection.execute(
        "SELECT number FROM questions WHERE session = ? ORDER BY id DESC LIMIT 1", [session.id]
    ).fetchone()
    return int(row[0]) if row else 0


def page(connection: Connection, session: Session, before: int | None, size: int) -> tuple[list[Question], bool]:
    """Return a page of the questions that wait for release, newest first, and whether there is a next page.

    `before`: the number of the last question on the previous page; None for the first page. `size`: the maximum number
    of questions on a page.
    """
    older = f" AND id < ({_ID_OF})" if before is not None else ""
    values = [session.id, *([session.id, before] if before is not None else []), size + 1]
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE {_PENDING} AND held = 1{older} ORDER BY id DESC LIMIT ?", values
    ).fetchall()
    return questions_of(connection, rows[:size]), len(rows) > size
