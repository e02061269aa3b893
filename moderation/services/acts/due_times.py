"""The times at which scheduled acts are due. The module also checks changes of the definition that move these times. It
stores the outcome of acts whose time passes while the session is archived.
"""

from __future__ import annotations

from ...core.contracts import SessionDefinition
from ...core.model import Session
from ...core.refusals import Refusal
from ...store import schedule
from ...store.connection import Connection
from ...store.schedule import Plan
from .. import session_time


def due_at(session: Session, plan: Plan) -> str | None:
    """Return the time at which the act is due, in the wire format. Return None if this time depends on a start or end
    that the session does not have, or is before the year 1.
    """
    return _due_in(session.definition, plan)


def check_change(connection: Connection, session: Session, wanted: SessionDefinition, at: str) -> None:
    """Refuse with `schedule.past` (field, act) if the new definition would make a waiting `open` or `close` due at
    once.

    `wanted`: the definition after the change. `at`: the present time. Ignore acts that are already due. Also ignore
    notes: a note changes nothing, and a late note is not sent.
    """
    for entry in schedule.of_session(connection, session):
        if entry.done_at is not None or entry.plan.act == "note":
            continue
        before, after = due_at(session, entry.plan), _due_in(wanted, entry.plan)
        if after is not None and after <= at and (before is None or before > at):
            field = "starts" if entry.plan.anchor == "start" else "ends"
            raise Refusal("schedule.past", field=field, act=entry.plan.act)


def set_late(connection: Connection, session: Session, at: str) -> None:
    """Give each waiting act that is already due at the time `at` the outcome `LATE`, so that it is never performed.

    Call this function when a session leaves the archive: these acts became due while it was archived.
    """
    for entry in schedule.of_session(connection, session):
        due = due_at(session, entry.plan)
        if entry.done_at is None and due is not None and due <= at:
            schedule.set_outcome(connection, entry.id, at, schedule.LATE)


def _due_in(definition: SessionDefinition, plan: Plan) -> str | None:
    if plan.anchor == "time":
        return plan.at
    anchor = definition.get("starts") if plan.anchor == "start" else definition.get("ends")
    try:
        return session_time.minutes_later(anchor, -plan.minutes) if anchor else None
    except OverflowError:  # The time is before the year 1, which Python cannot represent.
        return None
