"""Undo of a seat's latest act, unless a later act changed the same questions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ...core import acts, erasure, workflow
from ...core.before_image import BeforeImage
from ...core.contracts import Answer
from ...core.model import Question, SeatKind, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import attendees, log, questions, sessions, streams, translations
from ..translation.jobs import want_translations_over
from . import terms
from .changes import enact, stamp_changes
from .executor import Act, Call
from .kinds import KIND_ACTS
from .newcomers import SWITCH, show_switch
from .redefining import undo_redefine
from .screen import SCREEN
from .stage_languages import STAGE_LANGUAGES, show_stage_languages


def undo(call: Call) -> Answer:
    """Undo this seat's latest act that has not been undone. Answer with the act and the restored questions' numbers.

    If the act is `decline_kind` or `release_kind`, restore only the questions that no later act has changed. If the act
    is `add_term`, take back the term (`terms.take_back`). For the organiser, undo the latest change of the definition
    (`redefining.undo_redefine`).

    Refusals: `undo.nothing`, `phase.not_allowed` and `undo.superseded`. `undo.superseded` contains the later act's
    `by`, `act`, `at` and `number`. `number` is null if the later act changed no question.
    """
    workflow.check_phase(call.act, call.session.phase)
    if call.seat.kind is SeatKind.ORGANISER:
        return undo_redefine(call)
    row = log.latest_to_undo(call.connection, call.session, call.seat.name)
    if row is None:
        raise Refusal("undo.nothing")
    if row["act"] == "add_term":
        return {**terms.take_back(call, log.named_act(call.connection, row["id"])), "act": row["act"], "numbers": []}
    if row["act"] in KIND_ACTS:
        row["before"] = _unchanged_since(call, row)
    superseding = _find_superseding(call, row)
    if superseding:
        raise Refusal("undo.superseded", **superseding)
    queue_state = questions.queue_state(call.connection, call.session, row["before"])
    restored = _restore(queue_state, row["before"], call.session.topics)
    _check_unique_statuses(queue_state.without(*row["before"]), restored)
    pairs = stamp_changes(call, queue_state, restored)
    if row["act"] != "move":
        # Raise the version of every restored question here. `stamp` is not sufficient: it raises the version only if
        # the question's row has changed, and an undo of only followers or a translation does not change the row. The
        # act `move` does not raise versions, so the undo of a move does not raise them either.
        pairs = [
            (before, replace(after, version=before.version + 1, by=call.seat.name, changed_at=call.tx.at))
            for before, after in pairs
        ]
    _undo_outside_the_questions(call, row, queue_state)
    enact(call, pairs, undoes=row)
    if not pairs:
        log.append(call.tx, call.session, call.seat.name, call.act, [], row)
    return {"act": row["act"], "numbers": list(row["before"])}


def _find_superseding(call: Call, row: log.UndoableAct) -> log.LaterAct | None:
    """Return the later act that prevents the undo, or None.

    If the undone act changed the screen or a switch, a later act on the screen or on this switch prevents the undo.
    Otherwise, a later act on one of the same questions prevents the undo.
    """
    for switch in (tuple(SCREEN), SWITCH, STAGE_LANGUAGES):
        if row["act"] in switch:
            return log.later_act_named(call.connection, row["id"], call.session, switch)
    return log.later_act(call.connection, row["id"], call.session, row["before"])


def _unchanged_since(call: Call, row: log.UndoableAct) -> dict[int, BeforeImage | None]:
    """Return the before-images (former values) of those questions of the act that no later act has changed.

    Otherwise a single question with a later change would prevent the undo of all questions. If later acts have changed
    all questions, return all before-images; the caller then refuses the undo.
    """
    changed = log.changed_later(call.connection, row["id"])
    unchanged = {number: image for number, image in row["before"].items() if number not in changed}
    return unchanged or row["before"]


def _restore(
    queue_state: QueueState, images: Mapping[int, BeforeImage | None], topics: Collection[str]
) -> list[Question]:
    """Return the questions with their values before the act (`images`).

    An added question (image None) is withdrawn, and its words are erased. First, all restored questions are removed
    from the queue. Otherwise a question that is not yet restored could occupy the former place of a restored question.
    """
    remaining = queue_state.without(*images)
    restored = []
    for number, image in images.items():
        question = queue_state.questions[number]
        question = acts.restore(remaining, question, image, topics) if image else erasure.withdrawn(question)
        remaining.questions[number] = question
        restored.append(question)
    return restored


def _check_unique_statuses(queue_state: QueueState, restored: list[Question]) -> None:
    """Refuse with `undo.superseded` if another question now has the unique status (Live, Next) of a restored question.

    Another question can get this status without a later act on the restored questions.
    """
    unique = [question for question in restored if question.status in (Status.LIVE, Status.NEXT)]
    for other in queue_state.questions.values():
        for question in unique:
            if other.status is question.status:
                act = "take" if other.status is Status.LIVE else "set_next"
                raise Refusal("undo.superseded", by=other.by, act=act, at=other.changed_at, number=other.number)


def _undo_outside_the_questions(call: Call, row: log.UndoableAct, queue_state: QueueState) -> None:
    """Undo the effects of an act that are not stored in the rows of `questions`.

    These effects are: the switch "new phones wait", a cleared screen, the languages of the screen, a muted asker, and a
    corrected translation.
    """
    if row["act"] in SWITCH:
        sessions.hold_newcomers(call.connection, call.session, row["held_from"])
        show_switch(call)
    if row["act"] in KIND_ACTS:
        call.effects.recount = True
    if row["act"] in SCREEN:
        sessions.clear_screen(call.connection, call.session, not SCREEN[row["act"]])
        call.tx.touch_section(call.session, streams.SETTINGS)
    if row["act"] in STAGE_LANGUAGES:
        # Leave out languages that a change of the definition has removed since the act.
        show_stage_languages(call, [code for code in row["languages"] if code in call.session.languages])
    if row["act"] in ("mute", "unmute"):
        attendee = next(
            attendee for number in row["before"] if (attendee := queue_state.questions[number].attendee) is not None
        )
        attendees.set_muted(call.connection, attendee, row["act"] == "unmute")
        for question in questions.of_attendee(call.connection, attendee):
            call.tx.touch_for_chairs(call.session, question.number)
    if row["act"] == "translate":
        for language in translations.undo(call.connection, row["id"]):
            for number in row["before"]:
                question = questions.get(call.connection, call.session, number)
                want_translations_over(call.tx, call.session, question, language)


ACTS: dict[str, Act] = {"undo": undo}
