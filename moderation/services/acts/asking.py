"""Acts of an attendee: ask, reword, withdraw."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ...core import acts, visibility, workflow
from ...core.contracts import Answer
from ...core.model import Phase, Question, Session, Status
from ...core.newcomers import HELD_PLACES, has_place, is_held
from ...core.refusals import Refusal
from ...store import attendees, newcomers, questions, sessions
from ...store.attendees import Attendee
from ...store.connection import Connection
from .changes import enact, stamp_changes
from .executor import Act, Call
from .numbering import number_for
from .question_fields import question_fields


def ask(call: Call, *, reworded_from: int | None = None, **params: Any) -> Answer:
    """Store a new question as pending. `params`: the parameters of `question_fields`.

    If the switch "new phones wait" is on, the question of a new phone waits for release. If only chairs set topics, the
    parameter `topic` is ignored.

    Refusals: `phase.not_allowed`, `session.not_started`, `asker.muted`, `limit.pending`, `limit.waiting`,
    `limit.rate`, the refusals of `question_fields`.
    """
    session = call.session
    workflow.check_phase(call.act, session.phase)
    check_start(session, call.tx.at)
    asker = call.asker
    if asker.muted:
        raise Refusal("asker.muted")
    check_places(call.connection, session, call.read.next_number, asker.arrived)
    check_waiting(session, asker)
    # If a later check refuses the question, the rollback of the savepoint also restores the asker's allowance.
    take_allowance(call)
    if not session.askers_choose_topic:
        params.pop("topic", None)
    fields = question_fields(call, **params)
    question = Question(
        **fields,
        number=number_for(call),
        attendee=asker.id,
        asked_at=call.tx.at,
        changed_at=call.tx.at,
        reworded_from=reworded_from,
        first=asker.asked == 0,
        arrived=asker.arrived,
        held=is_held(asker.arrived, session.newcomers_held_from),
    )
    sessions.count_arrival(call.connection, session)
    enact(call, [(None, question)])
    call.effects.recount = question.held
    return {"question": visibility.asker_view(question, None)}


def reword(call: Call, *, number: int, **params: Any) -> Answer:
    """Ask a new question that replaces a declined question of the same asker. `params`: as for `ask`.

    Refusals: the refusals of `ask`; `question.unknown`, also for a question of another asker; `act.not_allowed`;
    `question.reworded` (number of the new question) if the question is already replaced.
    """
    question = get_callers_question(call, number)
    check_rewording(question, call.session)
    return ask(call, reworded_from=number, **params)


def check_start(session: Session, at: str) -> None:
    """Refuse with `session.not_started` if the open session accepts no questions yet at the time `at` (ISO 8601)."""
    starts = session.definition.get("starts")
    waits = session.definition.get("wait_for_start", False) and session.phase is Phase.OPEN
    if waits and starts is not None and at < starts:
        raise Refusal("session.not_started", starts=starts)


def check_rewording(question: Question, session: Session) -> None:
    """Check that the asker is allowed to reword this question. Refusals: see `reword`."""
    workflow.check_phase("reword", session.phase)
    workflow.check_status("reword", replace(question, status=question.fate))
    if question.reworded_as is not None:
        raise Refusal("question.reworded", number=question.reworded_as)


def withdraw(call: Call, *, number: int) -> Answer:
    """Withdraw the asker's own question.

    Refusals: `question.unknown` (also for a question of another asker), `phase.not_allowed`, `act.not_allowed`.
    """
    question = get_callers_question(call, number)
    if question.status is Status.WITHDRAWN:
        return {"already": True, "question": visibility.asker_view(question, None)}
    workflow.check_phase(call.act, call.session.phase)
    workflow.check_status(call.act, question)
    queue_state = questions.queue_state(call.connection, call.session, [number])
    pairs = stamp_changes(call, queue_state, acts.withdraw(queue_state, question))
    enact(call, pairs)
    return {"question": visibility.asker_view(pairs[0][1], None)}


def check_places(connection: Connection, session: Session, next_number: int, arrived: str) -> None:
    """Refuse with `limit.pending` if there are too many waiting questions.

    `arrived`: the minute in which the asker's phone arrived. If the new question would wait for release, the limit of
    such questions applies. Otherwise, `core/newcomers.has_place` decides whether Incoming has a place.

    `next_number`: as in `FirstRead`, or one less. While it is below the limit, the session has received fewer questions
    than the limit. The function then does not count the waiting questions, because counting is slow.
    """
    places = session.limits.pending
    if next_number < places:
        return
    if is_held(arrived, session.newcomers_held_from):
        is_full = newcomers.held(connection, session) >= HELD_PLACES * places
    else:
        total = newcomers.incoming(connection, session)
        is_full = total >= places and not has_place(
            total, newcomers.pending_until(connection, session, arrived), places
        )
    if is_full:
        raise Refusal("limit.pending", retry_after=30)


def check_waiting(session: Session, attendee: Attendee) -> None:
    """Refuse with `limit.waiting` if too many of the attendee's questions are pending."""
    if attendee.pending >= session.limits.waiting:
        raise Refusal("limit.waiting", limit=session.limits.waiting, retry_after=30)


def take_allowance(call: Call) -> None:
    """Reduce the asker's allowance by one question. If the allowance is used up, refuse with `limit.rate`."""
    seconds = attendees.take_allowance(call.connection, call.asker, call.session.limits, call.tx.now)
    if seconds:
        raise Refusal("limit.rate", retry_after=int(seconds) + 1)


def get_callers_question(call: Call, number: int) -> Question:
    """Return the asker's own question. If the question does not exist or has another asker, refuse with
    `question.unknown`.
    """
    question = questions.find(call.connection, call.session, number)
    if question is None or question.attendee != call.asker.id:
        raise Refusal("question.unknown", number=number)
    return question


ACTS: dict[str, Act] = {
    "ask": ask,
    "reword": reword,
    "withdraw": withdraw,
}
