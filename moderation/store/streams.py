"""The sequence numbers (seqs) of streams and of their items.

The seq of a stream increases with each change. The seq of an item is the seq of the last change that touched the item.
Items: `q12` (question 12), `v12` (the published votes of question 12), and the sections `queue`, `counts`, `settings`,
`notes` and `booth_notes`. The table `touches` has one row for each item of a stream. It does not grow when an item
changes again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ..core import visibility
from ..core.contracts import QuestionView
from ..core.join_code import normal_code
from ..core.model import Audience, Question, Session, Status
from . import sessions
from .connection import Connection, in_lists

QUEUE, COUNTS, SETTINGS, NOTES, BOOTH_NOTES = "queue", "counts", "settings", "notes", "booth_notes"


@lru_cache(maxsize=256)
def audience_of(stream: str) -> Audience:
    """Return the audience of a stream: `floor` for `floor.es`."""
    return Audience(stream.partition(".")[0])


def language_of(stream: str) -> str | None:
    """Return the reading language of a stream of the floor, or None for the streams of other audiences."""
    return stream.partition(".")[2] or None


def items_of_question(session: Session, before: Question | None, after: Question) -> list[tuple[str, str]]:
    """Return (stream, item) for each item of a stream that this change of a question affects.

    Include an item only if a reader of the stream would see a difference. `before` is None for a new question.
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
    """Return the (stream, item) pairs to touch after a change of this question's published vote total."""
    readers = (Audience.CHAIRS, Audience.FLOOR)
    return [
        (stream, f"v{question.number}")
        for stream in session.streams
        if audience_of(stream) in readers and visibility.holds(audience_of(stream), question, session.settings)
    ]


def with_heads(connection: Connection, session_id: int) -> tuple[Session, dict[str, int]]:
    """Return the session, and {stream: seq} of all its streams. Raises LookupError if there is no such session."""
    if connection.row_lock:
        # Lock the session in a separate statement, because a statement that waits for a lock reads all other rows as
        # they were before the wait.
        sessions.get(connection, session_id)
    rows = connection.execute(
        f"SELECT {sessions.QUALIFIED}, streams.stream, streams.seq FROM sessions"
        " JOIN streams ON streams.session = sessions.id WHERE sessions.id = ?",
        [session_id],
    ).fetchall()
    if not rows:
        raise LookupError(session_id)
    return sessions.of_any_row(rows[0]), {row["stream"]: row["seq"] for row in rows}


def raise_seqs(
    connection: Connection, session_id: int, touched: Mapping[str, Iterable[str]], heads: Mapping[str, int]
) -> dict[str, int]:
    """Increase the seq of each stream in `touched` by one, and store the new seq for its items.

    Return {stream: new seq}. `touched`: {stream: items}. `heads`: {stream: current seq}.
    """
    seqs = {stream: heads[stream] + 1 for stream in touched}
    for marks, names in in_lists(seqs):
        connection.execute(
            f"UPDATE streams SET seq = seq + 1 WHERE session = ? AND stream IN ({marks})", [session_id, *names]
        )
    connection.executemany(
        "INSERT INTO touches (session, stream, item, seq) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (session, stream, item) DO UPDATE SET seq = excluded.seq",
        [(session_id, stream, item, seqs[stream]) for stream, items in touched.items() for item in items],
    )
    return seqs


def head(connection: Connection, session: Session, stream: str) -> int:
    """Return the stream's seq. Raises LookupError if the session has no such stream."""
    row = connection.execute(
        "SELECT seq FROM streams WHERE session = ? AND stream = ?", [session.id, stream]
    ).fetchone()
    if row is None:
        raise LookupError(stream)
    return int(row["seq"])


def position(connection: Connection, code: str, stream: str, token_hash: bytes | None) -> tuple[Session, int, int]:
    """Return the session, the stream's seq, and the counter of the attendee with this token. The counter is 0 if no
    attendee has this token. One statement reads all three values. Refuses with `session.unknown`. Raises LookupError if
    the session has no such stream.
    """
    row = connection.execute(
        f"SELECT {sessions.QUALIFIED},"
        " (SELECT seq FROM streams WHERE streams.session = sessions.id AND stream = ?),"
        " (SELECT counter FROM attendees WHERE attendees.session = sessions.id AND token_hash = ?)"
        " FROM sessions WHERE code = ?",
        [stream, token_hash, normal_code(code)],
    ).fetchone()
    session = sessions.of_row(row)
    seq, counter = tuple(row)[sessions.WIDTH :]
    if seq is None:
        raise LookupError(stream)
    return session, int(seq), int(counter or 0)


def heads(connection: Connection, session: Session) -> dict[str, int]:
    """Return {stream: seq} of all streams of the session."""
    return {
        row["stream"]: row["seq"]
        for row in connection.execute("SELECT stream, seq FROM streams WHERE session = ?", [session.id])
    }


def heads_of(connection: Connection, session_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Return {(session id, stream): seq} of all streams of these sessions."""
    return {
        (row["session"], row["stream"]): row["seq"]
        for marks, ids in in_lists(session_ids)
        for row in connection.execute(f"SELECT session, stream, seq FROM streams WHERE session IN ({marks})", ids)
    }


def touched_after(connection: Connection, session: Session, stream: str, after: int) -> set[str]:
    """Return the items of the stream whose last change has a seq greater than `after`."""
    rows = connection.execute(
        "SELECT item FROM touches WHERE session = ? AND stream = ? AND seq > ?", [session.id, stream, after]
    )
    return {row["item"] for row in rows}


def _view(question: Question | None, stream: str, session: Session) -> QuestionView | None:
    """Return the question as the stream shows it, or None if the stream does not contain the question."""
    audience = audience_of(stream)
    if question is None or not visibility.holds(audience, question, session.settings):
        return None
    return visibility.view(question, audience, session.settings, session.rule_languages, language_of(stream))


def _queue_place(question: Question | None) -> str | None:
    return question.place if question is not None and question.status is Status.APPROVED else None
