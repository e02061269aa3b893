"""The answers of accepted commands, kept so that a command sent again is answered again and not done again."""

from __future__ import annotations

import json
import sqlite3
from typing import NamedTuple

from ..core.contracts import Answer
from ..core.model import Seat, SeatKind, Session
from ..core.refusals import Refusal


class StoredAnswer(NamedTuple):
    """The answer of an accepted command. `generation`: of the link that the command renewed, None for other commands."""

    answer: Answer
    generation: int | None = None


def find(
    connection: sqlite3.Connection, session: Session, caller: str, key: str, body_hash: bytes
) -> StoredAnswer | None:
    """Return the first answer to this key, or None. Refuses `key.reused` for another body."""
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
    """Take the names out of the kept answers; whoever sends a command again is still answered, without them."""
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
    """Take out of the kept answers what the booth was shown: words since hidden and groups under the Rule are not for it any more."""
    connection.execute(
        "UPDATE commands SET answer = json_remove(answer, '$.question') WHERE session = ? AND caller = ?",
        [session.id, Seat(SeatKind.BOOTH).name],
    )


def forget(connection: sqlite3.Connection, session: Session) -> None:
    """The session is closed: nothing is replayed any more."""
    connection.execute("DELETE FROM commands WHERE session = ?", [session.id])
