"""The votes cast, and the published totals."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from ..core.model import Question, Session
from . import questions
from .questions import GROUP


def add(connection: sqlite3.Connection, session: Session, number: int, attendee: int) -> bool:
    """Store a vote. Return False if the attendee has already voted for the question."""
    cursor = connection.execute(
        "INSERT OR IGNORE INTO votes (question, attendee) SELECT id, ? FROM questions WHERE session = ? AND number = ?",
        [attendee, session.id, number],
    )
    return cursor.rowcount == 1


def remove(connection: sqlite3.Connection, session: Session, number: int, attendee: int) -> bool:
    """Delete the attendee's votes for the question and its followers. Return False if there were none."""
    cursor = connection.execute(
        f"DELETE FROM votes WHERE attendee = :attendee AND question IN ({GROUP})",
        {"attendee": attendee, "session": session.id, "number": number},
    )
    return cursor.rowcount > 0


def has(connection: sqlite3.Connection, session: Session, number: int, attendee: int) -> bool:
    """Return whether this attendee has voted for the question or one of its followers."""
    row = connection.execute(
        f"SELECT 1 FROM votes WHERE attendee = :attendee AND question IN ({GROUP}) LIMIT 1",
        {"attendee": attendee, "session": session.id, "number": number},
    ).fetchone()
    return row is not None


def of_attendee(connection: sqlite3.Connection, attendee: int) -> list[int]:
    """Return the numbers of the questions with this attendee's vote, lowest first. A lead replaces its followers."""
    rows = connection.execute(
        "SELECT DISTINCT coalesce(questions.lead, questions.number) AS voted"
        " FROM votes JOIN questions ON questions.id = votes.question WHERE votes.attendee = ? ORDER BY voted",
        [attendee],
    )
    return [row[0] for row in rows]


def publish(connection: sqlite3.Connection, session: Session, numbers: Collection[int] | None) -> list[Question]:
    """Set the published totals of these questions to the votes cast. Return the questions whose total changed.

    If `numbers` is None, set the totals of all questions of the session.
    A lead's total is the number of distinct voters for it and its followers.
    """
    chosen = "" if numbers is None else f"AND number IN ({', '.join('?' * len(numbers))})"
    rows = connection.execute(
        "SELECT number, CASE WHEN EXISTS (SELECT 1 FROM questions AS led"
        " WHERE led.session = questions.session AND led.lead = questions.number)"
        " THEN (SELECT count(DISTINCT attendee) FROM votes WHERE question = questions.id OR question IN"
        " (SELECT id FROM questions AS led WHERE led.session = questions.session AND led.lead = questions.number))"
        " ELSE (SELECT count(*) FROM votes WHERE question = questions.id) END AS cast_votes FROM questions"
        f" WHERE session = ? {chosen} AND votes <> cast_votes",
        [session.id, *(numbers or ())],
    ).fetchall()
    changed = []
    for number, total in rows:
        connection.execute(
            "UPDATE questions SET votes = ? WHERE session = ? AND number = ?", [total, session.id, number]
        )
        changed.append(questions.get(connection, session, number))
    return changed
