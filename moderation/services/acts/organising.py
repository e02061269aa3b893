"""What the organiser does: the session's phase, its switches, its seats."""

from __future__ import annotations

from dataclasses import asdict, replace

from ...core import acts, workflow
from ...core.model import Phase, Seat, SeatKind, Status
from ...core.refusals import Refusal
from ...store import attendees, commands, log, questions, sessions, streams
from ...store import purge as store_purge
from ...store.writer import Writer
from ..record import ledger
from .executor import Call, Outcome, emit_changes

PHASE_OF_ACT = {"open": Phase.OPEN, "pause": Phase.PAUSED, "close": Phase.CLOSED, "reopen": Phase.OPEN}


def set_phase(call: Call) -> dict:
    """open, pause, close, reopen. The end of a rehearsal deletes what it left; a close gives every waiting asker a word."""
    wished = PHASE_OF_ACT[call.act]
    if call.session.phase is wished:
        return {"already": True, "phase": wished.value}
    workflow.check_phase(call.act, call.session.phase)
    if call.session.phase is Phase.REHEARSAL and wished is Phase.OPEN:
        call.effects.scrub = True
        sessions.clear_rehearsal(call.connection, call.session)
        call.tx.new_epoch(call.session)
    pairs = []
    if wished is Phase.CLOSED:
        waiting = questions.with_status(
            call.connection, call.session, (Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE)
        )
        by_number = {question.number: question for question in waiting}
        pairs = [
            (by_number[q.number], acts.stamp(by_number[q.number], q, call.seat.name, call.tx.at))
            for q in acts.close(waiting)
        ]
        questions.save(call.connection, call.session, pairs)
        commands.forget(call.connection, call.session)
    sessions.set_phase(call.connection, call.session, wished)
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, pairs)
    if call.session.settings.chatham_house_rule and wished in (Phase.PAUSED, Phase.CLOSED):
        ledger.publish(call.connection, call.session, call.tx.at, closed=wished is Phase.CLOSED)
    for before, after in pairs:
        emit_changes(call, before, after)
    call.tx.section_moved(call.session, streams.SETTINGS)
    return {"phase": wished.value}


def set_settings(call: Call, **switches: bool) -> dict:
    """Change the switches that visibility reads; whatever clients hold is void from then on. Refuses `rule.binding`.

    Turning the Rule on deletes the names given so far: under it none is stored.
    """
    workflow.check_phase(call.act, call.session.phase)
    settings = replace(call.session.settings, **switches)
    if settings == call.session.settings:
        return {"already": True, "settings": asdict(settings)}
    if (
        call.session.settings.chatham_house_rule
        and not settings.chatham_house_rule
        and call.session.phase is not Phase.REHEARSAL
    ):
        raise Refusal("rule.binding")
    turned_on = settings.chatham_house_rule and not call.session.settings.chatham_house_rule
    if turned_on:
        if call.session.phase is not Phase.REHEARSAL:
            ledger.begin(call.connection, call.session, call.tx.at)
        attendees.forget_names(call.connection, call.session)
        commands.forget_names(call.connection, call.session)
        commands.forget_shown(call.connection, call.session)
    sessions.set_settings(call.connection, call.session, settings)
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [])
    call.tx.new_epoch(call.session)
    call.effects.scrub = turned_on
    return {"settings": asdict(settings)}


def purge(call: Call) -> dict:
    """Delete everything of a closed session but its code, for good; whoever is connected is let go."""
    workflow.check_phase(call.act, call.session.phase)
    store_purge.purge(call.connection, call.session)
    call.tx.session_over(call.session)
    call.effects.scrub = True
    return {"phase": Phase.PURGED.value}


def scrub(writer: Writer, outcome: Outcome) -> None:
    """Overwrite the deleted data in the database files, where the act deleted any. Call it before the answer is sent.

    These acts delete: the end of a rehearsal, turning the Rule on, a purge.
    """
    if outcome.effects.scrub:
        writer.exclusive(store_purge.scrub).wait()


def renew(call: Call, *, seat: str) -> dict:
    """Renew a seat's link; the old link and its open pages stop working. The web layer adds the link to the answer."""
    call.effects.renewed = _raise(call, seat, revoked=False)
    return {"seat": seat}


def revoke(call: Call, *, seat: str) -> dict:
    """No link for this seat until it is renewed."""
    _raise(call, seat, revoked=True)
    return {"seat": seat}


def _raise(call: Call, name: str, *, revoked: bool) -> int:
    try:
        seat = Seat.parse(name)
        if seat.kind is SeatKind.ATTENDEE:
            raise ValueError(name)
        generation = sessions.raise_generation(call.connection, call.session, seat, revoked=revoked)
    except (ValueError, LookupError):
        raise Refusal("request.field", field="seat") from None
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [])
    call.tx.seat_gone(call.session, seat.name)
    return generation


ACTS = {
    "open": set_phase,
    "pause": set_phase,
    "close": set_phase,
    "reopen": set_phase,
    "purge": purge,
    "set": set_settings,
    "renew": renew,
    "revoke": revoke,
}
