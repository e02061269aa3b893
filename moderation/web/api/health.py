"""Health checks and metrics for the operator of the server."""

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
    """Return `ok`. This shows that the process handles requests."""
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Return 200 if the writer runs commands, the store can be read, and the server is not draining; otherwise 503."""
    problem = _problem(app_context())
    return Response(problem or "ok", status=503 if problem else 200, mimetype="text/plain")


@blueprint.get("/metrics")
def figures() -> Response:
    """Return the metrics for Prometheus.

    Refuses `request.not_found` without the token of server.json, unless METRICS=1 and the caller is on this machine.
    """
    context = app_context()
    if not control.has_token(context) and not (context.config.metrics and _is_local()):
        raise Refusal("request.not_found")
    with context.reader.transaction() as connection:
        states = translations.states(connection)
    phones = len(current_app.extensions["socketio"].server.eio.sockets)
    return Response(metrics.text(phones, context.writer.waiting(), states), content_type=CONTENT_TYPE)


def _is_local() -> bool:
    """Return whether the caller is on this machine. A request through a proxy on this machine is not local."""
    return request.remote_addr in ("127.0.0.1", "::1") and not any(name in request.headers for name in FORWARDED)


def _problem(context: AppContext) -> str | None:
    """Return the part that prevents the server from serving: `draining`, `writer` or `store`; None if there is none."""
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
