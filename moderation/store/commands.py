"""The stored answers of accepted commands: a repeated command gets the same answer and is not executed again."""

from __future__ import annotations

import json
from typing import NamedTuple

from ..core.contracts import Answer
from ..core.model import Question, SeatKind, Session
from ..core.refusals import Refusal
from .connection import Connection

_NUMBER = ("question", "number")
"""The JSON path at which a stored answer contains the number of its question."""


class StoredAnswer(NamedTuple):
    """The answer to an accepted command. `generation`: the new generation of the link that the command renewed, or
    None.
    """

    answer: Answer
    generation: int | None = None


class StoredCommand(NamedTuple):
    """The row of an accepted command. `answer`: the answer as JSON. `generation`: as in `StoredAnswer`."""

    body_hash: bytes
    answer: str
    generation: int | None


def find(stored: StoredCommand | None, body_hash: bytes) -> StoredAnswer | None:
    """Return the answer of the stored command, or None if no command is stored.

    Refuses with `key.reused` if the stored command had another body.
    """
    if stored is None:
        return None
    if stored.body_hash != body_hash:
        raise Refusal("key.reused")
    return StoredAnswer(json.loads(stored.answer), stored.generation)


def read(connection: Connection, session: Session, caller: str, key: str) -> StoredCommand | None:
    """Return the stored command with this caller and this idempotency key, or None."""
    row = connection.execute(
        "SELECT body_hash, answer, generation FROM commands WHERE session = ? AND caller = ? AND key = ?",
        [session.id, caller, key],
    ).fetchone()
    return None if row is None else StoredCommand(*row)


def store(
    connection: Connection, session: Session, caller: str, key: str, body_hash: bytes, stored: StoredAnswer
) -> None:
    """Store the answer to the accepted command that `caller` has sent with the idempotency key `key`."""
    connection.execute(
        "INSERT INTO commands (session, caller, key, body_hash, answer, generation) VALUES (?, ?, ?, ?, ?, ?)",
        [session.id, caller, key, body_hash, json.dumps(stored.answer, ensure_ascii=False), stored.generation],
    )


def forget_names(connection: Connection, session: Session) -> None:
    """Remove the askers' names from all stored answers. The answers themselves stay."""
    rows = connection.execute(
        'SELECT caller, key, answer FROM commands WHERE session = ? AND answer LIKE \'%"name": "%\'', [session.id]
    ).fetchall()
    for row in rows:
        answer = json.loads(row["answer"])
        for question in [answer.get("question"), *answer.get("questions", ())]:
            if question:
                question |= {"name": None, "show_name": False}
        connection.execute(
            "UPDATE commands SET answer = ? WHERE session = ? AND caller = ? AND key = ?",
            [json.dumps(answer, ensure_ascii=False), session.id, row["caller"], row["key"]],
        )


def replace_words(connection: Connection, session: Session, question: Question) -> None:
    """Replace the question's words in the stored answers to commands of its asker and of the staff.

    Call this function after an edit or a withdrawal. Otherwise a repeated command would return words that the asker has
    removed.
    """
    callers = [seat.name for seat in session.seats] + [f"attendee.{question.attendee}"]
    rows = connection.execute(
        f"SELECT caller, key, answer FROM commands WHERE session = ? AND caller IN ({', '.join('?' * len(callers))})"
        " AND answer LIKE ?",
        [session.id, *callers, f'%"number": {question.number}%'],
    ).fetchall()
    words: dict[str, object] = {
        "text": question.text,
        "name": question.name,
        "show_name": question.show_name,
        "asked": None,
    }
    words |= {"wording": None, "hides": False, "edited": False, "looks_like": None, "translations": {}, "similar": []}
    for row in rows:
        answer = json.loads(row["answer"])
        for view in [answer.get("question"), *answer.get("questions", ())]:
            if view and view["number"] == question.number:
                view |= {field: value for field, value in words.items() if field in view}
        connection.execute(
            "UPDATE commands SET answer = ? WHERE session = ? AND caller = ? AND key = ?",
            [json.dumps(answer, ensure_ascii=False), session.id, row["caller"], row["key"]],
        )


def forget_shown(connection: Connection, session: Session) -> None:
    """Remove the questions from the booths' stored answers.

    Call this function after an act that hides fields of questions from the booths: the stored answers still contain
    these fields.
    """
    booths = [seat.name for seat in session.seats if seat.kind is SeatKind.BOOTH]
    rows = connection.execute(
        f"SELECT caller, key, answer FROM commands WHERE session = ? AND caller IN ({', '.join('?' * len(booths))})",
        [session.id, *booths],
    ).fetchall()
    for row in rows:
        answer = json.loads(row["answer"])
        answer.pop("question", None)
        connection.execute(
            "UPDATE commands SET answer = ? WHERE session = ? AND caller = ? AND key = ?",
            [json.dumps(answer, ensure_ascii=False), session.id, row["caller"], row["key"]],
        )


def numbers_of(connection: Connection, session: Session, caller: str) -> dict[str, int]:
    """Return {idempotency key: number of the question} for the caller's stored answers that contain a question."""
    number = connection.dialect.json_number("answer", *_NUMBER)
    rows = connection.execute(
        f"SELECT key, {number} AS number FROM commands WHERE session = ? AND caller = ? AND {number} IS NOT NULL",
        [session.id, caller],
    )
    return {row["key"]: row["number"] for row in rows}


def forget(connection: Connection, session: Session) -> None:
    """Delete the stored answers of a closed session. Of the answer to an attendee's command, keep only the question's
    number. A phone that did not receive the answer sends its question again. The number then tells the phone that the
    question has arrived.
    """
    number = connection.dialect.json_number("answer", *_NUMBER)
    connection.execute(
        f"DELETE FROM commands WHERE session = ? AND (caller NOT LIKE 'attendee.%' OR {number} IS NULL)", [session.id]
    )
    connection.execute(
        """UPDATE commands SET answer = '{"already":false,"question":{"number":'"""
        f" || {number} || '}}}}' WHERE session = ?",
        [session.id],
    )
