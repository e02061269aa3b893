"""For whoever runs the server: is it alive, may it be sent people, how is it doing."""

from __future__ import annotations

from flask import Blueprint, Response

from .floor import Floor, floor

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok", mimetype="text/plain")


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether people may be sent here: the writer answers, the store can be read, nobody has asked us to stop."""
    problem = _problem(floor())
    return Response(problem or "ok", status=503 if problem else 200, mimetype="text/plain")


def _problem(here: Floor) -> str | None:
    if here.is_draining:
        return "draining"
    if not here.probe.is_answered():
        return "writer"
    try:
        with here.reader.transaction() as connection:
            connection.execute("SELECT count(*) FROM sessions").fetchone()
    except Exception:
        return "store"
    return None
