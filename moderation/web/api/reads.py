"""The read routes: snapshot, changes, older questions, attendee's questions, undo preview, organiser's state."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, jsonify, request

from ...core import visibility, workflow
from ...core.contracts import OrganiserState, UndoPreview
from ...core.model import AUDIENCE_OF_SEAT, Seat, SeatKind, Session, Status
from ...core.refusals import Refusal
from ...services import links
from ...services.record import retention
from ...store import chair_notes, flags, log, questions, render, sessions, streams
from ...store import seats as seat_store
from .. import auth
from ..context import AppContext, app_context, now
from ..messages import choose_language
from ..my_questions import my_questions
from ..snapshots import Snapshot
from ..streams import snapshot_of, stream_of

blueprint = Blueprint("reads", __name__)


@blueprint.get("/api/s/<code>/<path:seat>/snapshot")
def snapshot(code: str, seat: str) -> Response:
    """Return the stream's snapshot, or 304 if the client already has the present snapshot."""
    context, session, target = _authenticate(code, seat)
    stream = stream_of(session, target, request.args.get("lang"))
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        head = (session.epoch, streams.head(connection, session, stream))
        if request.if_none_match.contains_weak(_etag(head)):
            return _with_etag(Response(status=304), head)
        cached = context.snapshots.get(
            session.id, stream, head, lambda: render.snapshot(connection, session, stream, now()[0])
        )
    return _snapshot_response(cached)


def _snapshot_response(cached: Snapshot) -> Response:
    zipped = cached.zipped() if request.accept_encodings["gzip"] else None
    response = Response(cached.plain if zipped is None else zipped, mimetype="application/json")
    if zipped is not None:
        response.headers["Content-Encoding"] = "gzip"
    return _with_etag(response, cached.head)


def _etag(head: tuple[str, int]) -> str:
    return "{}.{}".format(*head)


def _with_etag(response: Response, head: tuple[str, int]) -> Response:
    # Use a weak ETag, because the compressed and the plain body of a snapshot have the same tag.
    response.set_etag(_etag(head), weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@blueprint.get("/api/s/<code>/<path:seat>/changes")
def changes(code: str, seat: str) -> Response:
    """Return the changes after seq `after`, rendered from the present rows.

    A client with another epoch gets the snapshot from the cache, because after a restart all clients need the snapshot
    at the same time.
    """
    context, session, target = _authenticate(code, seat)
    stream = stream_of(session, target, request.args.get("lang"))
    after = request.args.get("after", "")
    if not after.isascii() or not after.isdigit() or len(after) > 15:
        raise Refusal("request.field", field="after")
    if target.kind is not SeatKind.CHAIR and request.args.get("epoch") != session.epoch:
        return _snapshot_response(snapshot_of(context, session.code, stream))
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        change = render.since(connection, session, stream, request.args.get("epoch"), int(after), now()[0])
    if target.kind is SeatKind.CHAIR:
        change["presence"] = context.presence.readers(session.id)
    return jsonify(change)


@blueprint.get("/api/s/<code>/<path:seat>/questions")
def older(code: str, seat: str) -> Response:
    """Return a page of questions that are no longer open, as this seat may read these questions."""
    context, session, target = _authenticate(code, seat)
    audience = AUDIENCE_OF_SEAT.get(target.kind)
    try:
        status = Status(request.args.get("status", ""))
    except ValueError:
        raise Refusal("request.field", field="status") from None
    before = request.args.get("before")
    if before is not None and (not before.isascii() or not before.isdigit() or len(before) > 15):
        raise Refusal("request.field", field="before")
    if audience is None or status not in visibility.PAGED[audience]:
        raise Refusal("seat.forbidden")
    with context.reader.transaction() as connection:
        page, has_more = questions.page(connection, session, [status], int(before) if before is not None else None)
    return jsonify(
        {
            "questions": [
                visibility.view(question, audience, session.settings, session.languages) for question in page
            ],
            "more": has_more,
        }
    )


@blueprint.get("/api/s/<code>/attendee/own")
def own_questions(code: str) -> Response:
    """Return the attendee's questions and votes."""
    context, session, target = _authenticate(code, "attendee")
    return jsonify(
        my_questions(context, session, auth.caller(context, session, target, request.cookies), choose_language())
    )


@blueprint.get("/api/s/<code>/chair/<key>/undo")
def undo_preview(code: str, key: str) -> Response:
    """Return a preview of `undo`: the act that `undo` would take back."""
    context, session, target = _authenticate(code, f"chair/{key}")
    with context.reader.transaction() as connection:
        row = log.latest_to_undo(connection, session, target.name)
    if row is None or session.phase not in workflow.RULES["undo"].phases:
        return jsonify({"act": None})
    preview: UndoPreview = {"act": row["act"], "numbers": list(row["before"]), "at": row["at"]}
    return jsonify(preview)


@blueprint.get("/api/s/<code>/panel/<key>/flags")
def flagged(code: str, key: str) -> Response:
    """Return the numbers of the questions that this panellist has flagged."""
    context, session, target = _authenticate(code, f"panel/{key}")
    with context.reader.transaction() as connection:
        return jsonify({"flags": flags.of_panellist(connection, session, target.key)})


@blueprint.get("/api/s/<code>/organiser/state")
def organiser_state(code: str) -> Response:
    """Return the organiser's view of the session."""
    context, session, _ = _authenticate(code, "organiser")
    return jsonify(state_for_organiser(context, session))


def state_for_organiser(context: AppContext, session: Session) -> OrganiserState:
    """Return the phase, settings, seats, links, number of questions by status, and the date when the purge is due."""
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        seats: list[Any] = [*seat_store.every(connection, session)]
        due = retention.due(connection, session)
        counts = {str(status): questions.count(connection, session, status) for status in Status}
        notes = [note for note in chair_notes.recent(connection, session) if note["seat"] == str(SeatKind.ORGANISER)]
    names = seat_names(session)
    state = {
        "session": session.code,
        "phase": str(session.phase),
        "settings": render.settings(session),
        "seats": [seat | {"name": names.get(seat["seat"])} for seat in seats],
        "links": links.all_links(context.config.public_url, context.key, session, seats),
        "counts": counts,
        "notes": notes,
        "purge_due": due,
        "purge_overdue": due is not None and due <= now()[0],
    }
    return cast(OrganiserState, state)


def seat_names(session: Session) -> dict[str, str]:
    """Return {seat: the person's name} of chairs and panellists."""
    chairs = {f"chair.{chair['seat']}": chair["name"] for chair in session.definition["chairs"]}
    return chairs | {f"panel.{panellist['key']}": panellist["name"] for panellist in session.definition["panellists"]}


def _authenticate(code: str, seat: str) -> tuple[AppContext, Session, Seat]:
    """Authenticate the caller; return (context, session, seat). Refuses `session.unknown`, `seat.unknown`."""
    context = app_context()
    session = context.session(code)
    target = auth.read_seat(session, seat)
    auth.caller(context, session, target, request.cookies)
    return context, session, target
