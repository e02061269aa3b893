"""Undo of a chair's latest act, unless a later act changed the same questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ...core import acts, workflow
from ...core.before_image import BeforeImage
from ...core.contracts import Answer
from ...core.model import Question, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import attendees, log, questions, sessions, streams, translations
from .changes import enact, stamp_changes
from .executor import Act, Call
from .screen import SCREEN


def undo(call: Call) -> Answer:
    """Undo this seat's latest act that has not been undone. Answer with the act and the numbers of its questions.

    Refusals: `undo.nothing`, `phase.not_allowed`, and `undo.superseded` with the later act's `by`, `act`, `at` and
    `number` (or null).
    """
    workflow.check_phase(call.act, call.session.phase)
    row = log.latest_to_undo(call.connection, call.session, call.seat.name)
    if row is None:
        raise Refusal("undo.nothing")
    superseding = _find_superseding(call, row)
    if superseding:
        raise Refusal("undo.superseded", **superseding)
    queue_state = questions.queue_state(call.connection, call.session, row["before"])
    restored = _restore(queue_state, row["before"])
    _check_unique_statuses(queue_state.without(*row["before"]), restored)
    pairs = stamp_changes(call, queue_state, restored)
    if row["act"] != "move":
        # Raise the version explicitly, except after a move. If the undo restores only followers or a translation, the
        # question's row does not change and `stamp` would not raise the version.
        pairs = [
            (before, replace(after, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at))
            for before, after in pairs
        ]
    _undo_outside_the_questions(call, row, queue_state)
    enact(call, pairs, undoes=row["id"])
    if not pairs:
        log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [], row["id"])
    return {"act": row["act"], "numbers": list(row["before"])}


def _find_superseding(call: Call, row: log.UndoableAct) -> log.LaterAct | None:
    """Return the later act on the same questions or on the screen. Such an act prevents the undo."""
    if row["act"] in SCREEN:
        return log.later_act_named(call.connection, row["id"], call.session, tuple(SCREEN))
    return log.later_act(call.connection, row["id"], call.session, row["before"])


def _restore(queue_state: QueueState, images: Mapping[int, BeforeImage | None]) -> list[Question]:
    """Return the questions with the values of their before-images. An added question (image None) becomes withdrawn.

    Remove all these questions from the queue first. Otherwise a question could occupy another question's former place.
    """
    remaining = queue_state.without(*images)
    restored = []
    for number, image in images.items():
        question = queue_state.questions[number]
        if image:
            question = acts.restore(remaining, question, image)
        else:
            question = replace(question, status=Status.WITHDRAWN, place=None)
        remaining.questions[number] = question
        restored.append(question)
    return restored


def _check_unique_statuses(queue_state: QueueState, restored: list[Question]) -> None:
    """Refuse with `undo.superseded` if another question now has the unique status (Live, Next) of a restored question.

    This can happen without a later act on the restored questions.
    """
    for other in queue_state.questions.values():
        for question in restored:
            if other.status is question.status and question.status in (Status.LIVE, Status.NEXT):
                act = "take" if other.status is Status.LIVE else "set_next"
                raise Refusal("undo.superseded", by=other.by, act=act, at=other.changed_at, number=other.number)


def _undo_outside_the_questions(call: Call, row: log.UndoableAct, queue_state: QueueState) -> None:
    """Undo the effects of an act outside the questions' rows: cleared screen, mute, translation."""
    if row["act"] in SCREEN:
        sessions.clear_screen(call.connection, call.session, not SCREEN[row["act"]])
        call.tx.touch_section(call.session, streams.SETTINGS)
    if row["act"] in ("mute", "unmute"):
        attendee = next(
            attendee for number in row["before"] if (attendee := queue_state.questions[number].attendee) is not None
        )
        attendees.set_muted(call.connection, attendee, row["act"] == "unmute")
        for question in questions.of_attendee(call.connection, attendee):
            call.tx.touch_for_chairs(call.session, question.number)
    if row["act"] == "translate":
        translations.undo(call.connection, row["id"])


ACTS: dict[str, Act] = {"undo": undo}
