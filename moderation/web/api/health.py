"""Health checks and metrics for the operator of the server."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from prometheus_client import CONTENT_TYPE_LATEST as CONTENT_TYPE

from ...core.refusals import Refusal
from ...store import translations
from .. import metrics
from ..context import AppContext, app_context
from . import control, operation

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Return `ok`, which shows that the process handles requests."""
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Return 200 if the writer runs commands, the store can be read, and the server is not draining.

    Otherwise, return 503. The first line of the body is `ok` or the reason. Each further line names a current fault
    (web/faults).
    """
    context = app_context()
    problem = _problem(context)
    lines = [problem or "ok", *context.faults.present()]
    return Response("\n".join(lines), status=503 if problem else 200, mimetype="text/plain")


@blueprint.get("/metrics")
def measurements() -> Response:
    """Return the metrics for Prometheus.

    The caller must send the token of server.json. With METRICS=1, a caller on this machine needs no token. Refuses all
    other requests with `request.not_found`.
    """
    context = app_context()
    if not control.has_token(context) and not (context.config.metrics and control.is_local()):
        raise Refusal("request.not_found")
    with context.reader.transaction() as connection:
        states = translations.states(connection)
    phones = len(current_app.extensions["socketio"].server.eio.sockets)
    figures = metrics.text(
        phones, context.writer.waiting(), states, context.faults.disk_free(), context.faults.database_bytes()
    )
    return Response(figures, content_type=CONTENT_TYPE)


@blueprint.get("/api/forwarded")
def forwarded() -> Response:
    """Return how proxies forwarded this request. The command `doctor` uses the answer to check the setting
    TRUSTED_PROXIES.

    The answer contains no address. Refuses with `request.not_found` if the request does not contain the token of
    `operation.proxies_token`.
    """
    if not control.is_bearer(operation.proxies_token(app_context().token)):
        raise Refusal("request.not_found")
    return jsonify(operation.forwarding())


def _problem(context: AppContext) -> str | None:
    """Return the reason why the server is not ready: `draining`, `writer` or `store`.

    Return None if the server is ready.
    """
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
