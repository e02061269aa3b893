"""The contents of a session's published report: the ledger, and the questions with the stage's fields."""

from __future__ import annotations

from typing import Any

from ...core import visibility
from ...core.model import Audience, Question, Session, Status
from ...store import ledger as ledger_store
from ...store import logos, questions, sessions
from ...store.connection import Connection
from . import entries, ledger
from .labels import Labels

PARTS = {"answered": (Status.ANSWERED,), "open": (Status.LIVE, Status.NEXT, Status.APPROVED)}
"""{list of the report: the statuses of its questions}.

In the list `answered`, the questions are in the order in which they were first live. The list `open` has the order
Live, Next, queue.
"""


def contents(connection: Connection, code: str) -> dict[str, Any]:
    """Return the contents of the report: the keys `session`, `ledger`, `logo`, and the lists of entries `answered` and
    `open`. Refusal: `session.unknown`.

    `logo`: the PNG file of the logo for light pages, or None.

    An entry is the stage's view (core/visibility) with four more fields: `live_at`, `aloud`, `joined` (the numbers of
    the question's followers), and `booths` ({language: name of the booth that corrected the translation}). Under the
    Chatham House Rule, an entry is the same as in the exported record, and the order is random.

    Pending, declined, withdrawn and merged questions are in no list, but the ledger counts them. If the stage does not
    show the queue, the lists do not contain queued questions either.
    """
    session = sessions.get_by_code(connection, code)
    report: dict[str, Any] = {
        "session": session,
        "ledger": ledger.read(connection, session),
        "logo": _logo(connection, session),
    }
    if session.settings.chatham_house_rule:
        return report | _parts_under_the_rule(connection, session)
    labels = Labels(session)
    joined: dict[int, list[int]] = {}
    for number, asked in ledger_store.asked(connection, session).items():
        if asked.lead is not None:
            joined.setdefault(asked.lead, []).append(number)
    for part, statuses in PARTS.items():
        shown = [
            question
            for question in questions.with_status(connection, session, statuses)
            if _is_public(question, session)
        ]
        shown.sort(key=lambda question: _order(question, statuses))
        report[part] = [
            {**_entry(question, session, labels), "joined": joined.get(question.number, [])} for question in shown
        ]
    return report


def _logo(connection: Connection, session: Session) -> bytes | None:
    look = session.definition.get("look")
    return logos.content(connection, look["logo"]) if look and look["logo"] else None


def _parts_under_the_rule(connection: Connection, session: Session) -> dict[str, list[dict[str, Any]]]:
    unmarked = entries.entries_under_the_rule(connection, session)
    shows_queue = visibility.shows_queue(Audience.STAGE, session.settings)
    return {
        part: [
            entry
            for entry in unmarked
            if entry["status"] in statuses and (shows_queue or entry["status"] != Status.APPROVED)
        ]
        for part, statuses in PARTS.items()
    }


def _is_public(question: Question, session: Session) -> bool:
    return question.status in visibility.PAGED[Audience.STAGE] or visibility.holds(
        Audience.STAGE, question, session.settings
    )


def _entry(question: Question, session: Session, labels: Labels) -> dict[str, Any]:
    view = visibility.view(question, Audience.STAGE, session.settings, session.rule_languages)
    booths = {item.language: name for item in question.translations if (name := labels.booth(item))}
    return {**view, "live_at": question.live_at, "aloud": question.aloud, "booths": booths}


def _order(question: Question, statuses: tuple[Status, ...]) -> tuple[int, str, int]:
    """Return the sort key of a question: its status, then a time or place within the status.

    Answered questions are sorted by `live_at`. All other questions are sorted by `place`, even if they have a
    `live_at`: a question in the queue has one if it was live before.
    """
    moment = question.live_at if question.status is Status.ANSWERED else question.place
    return statuses.index(question.status), moment or "", question.number
