"""The acts of the organiser: phase, settings, links of the seats, purge."""

from __future__ import annotations

from dataclasses import asdict, replace

from ...core import acts, workflow
from ...core import text as texts
from ...core.contracts import Answer
from ...core.definition_changes import complete
from ...core.model import Phase, Question, Seat, SeatKind, Status
from ...core.newcomers import minute_of
from ...core.refusals import Refusal
from ...store import attendees, commands, definitions, log, questions, scrubbing, sessions, streams
from ...store import purge as store_purge
from ...store import seats as seat_store
from ...store.writer import Writer
from ..record import ledger
from . import kept_imports
from .changes import emit_all
from .executor import Act, Call, Outcome

MOST_NAME = 80
"""Maximum length of the name of a chair or panellist in graphemes, as in a session file."""
PHASE_OF_ACT = {"open": Phase.OPEN, "pause": Phase.PAUSED, "close": Phase.CLOSED, "reopen": Phase.OPEN}


def set_phase(call: Call) -> Answer:
    """Execute `open`, `pause`, `close` or `reopen`.

    Refuse with `phase.not_allowed` if the session's phase does not allow the act. The `open` that ends a rehearsal
    deletes the rehearsal's data, except imported questions. `close` gives every pending, approved, next and live
    question its final status. Under the Chatham House Rule, `pause` and `close` publish the ledger.
    """
    target_phase = PHASE_OF_ACT[call.act]
    if call.session.phase is target_phase:
        return {"already": True, "phase": target_phase.value}
    workflow.check_phase(call.act, call.session.phase)
    if call.session.phase is Phase.REHEARSAL and target_phase is Phase.OPEN:
        _scrub_before_answer(call)
        imported = kept_imports.collect(call)
        sessions.clear_rehearsal(call.connection, call.session)
        call.tx.log_hashes.clear()  # The log of the rehearsal is deleted, so a new hash chain begins.
        kept_imports.add_again(call, imported)
        sessions.set_opened(call.connection, call.session, minute_of(call.tx.at))
        call.tx.start_epoch(call.session)
    pairs = _close_questions(call) if target_phase is Phase.CLOSED else []
    sessions.set_phase(call.connection, call.session, target_phase)
    log.append(call.tx, call.session, call.seat.name, call.act, pairs)
    if call.session.settings.chatham_house_rule and target_phase in (Phase.PAUSED, Phase.CLOSED):
        ledger.publish(call.connection, call.session, call.tx.at, closed=target_phase is Phase.CLOSED)
    emit_all(call, pairs)
    call.tx.touch_section(call.session, streams.SETTINGS)
    return {"phase": target_phase.value}


