"""Stopping an asker, named by one of their questions: who it is, nobody learns."""

from __future__ import annotations

from ...core import acts, workflow
from ...core.model import REASONS, Status
from ...core.refusals import Refusal
from ...store import attendees, questions
from .executor import Call, enact, get_question, seen, stamped


def mute(call: Call, *, number: int, reason: str = "off_topic") -> dict:
    """The asker of this question asks no more; what they have pending is declined for the reason. Refuses `act.not_allowed` for one asked aloud."""
    if reason not in REASONS:
        raise Refusal("reason.unknown", field="reason")
    return _set(call, number, True, reason)


def unmute(call: Call, *, number: int) -> dict:
    """The asker of this question may ask again; what was declined stays declined."""
    return _set(call, number, False, None)


def _set(call: Call, number: int, muted: bool, reason: str | None) -> dict:
    question = get_question(call, number)
    if question.attendee is not None and question.muted is muted:
        return {"already": True, "question": seen(call, question)}
    workflow.check_phase(call.act, call.session.phase)
    if question.attendee is None:
        raise Refusal("act.not_allowed", act=call.act, status=str(question.status), question=question)
    mine = questions.of_attendee(call.connection, question.attendee)
    pending = [one.number for one in mine if one.status is Status.PENDING]
    queue_state = questions.queue_state(call.connection, call.session, [number, *pending])
    changed = acts.mute(queue_state, question, reason) if muted else [question]
    attendees.set_muted(call.connection, question.attendee, muted)
    enact(call, stamped(call, queue_state, changed))
    for one in mine:
        call.tx.question_touched(call.session, one.number)
    return {"question": seen(call, get_question(call, number))}


ACTS = {"mute": mute, "unmute": unmute}
