"""Chair notes: sending, acknowledging and answering.

All other chairs receive a chair's note; the chair can choose that the organiser, the booths or both receive it too. All
chairs receive the organiser's notes. All chairs and all other booths receive a booth's notes. Each recipient
acknowledges the note, and can answer it.
"""

from __future__ import annotations

from ...core import text as texts
from ...core import workflow
from ...core.contracts import Answer
from ...core.model import SeatKind
from ...core.refusals import Refusal
from ...store import chair_notes, streams
from .executor import Act, Call


def write_note(
    call: Call, *, text: str, to_organiser: bool = False, to_booths: bool = False, reply_to: int | None = None
) -> Answer:
    """Send a note. Answer with its id.

    `to_organiser`, `to_booths`: the organiser or the booths can also read the note. Both fields have an effect only if
    a chair sends the note. `reply_to`: the id of the note that this note answers. Refusals: `text.empty`,
    `text.too_long`, `phase.not_allowed`; `note.unknown` if `reply_to` does not exist or the caller may not read it.
    """
    workflow.check_phase(call.act, call.session.phase)
    limit = call.session.limits.note
    if texts.is_oversized(text, limit):
        raise Refusal("text.too_long", field="text", limit=limit, length=len(text))
    cleaned = texts.clean(text)
    if texts.is_blank(cleaned):
        raise Refusal("text.empty", field="text")
    if texts.length(cleaned) > limit:
        raise Refusal("text.too_long", field="text", limit=limit, length=texts.length(cleaned))
    if reply_to is not None:
        _get_readable(call, reply_to)
    is_chair = call.seat.kind is SeatKind.CHAIR
    is_for_booths = call.seat.kind is SeatKind.BOOTH or (is_chair and to_booths)
    new = chair_notes.NewNote(call.seat.name, cleaned, is_chair and to_organiser, is_for_booths, reply_to)
    note = chair_notes.add(call.connection, call.session, new, call.tx.at)
    _touch(call, is_for_booths)
    return {"note": note}


def _get_readable(call: Call, note: int) -> chair_notes.Acknowledgements:
    """Return the state of a note that the caller may read. If there is no such note or the caller may not read it,
    refuse with `note.unknown`.
    """
    state = chair_notes.acknowledged(call.connection, call.session, note)
    if state is None:
        raise Refusal("note.unknown")
    if call.seat.kind is SeatKind.ORGANISER and not state.to_organiser and state.author != call.seat.name:
        raise Refusal("note.unknown")
    if call.seat.kind is SeatKind.BOOTH and not state.to_booths:
        raise Refusal("note.unknown")
    return state


def _touch(call: Call, is_for_booths: bool) -> None:
    call.tx.touch_section(call.session, streams.NOTES, only="chairs")
    if is_for_booths:
        call.tx.touch_section(call.session, streams.BOOTH_NOTES, only="booth")


def acknowledge(call: Call, *, note: int) -> Answer:
    """Acknowledge a note: mark it as read by the calling seat.

    Answer with `already` if this seat wrote the note or has acknowledged it before. Refusals: `note.unknown`,
    `phase.not_allowed`.
    """
    state = _get_readable(call, note)
    if call.seat.name in (state.author, *state.seats):
        return {"already": True}
    workflow.check_phase(call.act, call.session.phase)
    chair_notes.set_acknowledged(call.connection, note, sorted([*state.seats, call.seat.name]))
    _touch(call, state.to_booths)
    return {}


ACTS: dict[str, Act] = {"note": write_note, "acknowledge": acknowledge}
