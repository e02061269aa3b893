"""The acts `decline_kind` and `release_kind` on all waiting questions of one kind. Each act writes one row of the log.

The chairs must not learn which questions have the same asker. Therefore a chair selects an asker by the number of one
of the asker's questions, and a preview contains only counts.
"""

from __future__ import annotations

from ...core import acts, newcomers, workflow
from ...core.contracts import Answer, KindPreview
from ...core.model import REASONS, Question, Session
from ...core.newcomers import PendingQuestion
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import newcomers as store
from ...store import questions
from ...store.connection import Connection
from .changes import enact, stamp_changes
from .executor import Act, Call
from .newcomers import check_minute

BY_NUMBER = ("arrived", "alike", "asker", "question")
"""The kinds of questions that a chair selects by naming one question, the given question.

- `arrived`: the questions of all phones that arrived in the minute of the given question's phone or later. A chair can
  also give the minute.
- `alike`: the questions with nearly the same text as the given question.
- `asker`: the questions of the same asker.
- `question`: only the given question.
"""
KINDS = (*BY_NUMBER, "held")
"""All kinds of questions that a chair can select. `held`: all questions that wait for release."""
KIND_ACTS = ("decline_kind", "release_kind")


def preview(
    connection: Connection, session: Session, kind: str, number: int | None = None, since: str | None = None
) -> KindPreview:
    """Return how many questions of this kind are in Incoming, and how many wait for release.

    The result also has the values `upto` and `since`, which the chair sends with `decline_kind` or `release_kind`.
    Refusals: see `_select`.
    """
    upto = store.latest(connection, session)
    selected, since = _select(connection, session, kind, number, since, upto)
    held = sum(question.held for question in selected)
    return {"incoming": len(selected) - held, "held": held, "upto": upto, "since": since}


def decline_kind(
    call: Call,
    *,
    kind: str,
    upto: int,
    count: int,
    reason: str,
    number: int | None = None,
    since: str | None = None,
) -> Answer:
    """Decline all questions of this kind that are in Incoming or wait for release.

    `number`, `since`: the given question, or the given minute, which selects the questions (`KINDS`). Leave out
    questions into which other questions are merged, because a chair has worked on them. `upto`: leave out questions
    that arrived after question `upto`. `count`: the number of questions of this kind that the chair saw. In the answer,
    `count` is the number of declined questions.

    Refusals: `reason.unknown`, `kind.grown` (with the current count) if there are now more questions than the chair
    saw, `phase.not_allowed`, and the refusals of `_select`.
    """
    if reason not in REASONS:
        raise Refusal("reason.unknown", field="reason")
    selected, _ = _select(call.connection, call.session, kind, number, since, upto)
    return _change_all(call, selected, count, reason)


def release_kind(
    call: Call, *, kind: str, upto: int, count: int, number: int | None = None, since: str | None = None
) -> Answer:
    """Release all questions of this kind that wait for release.

    The release moves them into Incoming, the chairs' list of pending questions. Parameters: as for `decline_kind`.

    Refusals: `kind.grown`, `phase.not_allowed`, and the refusals of `_select`.
    """
    selected, _ = _select(call.connection, call.session, kind, number, since, upto)
    return _change_all(call, [question for question in selected if question.held], count, None)


def _change_all(call: Call, selected: list[PendingQuestion], count: int, reason: str | None) -> Answer:
    """Decline the selected questions with `reason`, or release the selected questions if `reason` is None."""
    if not selected:
        return {"already": True, "count": 0}
    workflow.check_phase(call.act, call.session.phase)
    if len(selected) > count:
        raise Refusal("kind.grown", count=len(selected))
    numbers = [question.number for question in selected]
    queue_state = QueueState(questions.numbered(call.connection, call.session, numbers))
    changed: list[Question] = []
    for question in queue_state.questions.values():
        changed += (
            acts.release(queue_state, question) if reason is None else acts.decline(queue_state, question, reason)
        )
    enact(call, stamp_changes(call, queue_state, changed))
    call.effects.recount = True
    return {"count": len(changed)}


def _select(
    connection: Connection,
    session: Session,
    kind: str,
    number: int | None,
    since: str | None,
    upto: int,
) -> tuple[list[PendingQuestion], str | None]:
    """Return the waiting questions of this kind. For the kind `arrived`, also return the minute that selects them.

    `arrived` selects the questions of phones that arrived in this minute or later. For the other kinds, the second
    value is None.

    Refusals: `request.field` for an unknown kind, a missing `number` or an invalid `since`; `question.unknown`;
    `act.not_allowed` for the kind `asker` if the question was asked aloud.
    """
    if kind not in KINDS:
        raise Refusal("request.field", field="kind")
    waiting = store.waiting(connection, session, upto)
    if kind == "held":
        return [question for question in waiting if question.held], None
    if kind == "arrived" and since is not None:
        numbers = newcomers.after(check_minute(since), waiting)
        return [question for question in waiting if question.number in numbers], since
    if number is None:
        raise Refusal("request.field", field="number")
    named = questions.find(connection, session, number)
    if named is None:
        raise Refusal("question.unknown", number=number)
    minute = None
    if kind == "arrived":
        minute = named.arrived
        numbers = newcomers.after(minute, waiting)
    elif kind == "alike":
        numbers = newcomers.alike(named.spoken, number, waiting)
    elif kind == "asker":
        if named.attendee is None:
            raise Refusal("act.not_allowed", act="decline_kind", status=str(named.status), question=named)
        numbers = newcomers.of_attendee(named.attendee, waiting)
    else:
        numbers = {number}
    return [question for question in waiting if question.number in numbers], minute


ACTS: dict[str, Act] = {"decline_kind": decline_kind, "release_kind": release_kind}
