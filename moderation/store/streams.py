"""The sequence numbers (seqs) of streams and of their items.

The seq of a stream increases with each change. The seq of an item is the seq of the last change that touched the item.
Items: `q12` (question 12), `v12` (the published votes of question 12), and the sections `queue`, `counts`, `settings`
and `notes`. The table of touches has one row for each item of a stream, so the table does not grow with each change.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..core import visibility
from ..core.contracts import QuestionView
from ..core.model import Audience, Question, Session, Status

QUEUE, COUNTS, SETTINGS, NOTES = "queue", "counts", "settings", "notes"


@lru_cache(maxsize=256)
def audience_of(stream: str) -> Audience:
    """Return the audience of a stream: `floor` for `floor.es`."""
    return Audience(stream.partition(".")[0])


def language_of(stream: str) -> str | None:
    """Return the reading language of a floor stream, None for other streams."""
    return stream.partition(".")[2] or None


def items_of_question(session: Session, before: Question | None, after: Question) -> list[tuple[str, str]]:
    """Return the (stream, item) pairs that this change of a question touches.

    A pair is included only if a reader of the stream would see a difference. `before` is None for a new question.
    """
    touched = []
    queue_changed = _queue_place(before) != _queue_place(after)
    for stream in session.streams:
        if _view(before, stream, session) != _view(after, stream, session):
            touched.append((stream, f"q{after.number}"))
        if queue_changed and visibility.shows_queue(audience_of(stream), session.settings):
            touched.append((stream, QUEUE))
    return touched


def items_of_votes(session: Session, question: Question) -> list[tuple[str, str]]:
    """Return the (stream, item) pairs that a new published vote total of this question touches."""
    readers = (Audience.CHAIRS, Audience.FLOOR)
    return [
        (stream, f"v{question.number}")
        for stream in session.streams
        if audience_of(stream) in readers and visibility.holds(audience_of(stream), question, session.settings)
    ]


def raise_seqs(connection: sqlite3.Connection, session_id: int, touched: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Increase the seq of each stream by one, and store the new seq for the touched items. Return {stream: new seq}.

    `touched`: {stream: items}.
    """
    rows = connection.execute(
        "UPDATE streams SET seq = seq + 1 WHERE session = ? AND stream IN (SELECT value FROM json_each(?))"
        " RETURNING stream, seq",
        [session_id, json.dumps(list(touched))],
    )
    seqs: dict[str, int] = {row["stream"]: row["seq"] for row in rows.fetchall()}
    connection.executemany(
        "INSERT INTO touches (session, stream, item, seq) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (session, stream, item) DO UPDATE SET seq = excluded.seq",
        [(session_id, stream, item, seqs[stream]) for stream, items in touched.items() for item in items],
    )
    return seqs


def head(connection: sqlite3.Connection, session: Session, stream: str) -> int:
    """Return the stream's seq. Raises LookupError if the session has no such stream."""
    row = connection.execute(
        "SELECT seq FROM streams WHERE session = ? AND stream = ?", [session.id, stream]
    ).fetchone()
    if row is None:
        raise LookupError(stream)
    return int(row["seq"])


def heads(connection: sqlite3.Connection, session: Session) -> dict[str, int]:
    """Return {stream: seq} of all streams of the session."""
    return {
        row["stream"]: row["seq"]
        for row in connection.execute("SELECT stream, seq FROM streams WHERE session = ?", [session.id])
    }


def touched_after(connection: sqlite3.Connection, session: Session, stream: str, after: int) -> set[str]:
    """Return the items of the stream that were touched after this seq."""
    rows = connection.execute(
        "SELECT item FROM touches WHERE session = ? AND stream = ? AND seq > ?", [session.id, stream, after]
    )
    return {row["item"] for row in rows}


def _view(question: Question | None, stream: str, session: Session) -> QuestionView | None:
    """Return the question as the stream shows it, or None if the stream does not contain the question."""
    audience = audience_of(stream)
    if question is None or not visibility.holds(audience, question, session.settings):
        return None
    return visibility.view(question, audience, session.settings, session.languages, language_of(stream))


def _queue_place(question: Question | None) -> str | None:
    return question.place if question is not None and question.status is Status.APPROVED else None
