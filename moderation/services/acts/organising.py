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
from .executor import Call, emit_changes

PHASE_OF_ACT = {"open": Phase.OPEN, "pause": Phase.PAUSED, "close": Phase.CLOSED, "reopen": Phase.OPEN}


def set_phase(call: Call) -> dict:
    """open, pause, close, reopen. The end of a rehearsal deletes what it left; a close gives every waiting asker a word."""
    wished = PHASE_OF_ACT[call.act]
    if call.session.phase is wished:
        return {"already": True, "phase": str(wished)}
    workflow.check_phase(call.act, call.session.phase)
    erased = call.session.phase is Phase.REHEARSAL and wished is Phase.OPEN
    if erased:
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
    return {"phase": str(wished)} | _erased(erased)


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
    return {"settings": asdict(settings)} | _erased(turned_on)


def purge(call: Call) -> dict:
    """Delete everything of a closed session but its code, for good; whoever is connected is let go."""
    workflow.check_phase(call.act, call.session.phase)
    store_purge.purge(call.connection, call.session)
    call.tx.session_over(call.session)
    return {"phase": str(Phase.PURGED)} | _erased(True)


def finish(writer: Writer, answer: dict) -> dict:
    """The answer as it goes out. Where the act has erased something, no byte of that is left in the files first: the end of a rehearsal, the Rule turned on, a purge."""
    answer = dict(answer)
    if answer.pop("erased", False):
        writer.exclusive(store_purge.scrub).wait()
    return answer


def _erased(something: bool) -> dict:
    return {"erased": True} if something else {}


def renew(call: Call, *, seat: str) -> dict:
    """A new link for a seat; the old one and its open pages are dead. The answer says the generation, the edge makes the link."""
    return {"seat": seat, "generation": _raise(call, seat, revoked=False)}


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
