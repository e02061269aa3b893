"""The log of acts, for undo and the ledger.

A row of the log contains the time, the seat, the act, and the changes of the act to data outside the questions. For
each changed question, the row also contains the status before and after the act, the reason, the version and the
before-image. A hash chain covers the rows (store/audit).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypedDict

from ..core.before_image import BeforeImage, before_image
from ..core.model import Question, Session
from . import audit
from .connection import Connection, Row
from .hash_chain import ChangedQuestion, LogEntry
from .transaction import Transaction

OPENED = "opened"
"""The value of `act` in a row that records the opening of a seat's link. The value of `seat` is then `link`."""


class LogRow(TypedDict):
    """A row of the log. `chain_id`: the id by which the hash chain names the row (`LogEntry`)."""

    id: int
    chain_id: int


class UndoableAct(LogRow):
    """An act that can be undone.

    - `before`: {question number: before-image, or None if the act created the question}
    - `held_from`: for an act on the switch "new phones wait", the value of `Session.newcomers_held_from` before the act
    - `languages`: for `set_stage_languages`, the value of `Session.stage_languages` before the act. For other acts, []
    """

    act: str
    at: str
    before: dict[int, BeforeImage | None]
    held_from: str | None
    languages: list[str]


class LaterAct(TypedDict):
    """A later act that prevents an undo.

    `number`: a question that this act changed; None for an act on the screen or on a switch.
    """

    by: str
    act: str
    at: str
    number: int | None


