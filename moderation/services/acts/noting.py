"""The private line: a chair writes to the other, the organiser to both; whoever it is for says that they have read it."""

from __future__ import annotations

from ...core import text as texts
from ...core import workflow
from ...core.refusals import Refusal
from ...store import chair_notes, streams
from .executor import Call


def write_note(call: Call, *, text: str) -> dict:
    """Refuses `text.empty`, `text.too_long`. The answer names the note."""
    workflow.check_phase(call.act, call.session.phase)
    cleaned, limit = texts.clean(text), call.session.limits.note
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    if texts.length(cleaned) > limit:
        raise Refusal("text.too_long", field="text", limit=limit, length=texts.length(cleaned))
    note = chair_notes.add(call.connection, call.session, call.seat.name, cleaned, call.tx.at)
    call.tx.section_moved(call.session, streams.NOTES, only="chairs")
    return {"note": note}


def acknowledge(call: Call, *, note: int) -> dict:
    """I have read it. One's own note needs no acknowledgement: it is no error. Refuses `note.unknown`."""
    standing = chair_notes.acknowledged(call.connection, call.session, note)
    if standing is None:
        raise Refusal("note.unknown")
    author, seats = standing
    if call.seat.name == author or call.seat.name in seats:
        return {"already": True}
    workflow.check_phase(call.act, call.session.phase)
    chair_notes.set_acknowledged(call.connection, note, sorted([*seats, call.seat.name]))
    call.tx.section_moved(call.session, streams.NOTES, only="chairs")
    return {}


ACTS = {"note": write_note, "acknowledge": acknowledge}
