"""The organiser's view of a session: phase, times, scheduled acts, settings, seats, links, notes, figures."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, jsonify
from flask_babel import gettext

from ...core import definition_changes
from ...core.contracts import OrganiserState, ScheduledAct
from ...core.model import Session, Status
from ...core.refusals import CODES, Refusal
from ...services import links
from ...services.acts.due_times import due_at
from ...services.record import retention
from ...store import chair_notes, definitions, entry_codes, questions, render, schedule, sessions
from ...store import seats as seat_store
from ...store.schedule import Scheduled
from .. import messages
from ..context import AppContext, now
from .authentication import authenticate
from .preparation import preparation

blueprint = Blueprint("organiser_state", __name__)


@blueprint.get("/api/s/<code>/organiser/state")
def organiser_state(code: str) -> Response:
    """Return the organiser's view of the session."""
    context, session, _ = authenticate(code, "organiser")
    return jsonify(state_for_organiser(context, session))


def state_for_organiser(context: AppContext, session: Session) -> OrganiserState:
    """Return the organiser's view of the session. It contains:

    - the phase, the planned times, the scheduled acts and the settings
    - the seats and their links
    - the notes between the organiser and the chairs
    - the date when the purge is due
    - the number of questions in each status
    - the numbers of created, used and revoked entry codes
    - the work that is left before the opening
    """
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        seats: list[Any] = [*seat_store.every(connection, session)]
        due, automatic = retention.due(connection, session), retention.automatic(connection, session)
        counts = {str(status): questions.count(connection, session, status) for status in Status}
        codes = entry_codes.counts(connection, session) if session.needs_entry_code else None
        notes = chair_notes.for_organiser(connection, session)
        prepared = preparation(connection, session)
        scheduled = [schedule_view(session, entry) for entry in schedule.of_session(connection, session)]
    scheduled.sort(key=lambda view: (view["done_at"] is not None, view["done_at"] or view["at"] or "9"))
    names = seat_names(session)
    state = {
        "session": session.code,
        "phase": str(session.phase),
        "starts": session.definition.get("starts"),
        "ends": session.definition.get("ends"),
        "schedule": scheduled,
        "settings": render.settings(session),
        "seats": [seat | {"name": names.get(seat["seat"])} for seat in seats],
        "links": links.all_links(context.config.public_url, context.key, session, seats),
        "counts": counts,
        "notes": notes,
        "purge_due": due,
        "purge_overdue": due is not None and due <= now()[0],
        "purge_automatic": automatic,
        "entry_codes": codes,
        "preparation": prepared,
    }
    return cast(OrganiserState, state)


def schedule_view(session: Session, entry: Scheduled) -> ScheduledAct:
    """Return a scheduled act for the organiser's page. If the act was not performed, add a sentence with the reason."""
    reason = ""
    if entry.outcome in CODES:
        reason = messages.sentence(Refusal(entry.outcome, act=entry.plan.act))
    elif entry.outcome == schedule.LATE and entry.plan.act == "note":
        reason = gettext("Not sent: at this time, the server was not running, or the session was archived.")
    elif entry.outcome == schedule.LATE:
        reason = gettext("The session was archived at this time.")
    elif entry.outcome == schedule.OPENED:
        reason = gettext("The session had been opened before this time.")
    elif entry.outcome == schedule.CLOSED:
        reason = gettext("Not sent: the session was closed before this time.")
    return {
        "scheduled": entry.id,
        "act": entry.plan.act,
        "anchor": entry.plan.anchor,
        "minutes": entry.plan.minutes,
        "at": due_at(session, entry.plan),
        "text": entry.plan.text,
        "done_at": entry.done_at,
        "outcome": entry.outcome,
        "reason": reason,
    }


def seat_names(session: Session) -> dict[str, str]:
    """Return {name of a seat: name of the person or booth}, for chairs, panellists and booths."""
    return definition_changes.names(definitions.present(session))
