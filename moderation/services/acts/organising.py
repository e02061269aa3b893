"""The acts of the organiser: phase, settings, links of the seats, purge."""

from __future__ import annotations

from dataclasses import asdict, replace

from ...core import acts, workflow
from ...core.contracts import Answer
from ...core.model import Phase, Question, Seat, SeatKind, Status
from ...core.refusals import Refusal
from ...store import attendees, commands, log, questions, sessions, streams
from ...store import purge as store_purge
from ...store import seats as seat_store
from ...store.writer import Writer
from ..record import ledger
from .changes import emit_changes
from .executor import Act, Call, Outcome

PHASE_OF_ACT = {"open": Phase.OPEN, "pause": Phase.PAUSED, "close": Phase.CLOSED, "reopen": Phase.OPEN}


def set_phase(call: Call) -> Answer:
    """Execute `open`, `pause`, `close` or `reopen`. Refuse with `phase.not_allowed`.

    The end of a rehearsal deletes all data of the rehearsal. A close gives every waiting question its final status.
    Under the Rule, a pause and a close publish the ledger.
    """
    target_phase = PHASE_OF_ACT[call.act]
    if call.session.phase is target_phase:
        return {"already": True, "phase": target_phase.value}
    workflow.check_phase(call.act, call.session.phase)
    if call.session.phase is Phase.REHEARSAL and target_phase is Phase.OPEN:
        call.effects.scrub = True
        sessions.clear_rehearsal(call.connection, call.session)
        call.tx.start_epoch(call.session)
    pairs = _close_questions(call) if target_phase is Phase.CLOSED else []
    sessions.set_phase(call.connection, call.session, target_phase)
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, pairs)
    if call.session.settings.chatham_house_rule and target_phase in (Phase.PAUSED, Phase.CLOSED):
        ledger.publish(call.connection, call.session, call.tx.at, closed=target_phase is Phase.CLOSED)
    for before, after in pairs:
        emit_changes(call, before, after)
    call.tx.touch_section(call.session, streams.SETTINGS)
    return {"phase": target_phase.value}


def _close_questions(call: Call) -> list[tuple[Question, Question]]:
    """Write the final status of every waiting question and delete the stored answers.

    Return (before, after) of each changed question.
    """
    waiting = questions.with_status(
        call.connection, call.session, (Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE)
    )
    by_number = {question.number: question for question in waiting}
    pairs = []
    for closed in acts.close(waiting):
        before = by_number[closed.number]
        pairs.append((before, acts.stamp(before, closed, call.seat.name, call.tx.at)))
    questions.save(call.connection, call.session, pairs)
    commands.forget(call.connection, call.session)
    return pairs


def set_settings(call: Call, **switches: bool) -> Answer:
    """Change settings that core/visibility reads, and begin a new epoch, so that clients discard their state.

    When the Rule is turned on, delete the stored names. Refusals: `phase.not_allowed`; `rule.binding` if the Rule would
    be turned off after the rehearsal.
    """
    workflow.check_phase(call.act, call.session.phase)
    present = call.session.settings
    settings = replace(present, **switches)
    if settings == present:
        return {"already": True, "settings": asdict(settings)}
    is_rehearsal = call.session.phase is Phase.REHEARSAL
    if present.chatham_house_rule and not settings.chatham_house_rule and not is_rehearsal:
        raise Refusal("rule.binding")
    turns_rule_on = settings.chatham_house_rule and not present.chatham_house_rule
    if turns_rule_on:
        if not is_rehearsal:
            ledger.begin(call.connection, call.session, call.tx.at)
        attendees.forget_names(call.connection, call.session)
        commands.forget_names(call.connection, call.session)
        commands.forget_shown(call.connection, call.session)
    sessions.set_settings(call.connection, call.session, settings)
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [])
    call.tx.start_epoch(call.session)
    call.effects.scrub = turns_rule_on
    return {"settings": asdict(settings)}


def purge(call: Call) -> Answer:
    """Delete all data of a closed session except its code, and disconnect its clients.

    Refuse with `phase.not_allowed`.
    """
    workflow.check_phase(call.act, call.session.phase)
    store_purge.purge(call.connection, call.session)
    call.tx.end_session(call.session)
    call.effects.scrub = True
    return {"phase": "purged"}


def scrub(writer: Writer, outcome: Outcome) -> None:
    """Overwrite deleted data in the database files, if the act has deleted data.

    Call this function before sending the answer. Data is deleted at the end of a rehearsal, when the Rule is turned on,
    and by a purge.
    """
    if outcome.effects.scrub:
        writer.exclusive(store_purge.scrub).wait()


def renew(call: Call, *, seat: str) -> Answer:
    """Renew a seat's link and disconnect the pages that use the old link. Refuse with `request.field`.

    The web layer adds the new link to the answer.
    """
    call.effects.renewed = _raise_generation(call, seat, revoked=False)
    return {"seat": seat}


def revoke(call: Call, *, seat: str) -> Answer:
    """Invalidate a seat's link for ever; only `renew` gives the seat a valid link again.

    Refuse with `request.field` for a seat without a link.
    """
    _raise_generation(call, seat, revoked=True)
    return {"seat": seat}


def _raise_generation(call: Call, name: str, *, revoked: bool) -> int:
    """Raise the generation of a seat's link and return it. Refuse with `request.field` for a seat without a link."""
    try:
        seat = Seat.parse(name)
        if seat.kind is SeatKind.ATTENDEE:
            raise ValueError(name)
        generation = seat_store.raise_generation(call.connection, call.session, seat, revoked=revoked)
    except (ValueError, LookupError):
        raise Refusal("request.field", field="seat") from None
    log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, [])
    call.tx.close_seat(call.session, seat.name)
    return generation


ACTS: dict[str, Act] = {
    "open": set_phase,
    "pause": set_phase,
    "close": set_phase,
    "reopen": set_phase,
    "purge": purge,
    "set": set_settings,
    "renew": renew,
    "revoke": revoke,
}
