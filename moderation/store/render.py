"""The changes of a stream, rendered from the current rows (docs/wire.md, "Streams").

Call these functions in the transaction that reads the stream's head, so that content and sequence number agree.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..core import visibility
from ..core.contracts import Change, QuestionView, SettingsView
from ..core.model import Audience, Question, Session, Status
from . import chair_notes, questions, sessions, streams
from .connection import Connection

HELD = {
    Audience.CHAIRS: (Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE, Status.MERGED),
    Audience.STAGE: (Status.APPROVED, Status.NEXT, Status.LIVE),
    Audience.BOOTH: (Status.APPROVED, Status.NEXT, Status.LIVE),
    Audience.FLOOR: (Status.APPROVED, Status.NEXT, Status.LIVE),
}
"""The statuses of the questions that a snapshot reads, by audience. `visibility.holds` then selects from these
questions.
"""


STAGE_LANGUAGES_SHOWN_TO = (Audience.CHAIRS, Audience.STAGE)
"""The audiences to which the settings show the languages of the projected screen. The settings of all other audiences
leave these languages out, so that phones need not load them.
"""


class RenderCache:
    """A read cache for rendering several streams of one commit; valid until the next write."""

    def __init__(self, connection: Connection, session: Session):
        self._connection, self._session = connection, session
        self._questions: dict[int, Question | None] = {}
        self._queue: list[int] | None = None

    def expect(self, items: Iterable[str]) -> None:
        """Read all questions of the changed items in one query, because separate queries would take several times as
        long.
        """
        numbers = {int(item[1:]) for item in items if item[1:].isdigit()} - self._questions.keys()
        questions_read = questions.numbered(self._connection, self._session, numbers)
        self._questions |= {number: questions_read.get(number) for number in numbers}

    def question(self, number: int) -> Question | None:
        """Return the question with this number, or None."""
        if number not in self._questions:
            self._questions[number] = questions.find(self._connection, self._session, number)
        return self._questions[number]

    def queue(self) -> list[int]:
        """Return the numbers of the approved questions, in order."""
        if self._queue is None:
            self._queue = questions.queue_numbers(self._connection, self._session)
        return self._queue


def snapshot(connection: Connection, session: Session, stream: str, at: str) -> Change:
    """Return the whole content of the stream, in the form of a change. Its `reset` makes the client replace all
    content.

    `at`: the time now, ISO 8601. Raises LookupError if the session has no such stream.
    """
    head = streams.head(connection, session, stream)
    audience = streams.audience_of(stream)
    content: Change = {
        "epoch": session.epoch,
        "after": 0,
        "seq": head,
        "at": at,
        "reset": True,
        "put": [
            _view(question, session, stream)
            for question in questions.with_status(connection, session, HELD[audience])
            if visibility.holds(audience, question, session.settings)
        ],
        "drop": [],
        "queue": _queue(RenderCache(connection, session), audience, session),
        "settings": settings(session, audience),
    }
    if audience is Audience.CHAIRS:
        content["counts"] = sessions.balance(connection, session)
        content["notes"] = chair_notes.recent(connection, session)
    if audience is Audience.BOOTH:
        content["booth_notes"] = chair_notes.for_booths(connection, session)
    return content


def change(
    connection: Connection,
    session: Session,
    stream: str,
    after: int,
    seq: int,
    items: set[str],
    at: str,
    cache: RenderCache | None = None,
) -> Change:
    """Return the change that a client at sequence number `after` needs to be at `seq`.

    `items`: what has changed in the stream between `after` and `seq` (see store/streams). The change contains the
    current state of each item. `at`: the time now, ISO 8601.
    """
    cache = cache or RenderCache(connection, session)
    audience = streams.audience_of(stream)
    content: Change = {"epoch": session.epoch, "after": after, "seq": seq, "at": at, "put": [], "drop": []}
    numbers = _numbers(items, "q")
    for number in numbers:
        question = cache.question(number)
        if question and visibility.holds(audience, question, session.settings):
            content["put"].append(_view(question, session, stream))
        else:
            content["drop"].append(number)
    votes = {}
    for number in set(_numbers(items, "v")) - set(numbers):
        question = cache.question(number)
        if question and visibility.holds(audience, question, session.settings):
            votes[str(number)] = question.votes
    if votes:
        content["votes"] = votes
    if streams.QUEUE in items:
        content["queue"] = _queue(cache, audience, session)
    if streams.COUNTS in items:
        content["counts"] = sessions.balance(connection, session)
    if streams.NOTES in items:
        content["notes"] = chair_notes.recent(connection, session)
    if streams.BOOTH_NOTES in items:
        content["booth_notes"] = chair_notes.for_booths(connection, session)
    if streams.SETTINGS in items:
        content["settings"] = settings(session, audience)
    return content


def since(connection: Connection, session: Session, stream: str, epoch: str | None, after: int, at: str) -> Change:
    """Return the change that a client at sequence number `after` of epoch `epoch` needs to be at the head of the
    stream.

    Return a snapshot if the session has another epoch, or if `after` is negative or above the head. `at`: the time now,
    ISO 8601. Raises LookupError if the session has no such stream.
    """
    head = streams.head(connection, session, stream)
    if epoch != session.epoch or not 0 <= after <= head:
        return snapshot(connection, session, stream, at)
    return change(
        connection, session, stream, after, head, streams.touched_after(connection, session, stream, after), at
    )


def settings(session: Session, audience: Audience | None = None) -> SettingsView:
    """Return the `settings` section of the audience's streams.

    Only for chairs, include `newcomers_held_from`. Only for chairs and the stage, include `stage_languages`.
    """
    section: SettingsView = {
        "phase": session.phase.value,
        "list_public": session.settings.list_public,
        "show_group": session.settings.show_group,
        "stage_upcoming": session.settings.stage_upcoming,
        "chatham_house_rule": session.settings.chatham_house_rule,
        "screen_cleared": session.screen_cleared,
        "definition_version": session.definition_version,
    }
    if audience is Audience.CHAIRS:
        section["newcomers_held_from"] = session.newcomers_held_from
    if audience in STAGE_LANGUAGES_SHOWN_TO:
        section["stage_languages"] = list(session.stage_languages)
    return section


def _view(question: Question, session: Session, stream: str) -> QuestionView:
    audience = streams.audience_of(stream)
    return visibility.view(question, audience, session.settings, session.rule_languages, streams.language_of(stream))


def _queue(cache: RenderCache, audience: Audience, session: Session) -> list[int]:
    return cache.queue() if visibility.shows_queue(audience, session.settings) else []


def _numbers(items: set[str], kind: str) -> list[int]:
    return sorted(int(item[1:]) for item in items if item[0] == kind and item[1:].isdigit())
