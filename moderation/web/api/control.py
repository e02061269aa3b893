"""The HTTP interface of the command line: organiser commands, authorised by the token in server.json."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, jsonify, request

from ...core.refusals import Refusal
from ...services.acts import control
from ..context import AppContext, app_context
from .commands import read_body

LARGEST_DEFINITION = 1024 * 1024
"""Maximum size of a session file, in bytes. A file in six languages is longer than other requests may be."""

blueprint = Blueprint("control", __name__)


@blueprint.post("/api/control/<act>")
def command(act: str) -> Response:
    """Execute create, open, pause, close, reopen, purge, links, renew, revoke or backup.

    Refuses `seat.unknown` without the token, and `request.origin` for requests of a browser page.
    """
    context = app_context()
    _check_token(context)
    request.max_content_length = LARGEST_DEFINITION
    body = read_body()
    if request.headers.get("Origin"):
        raise Refusal("request.origin")
    answer = control.execute_control(context.controls(), act, body)
    if act == "create":
        context.translation.serve(context.session(answer["code"]))
    return jsonify({"ok": True, **answer})


def _check_token(context: AppContext) -> None:
    if not has_token(context):
        raise Refusal("seat.unknown")


def has_token(context: AppContext) -> bool:
    """Return whether the request has the token of server.json."""
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {context.token}".encode())
