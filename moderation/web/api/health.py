"""For whoever runs the server: is it alive, may it be sent people, how is it doing."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE

from ...core.refusals import Refusal
from ...store import translations
from .. import metrics
from ..context import AppContext, app_context
from . import control

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via")

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether people may be sent here: the writer answers, the store can be read, nobody has asked us to stop."""
    problem = _problem(app_context())
    return Response(problem or "ok", status=503 if problem else 200, mimetype="text/plain")


@blueprint.get("/metrics")
def figures() -> Response:
    """For Prometheus. Refuses `request.not_found` to all but the holder of server.json's token and, with METRICS=1, a caller on this machine itself."""
    context = app_context()
    if not control.has_token(context) and not (context.config.metrics and _is_from_here()):
        raise Refusal("request.not_found")
    with context.reader.transaction() as connection:
        states = translations.states(connection)
    phones = len(current_app.extensions["socketio"].server.eio.sockets)
    return Response(metrics.text(phones, context.writer.waiting(), states), content_type=CONTENT_TYPE)


def _is_from_here() -> bool:
    """Not by way of a proxy on this machine either."""
    return request.remote_addr in ("127.0.0.1", "::1") and not any(name in request.headers for name in FORWARDED)


def _problem(context: AppContext) -> str | None:
    if context.is_draining:
        return "draining"
    if not context.probe.is_answered():
        return "writer"
    try:
        with context.reader.transaction() as connection:
            connection.execute("SELECT count(*) FROM sessions").fetchone()
    except Exception:
        return "store"
    return None
