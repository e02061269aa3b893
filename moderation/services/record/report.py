"""The contents of a session's published report: the ledger, and the questions as the stage may show them."""

from __future__ import annotations

import sqlite3
from typing import Any

from ...core import visibility
from ...core.model import Audience, Question, Session, Status
from ...store import ledger as ledger_store
from ...store import questions, sessions
from . import export, ledger

PARTS = {"answered": (Status.ANSWERED,), "open": (Status.LIVE, Status.NEXT, Status.APPROVED)}
"""{list of the report: statuses of its questions}. Answered questions are in the order in which they went live. Open
questions are in the order Live, Next, queue."""


def contents(connection: sqlite3.Connection, code: str) -> dict[str, Any]:
    """Return {session, ledger, answered: [entry], open: [entry]}. Refuse with `session.unknown`.

    An entry is the stage's view (core/visibility) with `live_at` and `joined`, the numbers of the question's followers.
    Under the Rule, the entries are the entries of the exported record, in random order. Declined and withdrawn
    questions are only counted in the ledger. If the stage does not show the queue, the queued questions are only
    counted, too.
    """
    session = sessions.get_by_code(connection, code)
    report: dict[str, Any] = {"session": session, "ledger": ledger.read(connection, session)}
    if session.settings.chatham_house_rule:
        return report | _parts_under_the_rule(connection, session)
    joined: dict[int, list[int]] = {}
    for number, asked in ledger_store.asked(connection, session).items():
        if asked.lead is not None:
            joined.setdefault(asked.lead, []).append(number)
    for part, statuses in PARTS.items():
        entries = [
            question
            for question in questions.with_status(connection, session, statuses)
            if _is_public(question, session)
        ]
        entries.sort(
            key=lambda question: (
                statuses.index(question.status),
                question.live_at or "",
                question.place or "",
                question.number,
            )
        )
        report[part] = [
            {**_entry(question, session), "joined": joined.get(question.number, [])} for question in entries
        ]
    return report


def _parts_under_the_rule(connection: sqlite3.Connection, session: Session) -> dict[str, list[dict[str, Any]]]:
    entries = export.record(connection, session.code)["questions"]
    shows_queue = visibility.shows_queue(Audience.STAGE, session.settings)
    return {
        part: [
            entry
            for entry in entries
            if entry["status"] in statuses and (shows_queue or entry["status"] != Status.APPROVED)
        ]
        for part, statuses in PARTS.items()
    }


def _is_public(question: Question, session: Session) -> bool:
    return question.status in visibility.PAGED[Audience.STAGE] or visibility.holds(
        Audience.STAGE, question, session.settings
    )


def _entry(question: Question, session: Session) -> dict[str, Any]:
    view = visibility.view(question, Audience.STAGE, session.settings, session.languages)
    return {**view, "live_at": question.live_at}
