"""The log of acts: time, seat, act, and for each question from, to, reason, version and the before-image for undo."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from ..core.before_image import BeforeImage, before_image
from ..core.model import Question, Session


def append(
    connection: sqlite3.Connection,
    session: Session,
    at: str,
    seat: str,
    act: str,
    changed: Iterable[tuple[Question | None, Question]],
    undoes: int | None = None,
) -> int:
    """One row for the act and one for each question it changed (before is None for a new question); the row's id."""
    log_id = connection.execute(
        "INSERT INTO log (session, at, seat, act, undoes) VALUES (?, ?, ?, ?, ?) RETURNING id",
        [session.id, at, seat, act, undoes],
    ).fetchone()[0]
    connection.executemany(
        "INSERT INTO log_questions (log, question, status_before, status_after, reason, version, before)"
        " SELECT ?, id, ?, ?, ?, ?, ? FROM questions WHERE session = ? AND number = ?",
        [
            (
                log_id,
                before and before.status,
                after.status,
                after.reason,
                after.version,
                json.dumps(before_image(before)) if before else None,
                session.id,
                after.number,
            )
            for before, after in changed
        ],
    )
    if undoes is not None:
        connection.execute("UPDATE log SET undone = 1 WHERE id = ?", [undoes])
    return log_id


def latest_to_undo(connection: sqlite3.Connection, session: Session, seat: str) -> dict | None:
    """The seat's latest act not yet undone: {id, act, at, before: {number: image, null for a new question}}, or None."""
    row = connection.execute(
        "SELECT id, act, at FROM log WHERE session = ? AND seat = ? AND undone = 0 AND undoes IS NULL ORDER BY id DESC LIMIT 1",
        [session.id, seat],
    ).fetchone()
    if row is None:
        return None
    images = connection.execute(
        "SELECT number, before FROM log_questions JOIN questions ON questions.id = question WHERE log = ? ORDER BY number",
        [row["id"]],
    )
    return {
        "id": row["id"],
        "act": row["act"],
        "at": row["at"],
        "before": {number: image and json.loads(image) for number, image in images},
    }


def later_act(connection: sqlite3.Connection, log_id: int, session: Session, numbers: Iterable[int]) -> dict | None:
    """The latest act after this one, standing and not itself an undo, that touched one of the questions: {by, act, at, number}."""
    numbers = list(numbers)
    row = connection.execute(
        "SELECT log.seat AS by, log.act, log.at, questions.number FROM log"
        " JOIN log_questions ON log_questions.log = log.id JOIN questions ON questions.id = log_questions.question"
        # The sign keeps SQLite from the index by session: what came after is few.
        f" WHERE log.id > ? AND +log.session = ? AND log.undone = 0 AND log.undoes IS NULL AND questions.number IN ({', '.join('?' * len(numbers))})"
        " ORDER BY log.id DESC LIMIT 1",
        [log_id, session.id, *numbers],
    ).fetchone()
    return dict(row) if row else None


def later_act_named(
    connection: sqlite3.Connection, log_id: int, session: Session, acts: tuple[str, ...]
) -> dict | None:
    """The latest of these acts after this one, standing: {by, act, at, number: None}."""
    row = connection.execute(
        "SELECT seat AS by, act, at, NULL AS number FROM log WHERE id > ? AND +session = ? AND undone = 0 AND undoes IS NULL"
        f" AND act IN ({', '.join('?' * len(acts))}) ORDER BY id DESC LIMIT 1",
        [log_id, session.id, *acts],
    ).fetchone()
    return dict(row) if row else None


def closed_at(connection: sqlite3.Connection, session: Session) -> str | None:
    """When the session was closed for the last time, or None."""
    return connection.execute("SELECT max(at) FROM log WHERE session = ? AND act = 'close'", [session.id]).fetchone()[0]
