"""The questions of a session: reading, counting and writing them. Returns core Questions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable

from ..core.balance import BalanceRow
from ..core.model import Question, Session, Status
from ..core.queue_state import QueueEntry, QueueState
from ..core.suggestion import Candidate
from .question_rows import ASSIGNMENTS, COLUMNS, FIELDS, READ, questions_of, saved_values_of, values_of

GROUP = (
    "SELECT id FROM questions WHERE session = :session AND number = :number"
    " UNION ALL SELECT id FROM questions WHERE session = :session AND lead = :number"
)
"""SQL for the ids of a question and its followers. With OR instead of UNION ALL, SQLite would read all questions."""
PAGE = 50
"""Maximum number of questions on a page."""


def insert(connection: sqlite3.Connection, session: Session, question: Question) -> None:
    """Insert a new question."""
    connection.execute(
        f"INSERT INTO questions (session, {COLUMNS}) VALUES (?{', ?' * len(FIELDS)})",
        [session.id, *values_of(question)],
    )


def save(connection: sqlite3.Connection, session: Session, changed: Iterable[tuple[Question, Question]]) -> None:
    """Write the changed fields of (before, after) pairs. The pairs may be in any order.

    The database allows only one live and one next question. Therefore the function first removes these statuses from
    the questions that lose them, and then writes all fields.
    """
    unique = (Status.NEXT, Status.LIVE)
    filling_last = sorted(changed, key=lambda pair: pair[1].status in unique)
    for before, after in filling_last:
        if before.status in unique and before.status is not after.status:
            connection.execute(
                "UPDATE questions SET status = 'pending', place = NULL WHERE session = ? AND number = ?",
                [session.id, before.number],
            )
    for _, after in filling_last:
        connection.execute(
            f"UPDATE questions SET {ASSIGNMENTS} WHERE session = ? AND number = ?",
            [*saved_values_of(after), session.id, after.number],
        )


def find(connection: sqlite3.Connection, session: Session, number: int) -> Question | None:
    """Return the question with this number, or None."""
    row = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND number = ?", [session.id, number]
    ).fetchone()
    return questions_of(connection, [row])[0] if row else None


def get(connection: sqlite3.Connection, session: Session, number: int) -> Question:
    """Return the question with this number. Raises LookupError if there is none."""
    question = find(connection, session, number)
    if question is None:
        raise LookupError(number)
    return question


def queue_state(connection: sqlite3.Connection, session: Session, numbers: Collection[int] = ()) -> QueueState:
    """Return the queue state for an act on these question numbers; numbers without a question are ignored."""
    rows = connection.execute(
        "SELECT number, place, status FROM questions WHERE session = ? AND status IN ('approved', 'next', 'live')"
        " ORDER BY place, number",
        [session.id],
    ).fetchall()
    queue = tuple(QueueEntry(number, place) for number, place, status in rows if status == "approved")
    on_screen = [number for number, _, status in rows if status != "approved"]
    questions = numbered(connection, session, {*numbers, *on_screen, *(entry.number for entry in queue[:2])})
    to_complete = [questions[number] for number in numbers if number in questions]
    while to_complete:
        related = {
            number
            for question in to_complete
            for number in (question.lead, *(follower.number for follower in question.followers))
            if number
        }
        added = numbered(connection, session, related - questions.keys())
        questions |= added
        to_complete = list(added.values())
    return QueueState(questions, queue)


def numbered(connection: sqlite3.Connection, session: Session, numbers: Collection[int]) -> dict[int, Question]:
    """Return {number: question}. Numbers without a question are left out."""
    if not numbers:
        return {}
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND number IN (SELECT value FROM json_each(?))",
        [session.id, json.dumps(list(numbers))],
    )
    return {question.number: question for question in questions_of(connection, rows.fetchall())}


def with_status(connection: sqlite3.Connection, session: Session, statuses: Collection[Status]) -> list[Question]:
    """Return all questions in these statuses, lowest number first."""
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND status IN ({marks}) ORDER BY number",
        [session.id, *statuses],
    )
    return questions_of(connection, rows.fetchall())


def queue_numbers(connection: sqlite3.Connection, session: Session) -> list[int]:
    """Return the numbers of the approved questions, in queue order."""
    rows = connection.execute(
        "SELECT number FROM questions WHERE session = ? AND status = ? ORDER BY place, number",
        [session.id, Status.APPROVED],
    )
    return [row[0] for row in rows]


def page(
    connection: sqlite3.Connection, session: Session, statuses: Collection[Status], before: int | None
) -> tuple[list[Question], bool]:
    """Return (at most PAGE questions in these statuses, whether there is a next page).

    The highest number comes first. `before`: all numbers on the page are below this number; None for the first page.
    """
    marks = ", ".join("?" * len(statuses))
    rows = connection.execute(
        f"SELECT {READ} FROM questions WHERE session = ? AND status IN ({marks}) AND number < ?"
        " ORDER BY number DESC LIMIT ?",
        [session.id, *statuses, before if before is not None else 1 << 62, PAGE + 1],
    ).fetchall()
    return questions_of(connection, rows[:PAGE]), len(rows) > PAGE


def of_attendee(connection: sqlite3.Connection, attendee: int) -> list[Question]:
    """Return the questions that this attendee asked, newest first."""
    rows = connection.execute(f"SELECT {READ} FROM questions WHERE attendee = ? ORDER BY number DESC", [attendee])
    return questions_of(connection, rows.fetchall())


def count(connection: sqlite3.Connection, session: Session, status: Status) -> int:
    """Return the number of questions in this status."""
    row = connection.execute(
        "SELECT count(*) FROM questions WHERE session = ? AND status = ?", [session.id, status]
    ).fetchone()
    return int(row[0])


def count_of_attendee(connection: sqlite3.Connection, attendee: int) -> tuple[int, int]:
    """Return (number of questions that this attendee asked, number of this attendee's pending questions)."""
    asked, pending = connection.execute(
        "SELECT count(*), coalesce(sum(status = 'pending'), 0) FROM questions WHERE attendee = ?", [attendee]
    ).fetchone()
    return asked, pending


def balance_rows(connection: sqlite3.Connection, session: Session) -> list[BalanceRow]:
    """Return the rows for core/balance. Two rows may have the same key. A merged question has its lead's status."""
    rows = connection.execute(
        "SELECT group_key, language, region, status, count(*) FROM questions WHERE session = :session AND lead IS NULL"
        " GROUP BY group_key, language, region, status UNION ALL"
        " SELECT led.group_key, led.language, led.region, leads.status, count(*)"
        " FROM questions AS led INDEXED BY questions_by_lead"
        " JOIN questions AS leads ON leads.session = led.session AND leads.number = led.lead"
        " WHERE led.session = :session AND led.lead IS NOT NULL GROUP BY 1, 2, 3, 4",
        {"session": session.id},
    )
    return [
        BalanceRow(group, language, region, Status(status), number) for group, language, region, status, number in rows
    ]


def waiting(connection: sqlite3.Connection, session: Session) -> list[Candidate]:
    """Return the candidates for core/suggestion: the approved questions with their followers, in any order."""
    rows = connection.execute(
        "SELECT number, group_key, first, asked_at FROM questions"
        " WHERE session = :session AND status = 'approved' UNION ALL"
        " SELECT led.lead, led.group_key, led.first, led.asked_at FROM questions AS leads JOIN questions AS led"
        " ON led.session = leads.session AND led.lead = leads.number"
        " WHERE leads.session = :session AND leads.status = 'approved'",
        {"session": session.id},
    )
    askers: dict[int, list[tuple[str, int, str]]] = {}
    for number, group, first, asked_at in rows:
        askers.setdefault(number, []).append((group, first, asked_at))
    return [
        Candidate(
            number,
            groups=frozenset(group for group, _, _ in merged),
            first=any(first for _, first, _ in merged),
            asked_at=min(asked_at for _, _, asked_at in merged),
        )
        for number, merged in askers.items()
    ]


def is_asked_by(connection: sqlite3.Connection, session: Session, number: int, attendee: int) -> bool:
    """Return whether this attendee asked the question or one of its followers."""
    row = connection.execute(
        f"SELECT 1 FROM questions WHERE attendee = :attendee AND id IN ({GROUP}) LIMIT 1",
        {"attendee": attendee, "session": session.id, "number": number},
    ).fetchone()
    return row is not None
