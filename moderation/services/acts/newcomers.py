"""The switch "new phones wait". While it is on, new questions of new phones are stored, but wait for release."""

from __future__ import annotations

from ...core import workflow
from ...core.contracts import Answer
from ...core.newcomers import minute_of
from ...core.refusals import Refusal
from ...store import log, sessions, streams
from .executor import Act, Call

SWITCH = ("hold_newcomers", "admit_newcomers")


def hold_newcomers(call: Call, *, since: str | None = None) -> Answer:
    """Switch "new phones wait" on for all phones that arrived in the minute `since` (default: now) or later.

    Questions that are already in Incoming stay there. If the switch is already on, do nothing. Refuse with
    `request.field` if `since` is not a minute. Refuse with `phase.not_allowed` if the session's phase does not allow
    the act.
    """
    if call.session.newcomers_held_from is not None:
        return {"already": True, "newcomers_held_from": call.session.newcomers_held_from}
    return set_held_from(call, minute_of(call.tx.at) if since is None else check_minute(since))


def admit_newcomers(call: Call) -> Answer:
    """Switch "new phones wait" off. Questions that wait for release continue to wait.

    Refuse with `phase.not_allowed` if the session's phase does not allow the act.
    """
    if call.session.newcomers_held_from is None:
        return {"already": True, "newcomers_held_from": None}
    return set_held_from(call, None)


def set_held_from(call: Call, held_from: str | None) -> Answer:
    """Switch "new phones wait" on for the phones that arrived in the minute `held_from` or later.

    If `held_from` is None, switch it off.

    Log the act with the earlier value. Refuse with `phase.not_allowed` if the session's phase does not allow the act.
    """
    workflow.check_phase(call.act, call.session.phase)
    sessions.hold_newcomers(call.connection, call.session, held_from)
    before = call.session.newcomers_held_from
    log.append(call.tx, call.session, call.seat.name, call.act, [], held_from=before)
    show_switch(call)
    return {"newcomers_held_from": held_from}


def show_switch(call: Call) -> None:
    """Show the chairs whether the switch is on, and request that the session's totals are published again.

    The totals contain the counts of new phones (services/record/newcomers), which depend on the switch.
    """
    call.tx.touch_section(call.session, streams.SETTINGS, only="chairs")
    call.effects.recount = True


def check_minute(text: str) -> str:
    """Return the text if it has the form `YYYY-MM-DDThh:mmZ`; otherwise refuse with `request.field`."""
    pattern = "0000-00-00T00:00Z"
    digits = "".join("0" if char.isascii() and char.isdigit() else char for char in text)
    if digits != pattern:
        raise Refusal("request.field", field="since")
    return text


ACTS: dict[str, Act] = {"hold_newcomers": hold_newcomers, "admit_newcomers": admit_newcomers}
