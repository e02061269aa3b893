"""The acts `mute` and `unmute`. A chair names one of the asker's questions, and does not learn the asker's identity."""

from __future__ import annotations

from ...core import acts, workflow
from ...core.contracts import Answer
from ...core.model import REASONS, Status
from ...core.refusals import Refusal
from ...store import attendees, questions
from .changes import enact, get_question, seat_view, stamp_changes
from .executor import Act, Call


def mute(call: Call, *, number: int, reason: str = "off_topic") -> Answer:
    """Mute the asker of this question, and decline the asker's pending questions with `reason`.

    A muted asker cannot ask, reword or edit questions.

    Refuse with `reason.unknown` for an unknown reason, and with `question.unknown` for an unknown question. Refuse with
    `phase.not_allowed` if the session is closed. Refuse with `act.not_allowed` if the question was asked aloud.
    """
    if reason not in REASONS:
        raise Refusal("reason.unknown", field="reason")
    return _set_muted(call, number, True, reason)


def unmute(call: Call, *, number: int) -> Answer:
    """Unmute the asker of this question. The asker's declined questions stay declined.

    Refusals: `question.unknown`; `phase.not_allowed`; `act.not_allowed` if the question was asked aloud.
    """
    return _set_muted(call, number, False, "")


def _set_muted(call: Call, number: int, muted: bool, reason: str) -> Answer:
    question = get_question(call, number)
    if question.attendee is not None and question.muted is muted:
        return {"already": True, "question": seat_view(call, question)}
    workflow.check_phase(call.act, call.session.phase)
    if question.attendee is None:
        raise Refusal("act.not_allowed", act=call.act, status=str(question.status), question=question)
    askers_questions = questions.of_attendee(call.connection, question.attendee)
    pending = [asked.number for asked in askers_questions if asked.status is Status.PENDING]
    queue_state = questions.queue_state(call.connection, call.session, [number, *pending])
    changed = acts.mute(queue_state, question, reason) if muted else [question]
    attendees.set_muted(call.connection, question.attendee, muted)
    enact(call, stamp_changes(call, queue_state, changed))
    for asked in askers_questions:
        call.tx.touch_for_chairs(call.session, asked.number)
    return {"question": seat_view(call, get_question(call, number))}


ACTS: dict[str, Act] = {"mute": mute, "unmute": unmute}
