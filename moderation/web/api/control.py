"""The HTTP interface of the command line: organiser commands, authorised by the token in server.json."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from ...core.refusals import Refusal
from ...services.acts import control
from ..context import AppContext, app_context
from ..lifecycle import log_phase
from . import operation
from .commands import LARGEST_DEFINITION, read_body

FORWARDED = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via")
"""The headers that proxies add to a request."""

blueprint = Blueprint("control", __name__)


@blueprint.post("/api/control/<act>")
def command(act: str) -> Response:
    """Return the server's status for the command `status`. Execute every other command with `execute_control`.

    Refuses with `request.not_found` if the request comes from another machine or through a proxy, even with the right
    token. Refuses with `seat.unknown` if a local request lacks the token, and with `request.origin` if a browser page
    sent the request. Also refuses with the codes of `read_body` and `execute_control`.
    """
    context = app_context()
    if not is_local():
        raise Refusal("request.not_found")
    _check_token(context)
    request.max_content_length = LARGEST_DEFINITION
    body = read_body()
    if request.headers.get("Origin"):
        raise Refusal("request.origin")
    if act == "status":
        return jsonify({"ok": True, **operation.server_status(context)})
    return jsonify({"ok": True, **execute(context, act, body)})


def execute(context: AppContext, act: str, body: Mapping[str, Any]) -> control.ControlAnswer:
    """Execute a command of `execute_control` in the running server.

    Then do what the command makes necessary in this process: delete cached texts, translate a new session, or update
    the data that depend on a changed definition.
    """
    answer = control.execute_control(context.controls(), act, body)
    if act in control.PHASE_ACTS:
        log_phase(str(body["code"]).upper(), answer)
        # Clear the caches: `open` can delete questions of the rehearsal whose texts are still cached.
        context.forget_words()
    if act == "create":
        context.translation.serve(context.session(answer["code"]))
    if act in control.REDEFINING:
        context.redefined(str(body["code"]), answer["changed"])
    return answer


def _check_token(context: AppContext) -> None:
    if not has_token(context):
        raise Refusal("seat.unknown")


def is_local() -> bool:
    """Return whether the caller is on this machine. A request with a header of `FORWARDED` is not local."""
    own_addresses = ("127.0.0.1", "::1", request.environ.get("SERVER_NAME"))
    return request.remote_addr in own_addresses and not any(name in request.headers for name in FORWARDED)


def has_token(context: AppContext) -> bool:
    """Return whether the request contains the token of server.json."""
    return is_bearer(context.token)


def is_bearer(token: str) -> bool:
    """Return whether the request's Authorization header contains this token."""
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode("utf-8", "replace"), f"Bearer {token}".encode())
