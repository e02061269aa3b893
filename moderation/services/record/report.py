"""What the published report of a session holds: its ledger, and of the questions what the projected screen may show of them."""

from __future__ import annotations

import sqlite3

from ...core import visibility
from ...core.model import Audience, Question, Session, Status
from ...store import ledger as kept
from ...store import questions, sessions
from . import export, ledger

PARTS = {"answered": (Status.ANSWERED,), "open": (Status.LIVE, Status.NEXT, Status.APPROVED)}
"""The report's lists of questions: those answered, in the order in which they were taken, and those in play while the session runs."""


def contents(connection: sqlite3.Connection, code: str) -> dict:
    """{session, ledger, answered: [entry], open: [entry]}. Refuses `session.unknown`.

    An entry is the stage's view (core/visibility) with `live_at` and `joined`, the numbers of the questions made one with it.
    Under the Rule it is the export's: `texts`, and no order. What was declined or withdrawn is only counted, and so is the queue while the stage does not show it.
    """
    session = sessions.get_by_code(connection, code)
    made = {"session": session, "ledger": ledger.read(connection, session)}
    if session.settings.chatham_house_rule:
        said = export.record(connection, code)["questions"]
        shown = {
            status
            for status in sum(PARTS.values(), ())
            if status is not Status.APPROVED or visibility.shows_queue(Audience.STAGE, session.settings)
        }
        return made | {
            part: [one for one in said if one["status"] in shown.intersection(statuses)]
            for part, statuses in PARTS.items()
        }
    joined: dict[int, list[int]] = {}
    for number, asked in kept.asked(connection, session).items():
        if asked.lead is not None:
            joined.setdefault(asked.lead, []).append(number)
    for part, statuses in PARTS.items():
        found = [one for one in questions.with_status(connection, session, statuses) if _is_public(one, session)]
        found.sort(key=lambda one: (statuses.index(one.status), one.live_at or "", one.place or "", one.number))
        made[part] = [_entry(one, session) | {"joined": joined.get(one.number, [])} for one in found]
    return made


def _is_public(question: Question, session: Session) -> bool:
    return question.status in visibility.PAGED[Audience.STAGE] or visibility.holds(
        Audience.STAGE, question, session.settings
    )


def _entry(question: Question, session: Session) -> dict:
    return visibility.view(question, Audience.STAGE, session.settings, session.languages) | {
        "live_at": question.live_at
    }
