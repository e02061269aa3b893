"""Chair notes. A chair writes to the other chair, and the organiser to both chairs. Each chair acknowledges a note."""

from __future__ import annotations

from ...core import text as texts
from ...core import workflow
from ...core.contracts import Answer
from ...core.refusals import Refusal
from ...store import chair_notes, streams
from .executor import Act, Call


def write_note(call: Call, *, text: str) -> Answer:
    """Send a note. Answer with its id. Refusals: `text.empty`, `text.too_long`, `phase.not_allowed`."""
    workflow.check_phase(call.act, call.session.phase)
    cleaned, limit = texts.clean(text), call.session.limits.note
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    if texts.length(cleaned) > limit:
        raise Refusal("text.too_long", field="text", limit=limit, length=texts.length(cleaned))
    note = chair_notes.add(call.connection, call.session, call.seat.name, cleaned, call.tx.at)
    call.tx.touch_section(call.session, streams.NOTES, only="chairs")
    return {"note": note}


def acknowledge(call: Call, *, note: int) -> Answer:
    """Mark the note with this id as read by the calling chair.

    Answer with `already` if the calling chair wrote the note. Refusals: `note.unknown`, `phase.not_allowed`.
    """
    state = chair_notes.acknowledged(call.connection, call.session, note)
    if state is None:
        raise Refusal("note.unknown")
    author, seats = state
    if call.seat.name == author or call.seat.name in seats:
        return {"already": True}
    workflow.check_phase(call.act, call.session.phase)
    chair_notes.set_acknowledged(call.connection, note, sorted([*seats, call.seat.name]))
    call.tx.touch_section(call.session, streams.NOTES, only="chairs")
    return {}


ACTS: dict[str, Act] = {"note": write_note, "acknowledge": acknowledge}
