"""The stored answers of accepted commands: a repeated command gets the same answer and is not executed again."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from ..core.contracts import Answer
from ..core.model import Seat, SeatKind, Session
from ..core.refusals import Refusal


class StoredAnswer(NamedTuple):
    """The answer to an accepted command. `generation`: the new generation if the command renewed a link, else None."""

    answer: Answer
    generation: int | None = None


def find(
    connection: sqlite3.Connection, session: Session, caller: str, key: str, body_hash: bytes
) -> StoredAnswer | None:
    """Return the stored answer for this caller and key, or None. Refuses `key.reused` if the body was different."""
    row = connection.execute(
        "SELECT body_hash, answer, generation FROM commands WHERE session = ? AND caller = ? AND key = ?",
        [session.id, caller, key],
    ).fetchone()
    if row is None:
        return None
    if row["body_hash"] != body_hash:
        raise Refusal("key.reused")
    return StoredAnswer(json.loads(row["answer"]), row["generation"])


def store(
    connection: sqlite3.Connection, session: Session, caller: str, key: str, body_hash: bytes, stored: StoredAnswer
) -> None:
    """Store an accepted command's answer under its caller and key."""
    connection.execute(
        "INSERT INTO commands (session, caller, key, body_hash, answer, generation) VALUES (?, ?, ?, ?, ?, ?)",
        [session.id, caller, key, body_hash, json.dumps(stored.answer, ensure_ascii=False), stored.generation],
    )


def forget_names(connection: sqlite3.Connection, session: Session) -> None:
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


def forget_shown(connection: sqlite3.Connection, session: Session) -> None:
    """Remove the questions from the booth's stored answers, because the booth may no longer read all their fields."""
    connection.execute(
        "UPDATE commands SET answer = json_remove(answer, '$.question') WHERE session = ? AND caller = ?",
        [session.id, Seat(SeatKind.BOOTH).name],
    )


def forget(connection: sqlite3.Connection, session: Session) -> None:
    """Delete all stored answers of a closed session."""
    connection.execute("DELETE FROM commands WHERE session = ?", [session.id])
