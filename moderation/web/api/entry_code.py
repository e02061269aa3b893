"""The route by which an attendee enters an entry code."""

from __future__ import annotations

from flask import Blueprint, Response, request

from ...core.refusals import Refusal
from .. import auth
from ..context import app_context
from ..csrf import check_origin
from ..entering import enter_code
from .commands import read_body

blueprint = Blueprint("entry_code", __name__)


@blueprint.post("/api/s/<code>/attendee/enter")
def enter(code: str) -> Response:
    """Bind the entry code `secret` to the attendee's cookie. Do nothing if this attendee needs no code.

    Refuses with `session.unknown`, `seat.unknown`, `limit.requests`, `request.field`, and with the codes of
    `check_origin`, `read_body` and `enter_code`.
    """
    context = app_context()
    check_origin(context.config)
    session = context.session(code)
    caller = auth.caller(context, session, auth.ATTENDEE, request.cookies)
    auth.count_request(context, session, caller, "command", request.remote_addr)
    secret = read_body().get("secret")
    if not isinstance(secret, str):
        raise Refusal("request.field", field="secret")
    enter_code(context, session, caller, secret)
    return Response(status=204)
