"""The read routes, such as snapshot, changes, older questions, and an attendee's questions."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from ...core import visibility, workflow
from ...core.contracts import UndoPreview
from ...core.model import AUDIENCE_OF_SEAT, Audience, SeatKind, Status
from ...core.refusals import Refusal
from ...store import flags, log, questions, render, sessions, streams
from .. import auth
from ..context import now
from ..language_choice import choose_languages
from ..my_questions import my_questions
from ..snapshots import Snapshot
from ..streams import snapshot_of, stream_of
from .authentication import authenticate

blueprint = Blueprint("reads", __name__)


@blueprint.get("/api/s/<code>/<path:seat>/snapshot")
def snapshot(code: str, seat: str) -> Response:
    """Return the stream's snapshot, or 304 if the client already has the present snapshot."""
    context, session, target = authenticate(code, seat)
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
    # Use a weak ETag: the compressed and the plain body of a snapshot have the same ETag, but a strong ETag is allowed
    # for identical bytes only.
    response.set_etag(_etag(head), weak=True)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@blueprint.get("/api/s/<code>/<path:seat>/changes")
def changes(code: str, seat: str) -> Response:
    """Return the changes after seq `after`, rendered from the current rows.

    A client whose epoch is not the present epoch gets the snapshot. The snapshot comes from a cache, because all
    clients need the snapshot at the same time after a restart. For chairs, the server does not use the cache and
    renders the snapshot for each request.
    """
    context, session, target = authenticate(code, seat)
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
    elif target.kind is SeatKind.BOOTH:
        change["presence"] = context.presence.readers(session.id, SeatKind.BOOTH)
    return jsonify(change)


@blueprint.get("/api/s/<code>/<path:seat>/questions")
def older(code: str, seat: str) -> Response:
    """Return a page of questions in one status, as this seat's stream would show them.

    The questions are in descending order of their numbers. Exception: under the Chatham House Rule, numbers are random,
    so chairs get the questions in the order of arrival, the newest first.

    Query parameters:
    - `status`: a status of `visibility.PAGED`.
    - `from`: the number of the first question of the page.
    - `before`: the number of the last question of the previous page. Ignored if `from` is given.
    - `lang`: the language of the translations for an attendee.

    Refuses with `seat.forbidden` if `visibility.PAGED` does not contain the status for this seat. Refuses with
    `request.field` if the value of a parameter is wrong.
    """
    context, session, target = authenticate(code, seat)
    audience = AUDIENCE_OF_SEAT.get(target.kind)
    try:
        status = Status(request.args.get("status", ""))
    except ValueError:
        raise Refusal("request.field", field="status") from None
    before, first = (_number_in_query(name) for name in ("before", "from"))
    if audience is None or status not in visibility.PAGED[audience]:
        raise Refusal("seat.forbidden")
    lang = streams.language_of(stream_of(session, target, request.args.get("lang")))
    # Under the Rule, numbers are random. Sort by arrival for the chairs only: no other audience may see this order.
    by_arrival = session.settings.chatham_house_rule and audience is Audience.CHAIRS
    read_page = questions.page_by_arrival if by_arrival else questions.page
    with context.reader.transaction() as connection:
        page, has_more = read_page(
            connection, session, [status], first if first is not None else before, is_included=first is not None
        )
    return jsonify(
        {
            "questions": [
                visibility.view(question, audience, session.settings, session.rule_languages, lang) for question in page
            ],
            "more": has_more,
        }
    )


def _number_in_query(name: str) -> int | None:
    """Return the question number in the query parameter `name`, or None if the parameter is absent.

    Refuses with `request.field` if the value is not a number.
    """
    value = request.args.get(name)
    if value is None:
        return None
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise Refusal("request.field", field=name)
    return int(value)


@blueprint.get("/api/s/<code>/attendee/own")
def own_questions(code: str) -> Response:
    """Return the attendee's questions and votes."""
    context, session, target = authenticate(code, "attendee")
    return jsonify(
        my_questions(
            context,
            session,
            auth.caller(context, session, target, request.cookies),
            choose_languages(session, target),
        )
    )


@blueprint.get("/api/s/<code>/chair/<key>/undo")
def undo_preview(code: str, key: str) -> Response:
    """Return a preview of `undo`: the act that `undo` would take back."""
    context, session, target = authenticate(code, f"chair/{key}")
    with context.reader.transaction() as connection:
        row = log.latest_to_undo(connection, session, target.name)
    if row is None or session.phase not in workflow.RULES["undo"].phases:
        return jsonify({"act": None})
    preview: UndoPreview = {"act": row["act"], "numbers": list(row["before"]), "at": row["at"]}
    return jsonify(preview)


@blueprint.get("/api/s/<code>/panel/<key>/flags")
def flagged(code: str, key: str) -> Response:
    """Return the numbers of the questions that this panellist has flagged."""
    context, session, target = authenticate(code, f"panel/{key}")
    with context.reader.transaction() as connection:
        return jsonify({"flags": flags.of_panellist(connection, session, target.key)})
