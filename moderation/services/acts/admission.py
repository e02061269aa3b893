"""Early checks of an attendee's question, before its language is identified.

The checks read only a few rows and do not wait for the writer, so a refused command costs little. The writer repeats
these checks.
"""

from __future__ import annotations

from typing import Any

from ...core import workflow
from ...core.newcomers import arrival
from ...core.refusals import Refusal
from ...store import attendees, commands, questions
from ...store.connection import Connection
from ...store.first_read import FirstRead
from .asking import check_places, check_rewording, check_waiting
from .caller import Caller, check_entry
from .question_fields import clean_question


def admit(
    connection: Connection,
    read: FirstRead,
    act: str,
    caller: Caller,
    body_hash: bytes,
    params: dict[str, Any],
    now: float,
) -> None:
    """Refuse an `ask`, `reword` or `edit` early, with one of the refusals below. Do not refuse a repeated command.

    The writer repeats these checks and makes more checks. One check differs: above the rate limit, this function
    refuses every `edit`, but the writer accepts an `edit` that changes nothing.

    `read`: the state before the command (`read_first`). `now`: seconds (`Connection.now`).

    Refusals: `key.reused`, `entry.required`, `question.unknown`, `phase.not_allowed`, `question.reworded`,
    `act.not_allowed`, `asker.muted`, `limit.pending`, `limit.waiting`, `limit.rate`, `text.empty`, `text.too_long`.
    """
    session, attendee = read.session, read.attendee
    if commands.find(read.stored, body_hash):
        return
    check_entry(read, act)
    number = params.get("number")
    if number is not None:
        question = questions.find(connection, session, number)
        # `attendee` is None before the caller's first command. Such a caller has no questions.
        if question is None or attendee is None or question.attendee != attendee.id:
            raise Refusal("question.unknown", number=number)
        if act == "reword":
            check_rewording(question, session)
    if act != "edit":
        # Do not check the phase of an `edit` here, because an edit that changes nothing is allowed in every phase. The
        # act `edit` checks the phase if anything changes.
        workflow.check_phase(act, session.phase)
        _check_new_question(connection, read, caller.arrived)
    if attendee is not None:
        seconds = attendees.seconds_to_wait(attendee, session.limits, now)
        if seconds:
            raise Refusal("limit.rate", retry_after=int(seconds) + 1)
    clean_question(params["text"], session.limits)


def _check_new_question(connection: Connection, read: FirstRead, arrived: str | None) -> None:
    """Check the limits of a new question.

    `arrived`: the minute in the attendee's cookie; None for a cookie without a minute.
    Refusals: `asker.muted`, `limit.pending`, `limit.waiting`.
    """
    session, attendee = read.session, read.attendee
    arrivals = read.next_number - 1
    if attendee is None:
        if arrived is not None:
            check_places(connection, session, arrivals, arrival(arrived, session.opened))
        return
    if attendee.muted:
        raise Refusal("asker.muted")
    check_places(connection, session, arrivals, attendee.arrived)
    check_waiting(session, attendee)