def append(
    tx: Transaction,
    session: Session,
    seat: str,
    act: str,
    changed: Iterable[tuple[Question | None, Question]],
    undoes: LogRow | None = None,
    detail: Mapping[str, object] | None = None,
    held_from: str | None = None,
) -> int:
    """Log an act with the (before, after) pair of each changed question. Return the id of the row.

    `before` is None for a new question. `undoes`: the row that this act undoes. `detail`: the changes to data
    outside the questions. `detail` must contain no text that a person wrote. `held_from`: as in `UndoableAct`.
    """
    changed, connection = list(changed), tx.connection
    if held_from is not None:
        detail = {**(detail or {}), "held_from": held_from}
    covered = tuple(
        ChangedQuestion(
            after.number, before.status.value if before else None, after.status.value, after.reason, after.version
        )
        for before, after in changed
    )
    entry = LogEntry(
        id=connection.draw_id("log"),
        at=tx.at,
        seat=seat,
        act=act,
        undoes=undoes and undoes["chain_id"],
        detail=json.dumps(detail) if detail else None,
        questions=covered,
    )
    chained = audit.seal(tx, session, entry)
    connection.execute(
        "INSERT INTO log (id, session, at, seat, act, undoes, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [entry.id, session.id, tx.at, seat, act, undoes and undoes["id"], entry.detail, chained],
    )
    connection.executemany(
        "INSERT INTO log_questions (log, question, status_before, status_after, reason, version, before)"
        " SELECT ?, id, ?, ?, ?, ?, ? FROM questions WHERE session = ? AND number = ?",
        [
            (
                entry.id,
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
        connection.execute("UPDATE log SET undone = 1 WHERE id = ?", [undoes["id"]])
    return entry.id


def latest_to_undo(connection: Connection, session: Session, seat: str) -> UndoableAct | None:
    """Return the latest act of the seat that is not undone, or None. The act `undo` does not count.

    In `before` of the result, questions that the act created come first, then all other questions, lowest number first.
    """
    row = connection.execute(
        "SELECT id, coalesce(chain_id, id) AS chain_id, act, at, detail FROM log"
        " WHERE session = ? AND seat = ? AND undone = 0 AND undoes IS NULL"
        " ORDER BY id DESC LIMIT 1",
        [session.id, seat],
    ).fetchone()
    if row is None:
        return None
    images = connection.execute(
        "SELECT number, before FROM log_questions JOIN questions ON questions.id = question"
        " WHERE log = ? ORDER BY before IS NOT NULL, number",
        [row["id"]],
    )
    detail = json.loads(row["detail"] or "{}")
    return {
        "id": row["id"],
        "chain_id": row["chain_id"],
        "act": row["act"],
        "at": row["at"],
        "before": {number: json.loads(image) if image else None for number, image in images},
        "held_from": detail.get("held_from"),
        "languages": detail.get("languages_before", []),
    }


class NamedAct(LogRow):
    """An act with its detail, the JSON object that `append` has stored."""

    act: str
    at: str
    detail: dict[str, Any]


def latest_named(connection: Connection, session: Session, acts: tuple[str, ...]) -> NamedAct | None:
    """Return the latest act whose name is in `acts` and that has not been undone, or None."""
    row = connection.execute(
        "SELECT id, coalesce(chain_id, id) AS chain_id, act, at, detail FROM log"
        f" WHERE session = ? AND act IN ({', '.join('?' * len(acts))}) AND undone = 0 ORDER BY id DESC LIMIT 1",
        [session.id, *acts],
    ).fetchone()
    if row is None:
        return None
    return _named_act(row)


def find_named(connection: Connection, session: Session, acts: tuple[str, ...], version: int) -> NamedAct | None:
    """Return the act in `acts` that made this version of the definition and has not been undone, or None."""
    rows = connection.execute(
        "SELECT id, coalesce(chain_id, id) AS chain_id, act, at, detail FROM log"
        f" WHERE session = ? AND act IN ({', '.join('?' * len(acts))}) AND undone = 0 ORDER BY id DESC",
        [session.id, *acts],
    )
    return next((act for act in map(_named_act, rows) if act["detail"]["version"] == version), None)


def named_act(connection: Connection, log_id: int) -> NamedAct:
    """Return the act of this row. The row must have a detail."""
    row = connection.execute(
        "SELECT id, coalesce(chain_id, id) AS chain_id, act, at, detail FROM log WHERE id = ?", [log_id]
    ).fetchone()
    return _named_act(row)


def _named_act(row: Row) -> NamedAct:
    return {
        "id": row["id"],
        "chain_id": row["chain_id"],
        "act": row["act"],
        "at": row["at"],
        "detail": json.loads(row["detail"]),
    }


def later_act(connection: Connection, log_id: int, session: Session, numbers: Collection[int]) -> LaterAct | None:
    """Return the latest act after row `log_id` that changed one of these questions, or None.

    Ignore undone acts and the act `undo`.
    """
    row = connection.execute(
        "SELECT log.seat AS by, log.act, log.at, questions.number FROM log"
        " JOIN log_questions ON log_questions.log = log.id JOIN questions ON questions.id = log_questions.question"
        # The hint makes SQLite search by id, not by the index of sessions. This is faster, because few rows have a
        # higher id.
        f" WHERE log.id > ? AND {connection.dialect.unindexed}log.session = ? AND log.undone = 0 AND log.undoes IS NULL"
        f" AND questions.number IN ({', '.join('?' * len(numbers))}) ORDER BY log.id DESC LIMIT 1",
        [log_id, session.id, *numbers],
    ).fetchone()
    return {"by": row["by"], "act": row["act"], "at": row["at"], "number": row["number"]} if row else None


def find_creation(connection: Connection, session: Session, number: int) -> LogRow | None:
    """Return the row that records the creation of a question, or None."""
    row = connection.execute(
        "SELECT id, coalesce(chain_id, id) AS chain_id FROM log WHERE id = (SELECT min(log) FROM log_questions"
        " WHERE status_before IS NULL AND question = (SELECT id FROM questions WHERE session = ? AND number = ?))",
        [session.id, number],
    ).fetchone()
    return None if row is None else {"id": row["id"], "chain_id": row["chain_id"]}


def changed_later(connection: Connection, log_id: int) -> set[int]:
    """Return the numbers of the questions that row `log_id` changed and a later act changed again.

    Ignore undone acts and the act `undo`.
    """
    rows = connection.execute(
        "SELECT DISTINCT questions.number FROM log_questions AS acted"
        " JOIN log_questions AS later ON later.question = acted.question AND later.log > acted.log"
        " JOIN log ON log.id = later.log AND log.undone = 0 AND log.undoes IS NULL"
        " JOIN questions ON questions.id = acted.question WHERE acted.log = ?",
        [log_id],
    )
    return {row[0] for row in rows}


def later_act_named(connection: Connection, log_id: int, session: Session, acts: tuple[str, ...]) -> LaterAct | None:
    """Return the latest act after row `log_id` whose name is in `acts`, or None. Ignore undone acts and the act `undo`.

    The `number` of the result is always None.
    """
    row = connection.execute(
        "SELECT seat AS by, act, at FROM log"
        f" WHERE id > ? AND {connection.dialect.unindexed}session = ? AND undone = 0 AND undoes IS NULL"
        f" AND act IN ({', '.join('?' * len(acts))}) ORDER BY id DESC LIMIT 1",
        [log_id, session.id, *acts],
    ).fetchone()
    return {"by": row["by"], "act": row["act"], "at": row["at"], "number": None} if row else None


def forget_wordings(connection: Connection, session: Session, number: int) -> list[str]:
    """Erase what the before-images of a question contain of its earlier words. Return the removed wordings.

    In each before-image of the question, remove `wording` and `looks_like`, and set `hides` to False.
    """
    rows = connection.execute(
        "SELECT log, question, before FROM log_questions WHERE before IS NOT NULL"
        " AND question = (SELECT id FROM questions WHERE session = ? AND number = ?)",
        [session.id, number],
    ).fetchall()
    wordings = []
    for log_id, question, before in rows:
        image = json.loads(before)
        wording = image.get("wording")
        if wording is None and image.get("looks_like") is None:
            continue
        if wording is not None:
            wordings.append(wording)
        image |= {"wording": None, "hides": False, "looks_like": None}
        connection.execute(
            "UPDATE log_questions SET before = ? WHERE log = ? AND question = ?", [json.dumps(image), log_id, question]
        )
    return wordings


def latest_at(connection: Connection, session: Session) -> str:
    """Return the time of the session's latest act, or of its creation if there was no act."""
    at: str = connection.execute(
        "SELECT coalesce((SELECT max(at) FROM log WHERE session = sessions.id AND act <> ?), created_at) FROM sessions"
        " WHERE id = ?",
        [OPENED, session.id],
    ).fetchone()[0]
    return at


def closed_at(connection: Connection, session: Session) -> str | None:
    """Return the time at which the session was last closed, or None."""
    at: str | None = connection.execute(
        "SELECT max(at) FROM log WHERE session = ? AND act = 'close'", [session.id]
    ).fetchone()[0]
    return at
