"""Reads of the API: snapshot, changes, older questions, own questions, what undo would do, the organiser's state."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from ...core import visibility, workflow
from ...core.model import AUDIENCE_OF_SEAT, Seat, SeatKind, Session, Status
from ...core.refusals import Refusal
from ...services import links
from ...services.record import retention
from ...store import chair_notes, flags, log, questions, render, sessions, streams
from .. import auth
from ..context import AppContext, app_context, now
from ..messages import choose_language
from ..my_questions import my_questions
from ..snapshots import Snapshot
from ..streams import snapshot_of, stream_of

blueprint = Blueprint("reads", __name__)


@blueprint.get("/api/s/<code>/<path:seat>/snapshot")
def snapshot(code: str, seat: str) -> Response:
    """What has not moved is answered from the stream's head alone."""
    context, session, place = _reader(code, seat)
    stream = stream_of(session, place, request.args.get("lang"))
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        head = (session.epoch, streams.head(connection, session, stream))
        if request.if_none_match.contains_weak(_etag(head)):
            return _tagged(Response(status=304), head)
        found = context.snapshots.get(
            session.id, stream, head, lambda: render.snapshot(connection, session, stream, now()[0])
        )
    return _whole(found)


def _whole(found: Snapshot) -> Response:
    zipped = found.zipped() if request.accept_encodings["gzip"] else None
    response = Response(found.plain if zipped is None else zipped, mimetype="application/json")
    if zipped is not None:
        response.headers["Content-Encoding"] = "gzip"
    return _tagged(response, found.head)


def _etag(head: tuple[str, int]) -> str:
    return "{}.{}".format(*head)


def _tagged(response: Response, head: tuple[str, int]) -> Response:
    # Weak: the same state, compressed or not, has the same name.
    response.set_etag(_etag(head), weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@blueprint.get("/api/s/<code>/<path:seat>/changes")
def changes(code: str, seat: str) -> Response:
    """What has moved since N, rendered from the present rows; after a restart a whole room asks, and gets the snapshot that is kept."""
    context, session, place = _reader(code, seat)
    stream = stream_of(session, place, request.args.get("lang"))
    after = request.args.get("after", "")
    if not after.isascii() or not after.isdigit() or len(after) > 15:
        raise Refusal("request.field", field="after")
    if place.kind is not SeatKind.CHAIR and request.args.get("epoch") != session.epoch:
        return _whole(snapshot_of(context, session.code, stream))
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        change = render.since(connection, session, stream, request.args.get("epoch"), int(after), now()[0])
    if place.kind is SeatKind.CHAIR:
        change["presence"] = context.presence.readers(session.id)
    return jsonify(change)


@blueprint.get("/api/s/<code>/<path:seat>/questions")
def older(code: str, seat: str) -> Response:
    """Questions that are no longer in play, by page, as far as this seat may read them."""
    context, session, place = _reader(code, seat)
    audience = AUDIENCE_OF_SEAT.get(place.kind)
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
        found, more = questions.page(connection, session, [status], int(before) if before is not None else None)
    return jsonify(
        {
            "questions": [
                visibility.view(question, audience, session.settings, session.languages) for question in found
            ],
            "more": more,
        }
    )


@blueprint.get("/api/s/<code>/attendee/own")
def own(code: str) -> Response:
    context, session, place = _reader(code, "attendee")
    return jsonify(
        my_questions(context, session, auth.caller(context, session, place, request.cookies), choose_language())
    )


@blueprint.get("/api/s/<code>/chair/<key>/undo")
def undo_preview(code: str, key: str) -> Response:
    """What `undo` would take back."""
    context, session, place = _reader(code, f"chair/{key}")
    with context.reader.transaction() as connection:
        row = log.latest_to_undo(connection, session, place.name)
    if row is None or session.phase not in workflow.RULES["undo"].phases:
        return jsonify({"act": None})
    return jsonify({"act": row["act"], "numbers": list(row["before"]), "at": row["at"]})


@blueprint.get("/api/s/<code>/panel/<key>/flags")
def flagged(code: str, key: str) -> Response:
    """What this panellist would take."""
    context, session, place = _reader(code, f"panel/{key}")
    with context.reader.transaction() as connection:
        return jsonify({"flags": flags.of_panellist(connection, session, place.key)})


@blueprint.get("/api/s/<code>/organiser/state")
def organiser_state(code: str) -> Response:
    context, session, _ = _reader(code, "organiser")
    return jsonify(state_for_organiser(context, session))


def state_for_organiser(context: AppContext, session: Session) -> dict:
    """Phase, switches, seats with their links, how many questions stand where, and until when they may be kept."""
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        seats = sessions.seats(connection, session)
        due = retention.due(connection, session)
        counts = {str(status): questions.count(connection, session, status) for status in Status}
        line = [note for note in chair_notes.recent(connection, session) if note["seat"] == str(SeatKind.ORGANISER)]
    names = seat_names(session)
    return {
        "session": session.code,
        "phase": str(session.phase),
        "settings": render.settings(session),
        "seats": [seat | {"name": names.get(seat["seat"])} for seat in seats],
        "links": links.all_links(context.config.public_url, context.key, session, seats),
        "counts": counts,
        "notes": line,
        "purge_due": due,
        "purge_overdue": due is not None and due <= now()[0],
    }


def seat_names(session: Session) -> dict[str, str]:
    """{seat: the person's name} for chairs and panellists."""
    chairs = {f"chair.{chair['seat']}": chair["name"] for chair in session.definition["chairs"]}
    return chairs | {f"panel.{panellist['key']}": panellist["name"] for panellist in session.definition["panellists"]}


def _reader(code: str, seat: str) -> tuple[AppContext, Session, Seat]:
    """The seat that reads, with its cookie checked."""
    context = app_context()
    session = context.session(code)
    place = auth.read_seat(session, seat)
    auth.caller(context, session, place, request.cookies)
    return context, session, place
