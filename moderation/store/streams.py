"""Streams in the store: each has a seq, and for every item the seq that touched it last. Nothing grows, nothing is replayed.

Items: `q12` (question 12), `v12` (its published votes), and the sections `queue`, `counts`, `settings`, `notes`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..core import visibility
from ..core.model import Audience, Question, Session, Status

QUEUE, COUNTS, SETTINGS, NOTES = "queue", "counts", "settings", "notes"


@lru_cache(maxsize=256)
def audience_of(stream: str) -> Audience:
    return Audience(stream.partition(".")[0])


def language_of(stream: str) -> str | None:
    """The reading language of a floor stream."""
    return stream.partition(".")[2] or None


def moved(session: Session, before: Question | None, after: Question) -> list[tuple[str, str]]:
    """The (stream, item) pairs that this step of a question moves: where a stream's reader would see a difference."""
    touched = []
    queue_moved = _in_queue(before) != _in_queue(after)
    for stream in session.streams:
        audience = audience_of(stream)
        if _looks_different(before, after, stream, session):
            touched.append((stream, f"q{after.number}"))
        if queue_moved and visibility.shows_queue(audience, session.settings):
            touched.append((stream, QUEUE))
    return touched


def votes_moved(session: Session, question: Question) -> list[tuple[str, str]]:
    """Where a new published total of this question shows."""
    readers = (Audience.CHAIRS, Audience.FLOOR)
    return [
        (stream, f"v{question.number}")
        for stream in session.streams
        if audience_of(stream) in readers and visibility.holds(audience_of(stream), question, session.settings)
    ]


def advance(connection: sqlite3.Connection, session_id: int, moved: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """Raise the seq of each of these streams by one, touch their items with it: {stream: the new seq}."""
    rows = connection.execute(
        "UPDATE streams SET seq = seq + 1 WHERE session = ? AND stream IN (SELECT value FROM json_each(?)) RETURNING stream, seq",
        [session_id, json.dumps(list(moved))],
    )
    seqs = dict(map(tuple, rows.fetchall()))
    connection.executemany(
        "INSERT INTO touches (session, stream, item, seq) VALUES (?, ?, ?, ?) ON CONFLICT (session, stream, item) DO UPDATE SET seq = excluded.seq",
        [(session_id, stream, item, seqs[stream]) for stream, items in moved.items() for item in items],
    )
    return seqs


def head(connection: sqlite3.Connection, session: Session, stream: str) -> int:
    """The stream's seq. LookupError when the session has no such stream."""
    row = connection.execute(
        "SELECT seq FROM streams WHERE session = ? AND stream = ?", [session.id, stream]
    ).fetchone()
    if row is None:
        raise LookupError(stream)
    return row["seq"]


def heads(connection: sqlite3.Connection, session: Session) -> dict[str, int]:
    return {
        row["stream"]: row["seq"]
        for row in connection.execute("SELECT stream, seq FROM streams WHERE session = ?", [session.id])
    }


def touched_after(connection: sqlite3.Connection, session: Session, stream: str, after: int) -> set[str]:
    """The items that moved after this seq."""
    rows = connection.execute(
        "SELECT item FROM touches WHERE session = ? AND stream = ? AND seq > ?", [session.id, stream, after]
    )
    return {row["item"] for row in rows}


def _looks_different(before: Question | None, after: Question, stream: str, session: Session) -> bool:
    audience = audience_of(stream)
    was, stays = (
        question is not None and visibility.holds(audience, question, session.settings) for question in (before, after)
    )
    if not was or not stays:
        return was is not stays
    was_seen, is_seen = (
        visibility.view(question, audience, session.settings, session.languages, language_of(stream))
        for question in (before, after)
    )
    return was_seen != is_seen


def _in_queue(question: Question | None) -> str | None:
    return question.place if question is not None and question.status is Status.APPROVED else None
