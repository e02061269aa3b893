"""The routes of the bridge: a program submits questions; the organiser makes and revokes the program's token."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from ...core.refusals import Refusal
from ...services.acts import bridging
from ...services.acts.bridging import BridgeQuestion
from ...services.imports.choices import asked_at, clean_source
from ...store import bridges
from .. import metrics
from ..context import app_context
from . import parsing
from .authentication import authenticate
from .commands import identify_language, read_body

blueprint = Blueprint("bridge", __name__)

FIELDS: parsing.Fields = {
    "text": (str, True),
    "source": (str, True),
    "language": (str, False),
    "group": (str, False),
    "region": (str, False),
    "topic": (str, False),
    "name": (str, False),
    "time": (str, False),
}
"""The fields of a question. `time`: ISO 8601; a time without an offset is in the session's zone."""
_SCHEME = "Bearer "


@blueprint.put("/api/s/<code>/bridge/<key>")
def submit(code: str, key: str) -> Response:
    """Store a question that a program submits. The status is 201, also for a repeated request.

    Refuses with `request.origin` if a browser page sent the request, and with `seat.unknown` if the request lacks the
    token. Also refuses with `session.unknown` and `limit.requests`, and with the codes of `read_body` and
    `bridging.submission`.
    """
    context = app_context()
    if request.headers.get("Origin"):
        raise Refusal("request.origin")
    session = context.session(code)
    given = request.headers.get("Authorization", "")
    token = given.removeprefix(_SCHEME) if given.startswith(_SCHEME) else ""
    with context.reader.transaction() as connection:
        bridge = bridges.find(connection, session)
    if not bridging.is_token(bridge, context.key, session, token):
        raise Refusal("seat.unknown")
    context.limits.check("bridge", str(session.id), None, is_staff=True)
    body = read_body()
    params = parsing.read_fields(FIELDS, body)
    source = clean_source(params.pop("source"))
    time = params.pop("time", None)
    moment = asked_at(time, session)
    if not source or (time is not None and moment is None):
        raise Refusal("request.field", field="time" if source else "source")
    identified = identify_language(session, params)
    question = BridgeQuestion(identified, source, moment, params)
    body_hash = parsing.hash_command(context.key, "bridge", body)
    result = "server.error"
    try:
        run = bridging.submission(context.key, session.code, token, parsing.read_key(key), body_hash, question)
        answer = context.writer.submit(run).wait().answer
        result = "already" if answer["already"] else "ok"
    except Refusal as refusal:
        result = refusal.code
        raise
    finally:
        metrics.commanded("import", result)
    response = jsonify({"ok": True, **answer})
    response.status_code = 201
    return response


@blueprint.post("/api/s/<code>/organiser/bridge")
def make(code: str) -> Response:
    """Make a token and return it. No later answer contains this token.

    Refuses with `request.field`, and with the codes of `authenticate` and `bridging.make_token`.
    """
    context, session, _ = authenticate(code, "organiser", "export")
    parsing.read_fields({}, read_body())
    return jsonify({"ok": True, "token": bridging.make_token(context.writer, context.key, session.code)})


@blueprint.post("/api/s/<code>/organiser/revoke-bridge")
def revoke(code: str) -> Response:
    """Revoke the token. Refuses with `request.field`, and with the codes of `authenticate`."""
    context, session, _ = authenticate(code, "organiser", "export")
    parsing.read_fields({}, read_body())
    return jsonify({"ok": True, **bridging.revoke_token(context.writer, session.code)})
