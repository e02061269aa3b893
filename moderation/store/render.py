"""A stream's change, rendered from the present rows (docs/wire.md, "Streams"). Call inside one transaction with the head."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import asdict

from ..core import visibility
from ..core.model import Audience, Question, Session, Status
from . import chair_notes, questions, sessions, streams

HELD = {
    Audience.CHAIRS: (Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE, Status.MERGED),
    Audience.STAGE: (Status.APPROVED, Status.NEXT, Status.LIVE),
    Audience.BOOTH: (Status.APPROVED, Status.NEXT, Status.LIVE),
    Audience.FLOOR: (Status.APPROVED, Status.NEXT, Status.LIVE),
}


class RenderCache:
    """What was read for one stream serves the next, as long as nothing is written between."""

    def __init__(self, connection: sqlite3.Connection, session: Session):
        self._connection, self._session = connection, session
        self._questions: dict[int, Question | None] = {}
        self._queue: list[int] | None = None

    def expect(self, items: Iterable[str]) -> None:
        """Read the questions that these items are about, all at once: one by one they cost several times as much."""
        numbers = {int(item[1:]) for item in items if item[1:].isdigit()} - self._questions.keys()
        self._questions |= dict.fromkeys(numbers) | questions.numbered(self._connection, self._session, numbers)

    def question(self, number: int) -> Question | None:
        if number not in self._questions:
            self._questions[number] = questions.find(self._connection, self._session, number)
        return self._questions[number]

    def queue(self) -> list[int]:
        """The numbers of the approved questions, in order."""
        if self._queue is None:
            self._queue = questions.queue_numbers(self._connection, self._session)
        return self._queue


def snapshot(connection: sqlite3.Connection, session: Session, stream: str, at: str) -> dict:
    """Everything that the stream holds, as a change with `reset`. LookupError for a stream that the session does not have."""
    audience = streams.audience_of(stream)
    held = [
        q
        for q in questions.with_status(connection, session, HELD[audience])
        if visibility.holds(audience, q, session.settings)
    ]
    change = {
        "epoch": session.epoch,
        "after": 0,
        "seq": streams.head(connection, session, stream),
        "at": at,
        "reset": True,
        "put": [
            visibility.view(question, audience, session.settings, session.languages, streams.language_of(stream))
            for question in held
        ],
        "drop": [],
        "queue": _queue(RenderCache(connection, session), audience, session),
        "settings": settings(session),
    }
    if audience is Audience.CHAIRS:
        change["counts"] = sessions.balance(connection, session)
        change["notes"] = chair_notes.recent(connection, session)
    return change


def change(
    connection: sqlite3.Connection,
    session: Session,
    stream: str,
    after: int,
    seq: int,
    items: set[str],
    at: str,
    cache: RenderCache | None = None,
) -> dict:
    """The present state of these items for this stream, as the change from `after` to `seq`."""
    cache = cache or RenderCache(connection, session)
    audience = streams.audience_of(stream)
    made: dict = {"epoch": session.epoch, "after": after, "seq": seq, "at": at, "put": [], "drop": []}
    for number in _numbers(items, "q"):
        question = cache.question(number)
        if question and visibility.holds(audience, question, session.settings):
            made["put"].append(
                visibility.view(question, audience, session.settings, session.languages, streams.language_of(stream))
            )
        else:
            made["drop"].append(number)
    votes = {}
    for number in set(_numbers(items, "v")) - set(_numbers(items, "q")):
        question = cache.question(number)
        if question and visibility.holds(audience, question, session.settings):
            votes[str(number)] = question.votes
    if votes:
        made["votes"] = votes
    if streams.QUEUE in items:
        made["queue"] = _queue(cache, audience, session)
    if streams.COUNTS in items:
        made["counts"] = sessions.balance(connection, session)
    if streams.NOTES in items:
        made["notes"] = chair_notes.recent(connection, session)
    if streams.SETTINGS in items:
        made["settings"] = settings(session)
    return made


def since(
    connection: sqlite3.Connection, session: Session, stream: str, epoch: str | None, after: int, at: str
) -> dict:
    """One change from `after` to now; a snapshot where the caller's epoch is another or `after` lies in the future."""
    head = streams.head(connection, session, stream)
    if epoch != session.epoch or not 0 <= after <= head:
        return snapshot(connection, session, stream, at)
    return change(
        connection, session, stream, after, head, streams.touched_after(connection, session, stream, after), at
    )


def settings(session: Session) -> dict:
    """The `settings` section: the phase, the switches, and whether a chair has cleared the screen."""
    return {"phase": str(session.phase), **asdict(session.settings), "screen_cleared": session.screen_cleared}


def _queue(cache: RenderCache, audience: Audience, session: Session) -> list[int]:
    return cache.queue() if visibility.shows_queue(audience, session.settings) else []


def _numbers(items: set[str], kind: str) -> list[int]:
    return sorted(int(item[1:]) for item in items if item[0] == kind and item[1:].isdigit())
