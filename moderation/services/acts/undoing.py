"""Undo: a chair's latest act taken back, whatever it was, unless somebody has built upon it."""

from __future__ import annotations

from dataclasses import replace

from ...core import acts, workflow
from ...core.model import Question, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import attendees, log, questions, sessions, streams, translations
from .executor import Call, enact, stamped
from .screen import SCREEN


def undo(call: Call) -> dict:
    """Take back this seat's latest act. Refuses `undo.nothing`, `undo.superseded` (by, act, at, number or null)."""
    workflow.check_phase(call.act, call.session.phase)
    row = log.latest_to_undo(call.connection, call.session, call.seat.name)
    if row is None:
        raise Refusal("undo.nothing")
    superseding = _later(call, row)
    if superseding:
        raise Refusal("undo.superseded", **superseding)
    queue_state = questions.queue_state(call.connection, call.session, row["before"])
    restored = _restored(queue_state, row["before"])
    _check_single(queue_state.without(*row["before"]), restored)
    pairs = stamped(call, queue_state, restored)
    if row["act"] != "move":
        # Where nothing of a question itself comes back (its followers, a translation), nothing would tell this from a mere move.
        pairs = [
            (before, replace(after, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at))
            for before, after in pairs
        ]
    _beside_the_questions(call, row, queue_state)
    enact(call, pairs, undoes=row["id"])
    if not pairs:
        log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [], row["id"])
    return {"act": row["act"], "numbers": list(row["before"])}


def _later(call: Call, row: dict) -> dict | None:
    """The later act that stands in the way: one on the same questions, or on the screen."""
    if row["act"] in SCREEN:
        return log.later_act_named(call.connection, row["id"], call.session, tuple(SCREEN))
    return log.later_act(call.connection, row["id"], call.session, row["before"])


def _restored(queue_state: QueueState, before: dict[int, dict | None]) -> list[Question]:
    """The questions as they were; one that was added goes. They leave their places first: none must stand in another's way."""
    standing = queue_state.without(*before)
    restored = []
    for number, image in before.items():
        question = queue_state.questions[number]
        back = (
            acts.restore(standing, question, image) if image else replace(question, status=Status.WITHDRAWN, place=None)
        )
        standing.questions[number] = back
        restored.append(back)
    return restored


def _check_single(standing: QueueState, restored: list[Question]) -> None:
    """Another question may be live or next since, though none of ours was touched."""
    for other in standing.questions.values():
        for back in restored:
            if other.status is back.status and back.status in (Status.LIVE, Status.NEXT):
                act = "take" if other.status is Status.LIVE else "set_next"
                raise Refusal("undo.superseded", by=other.by, act=act, at=other.changed_at, number=other.number)


def _beside_the_questions(call: Call, row: dict, queue_state: QueueState) -> None:
    """What an act moved that stands in no question's row."""
    if row["act"] in SCREEN:
        sessions.clear_screen(call.connection, call.session, not SCREEN[row["act"]])
        call.tx.section_moved(call.session, streams.SETTINGS)
    if row["act"] in ("mute", "unmute"):
        asker = next(
            queue_state.questions[number].attendee
            for number in row["before"]
            if queue_state.questions[number].attendee is not None
        )
        attendees.set_muted(call.connection, asker, row["act"] == "unmute")
        for question in questions.of_attendee(call.connection, asker):
            call.tx.question_touched(call.session, question.number)
    if row["act"] == "translate":
        translations.undo(call.connection, row["id"])


ACTS = {"undo": undo}