def _close_questions(call: Call) -> list[tuple[Question, Question]]:
    """Give every pending, approved, next and live question its final status. Return (before, after) of each question.

    Also delete the stored answers to commands. Exception: an answer to an attendee that contains a question stays, but
    the question is replaced by its number.
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
    """Change the switches of the session. The switches decide which readers see which data. Begin a new epoch, so that
    clients discard their state.

    Refuse with `phase.not_allowed` if the session is purged. Refuse with `rule.binding` if the act would turn off the
    Chatham House Rule after the rehearsal.
    """
    workflow.check_phase(call.act, call.session.phase)
    present = call.session.settings
    settings = replace(present, **switches)
    if settings == present:
        return {"already": True, "settings": asdict(settings)}
    turns_rule_off = present.chatham_house_rule and not settings.chatham_house_rule
    if turns_rule_off and call.session.phase is not Phase.REHEARSAL:
        raise Refusal("rule.binding")
    if settings.chatham_house_rule and not present.chatham_house_rule:
        turn_rule_on(call)
    definition = complete(call.session.definition, settings)
    definitions.replace_definition(call.connection, call.session, definition, call.tx.at)
    changed = {name: value for name, value in asdict(settings).items() if value != getattr(present, name)}
    log.append(call.tx, call.session, call.seat.name, call.act, [], detail=changed)
    call.tx.start_epoch(call.session)
    return {"settings": asdict(settings)}


def turn_rule_on(call: Call) -> None:
    """Prepare the stored data for the Chatham House Rule. Call this function before the setting is stored.

    Delete the askers' names. Delete the questions in the booth's stored answers, because these questions contain fields
    that the Rule hides. If the rehearsal has ended, count the present questions in separate tables (`ledger.begin`).
    """
    if call.session.phase is not Phase.REHEARSAL:
        ledger.begin(call.connection, call.session, call.tx.at)
    attendees.forget_names(call.connection, call.session)
    commands.forget_names(call.connection, call.session)
    commands.forget_shown(call.connection, call.session)
    _scrub_before_answer(call)


def purge(call: Call) -> Answer:
    """Delete all data of a closed session except its code, and disconnect its clients.

    Refuse with `phase.not_allowed` if the session is not closed.
    """
    workflow.check_phase(call.act, call.session.phase)
    store_purge.purge(call.connection, call.session)
    call.tx.end_session(call.session)
    _scrub_before_answer(call)
    return {"phase": "purged"}


def scrub(writer: Writer, outcome: Outcome) -> None:
    """Overwrite deleted data in the database files, if the act requested this (`Effects.scrub`).

    Call this function before sending the answer. Three acts request the overwriting: the `open` that ends a rehearsal,
    `purge`, and a `set` that turns the Chatham House Rule on.
    """
    if outcome.effects.scrub:
        writer.exclusive(scrubbing.scrub).wait()


def _scrub_before_answer(call: Call) -> None:
    """Request a scrub of the database files. The server sends the answer after the scrub.

    The request is also stored. Therefore, if the server ends before the scrub, it scrubs the files at its next start.
    """
    call.effects.scrub = True
    scrubbing.want_scrub(call.connection)


def renew(call: Call, *, seat: str, name: str | None = None) -> Answer:
    """Renew a seat's link and disconnect the pages that use the old link.

    `name`: the name of the new chair or panellist, if another person takes the seat. The act sets `Effects.renewed`, so
    that the caller adds the new link to the answer. Refuse with `name.too_long` if `name` is too long. Refuse with
    `request.field` if the seat has no link, or if `name` is blank. Also refuse with `request.field` if `name` is given,
    but the seat is not a chair or panellist.
    """
    call.effects.renewed = _raise_generation(call, seat, revoked=False)
    if name is not None:
        _rename(call, Seat.parse(seat), name)
    return {"seat": seat}


def _rename(call: Call, seat: Seat, name: str) -> None:
    """Replace the name of a chair or panellist in the session's definition. Refusals: see `renew`.

    Start a new epoch, because cached pages and open pages contain the old name.
    """
    if texts.is_oversized(name, MOST_NAME):
        raise Refusal("name.too_long", field="name", limit=MOST_NAME, length=len(name))
    cleaned = texts.one_line(name)
    if texts.length(cleaned) > MOST_NAME:
        raise Refusal("name.too_long", field="name", limit=MOST_NAME, length=texts.length(cleaned))
    if seat.kind not in (SeatKind.CHAIR, SeatKind.PANEL) or texts.is_blank(cleaned):
        raise Refusal("request.field", field="name")
    definitions.rename(call.connection, call.session, seat, cleaned, call.tx.at)
    call.tx.start_epoch(call.session)


def revoke(call: Call, *, seat: str) -> Answer:
    """Invalidate a seat's link and disconnect the pages that use it. `renew` gives the seat a new link.

    Refuse with `request.field` for a seat without a link.
    """
    _raise_generation(call, seat, revoked=True)
    return {"seat": seat}


def _raise_generation(call: Call, name: str, *, revoked: bool) -> int:
    """Increase the generation number of a seat's link by 1, and return the new number.

    Refuse with `request.field` for a seat without a link.
    """
    try:
        seat = Seat.parse(name)
        if seat.kind is SeatKind.ATTENDEE:
            raise ValueError(name)
        generation = seat_store.raise_generation(call.connection, call.session, seat, revoked=revoked)
    except (ValueError, LookupError):
        raise Refusal("request.field", field="seat") from None
    log.append(call.tx, call.session, call.seat.name, call.act, [], detail={"seat": seat.name})
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
