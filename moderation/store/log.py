"""The log of acts, for undo and the ledger.

A row contains the time, the seat and the act. For each changed question it contains the status before and after the
act, the reason, the version and the before-image.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterable
from typing import TypedDict

from ..core.before_image import BeforeImage, before_image
from ..core.model import Question, Session


class UndoableAct(TypedDict):
    """An act that can be undone. `before`: {question number: before-image}; None for questions that the act created."""

    id: int
    act: str
    at: str
    before: dict[int, BeforeImage | None]


class LaterAct(TypedDict):
    """An act that prevents an undo. `number`: the number of a changed question; None for an act on the screen."""

    by: str
    act: str
    at: str
    number: int | None


def append(
    connection: sqlite3.Connection,
    session: Session,
    at: str,
    seat: str,
    act: str,
    changed: Iterable[tuple[Question | None, Question]],
    undoes: int | None = None,
) -> int:
    """Log an act with the (before, after) pairs of the changed questions. Return the id of the row.

    `before` is None for a new question. `undoes`: the id of the row that this act undoes.
    """
    row = connection.execute(
        "INSERT INTO log (session, at, seat, act, undoes) VALUES (?, ?, ?, ?, ?) RETURNING id",
        [session.id, at, seat, act, undoes],
    ).fetchone()
    log_id = int(row["id"])
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


def latest_to_undo(connection: sqlite3.Connection, session: Session, seat: str) -> UndoableAct | None:
    """Return the seat's latest act that is not undone and is not itself an undo, or None."""
    row = connection.execute(
        "SELECT id, act, at FROM log WHERE session = ? AND seat = ? AND undone = 0 AND undoes IS NULL"
        " ORDER BY id DESC LIMIT 1",
        [session.id, seat],
    ).fetchone()
    if row is None:
        return None
    images = connection.execute(
        "SELECT number, before FROM log_questions JOIN questions ON questions.id = question"
        " WHERE log = ? ORDER BY number",
        [row["id"]],
    )
    return {
        "id": row["id"],
        "act": row["act"],
        "at": row["at"],
        "before": {number: json.loads(image) if image else None for number, image in images},
    }


def later_act(
    connection: sqlite3.Connection, log_id: int, session: Session, numbers: Collection[int]
) -> LaterAct | None:
    """Return the latest act after row `log_id` that changed one of these questions, or None.

    Undone acts are ignored, and so are the undos themselves.
    """
    row = connection.execute(
        "SELECT log.seat AS by, log.act, log.at, questions.number FROM log"
        " JOIN log_questions ON log_questions.log = log.id JOIN questions ON questions.id = log_questions.question"
        # The unary plus prevents the use of the index by session, because few rows have a higher log id.
        " WHERE log.id > ? AND +log.session = ? AND log.undone = 0 AND log.undoes IS NULL"
        f" AND questions.number IN ({', '.join('?' * len(numbers))}) ORDER BY log.id DESC LIMIT 1",
        [log_id, session.id, *numbers],
    ).fetchone()
    return {"by": row["by"], "act": row["act"], "at": row["at"], "number": row["number"]} if row else None


def later_act_named(
    connection: sqlite3.Connection, log_id: int, session: Session, acts: tuple[str, ...]
) -> LaterAct | None:
    """Return the latest act after row `log_id` whose name is in `acts`, or None.

    Undone acts are ignored. The `number` of the result is always None.
    """
    row = connection.execute(
        "SELECT seat AS by, act, at FROM log WHERE id > ? AND +session = ? AND undone = 0 AND undoes IS NULL"
        f" AND act IN ({', '.join('?' * len(acts))}) ORDER BY id DESC LIMIT 1",
        [log_id, session.id, *acts],
    ).fetchone()
    return {"by": row["by"], "act": row["act"], "at": row["at"], "number": None} if row else None


def closed_at(connection: sqlite3.Connection, session: Session) -> str | None:
    """Return the time at which the session was last closed, or None."""
    at: str | None = connection.execute(
        "SELECT max(at) FROM log WHERE session = ? AND act = 'close'", [session.id]
    ).fetchone()[0]
    return at
