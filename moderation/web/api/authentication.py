"""The authentication of the caller of a route, for all routes that do not execute an act."""

from __future__ import annotations

from flask import request

from ...core.model import Seat, Session
from .. import auth
from ..context import AppContext, app_context
from ..csrf import check_origin


def authenticate(code: str, seat: str, kind: str = "read") -> tuple[AppContext, Session, Seat]:
    """Authenticate the caller and count the request; return (context, session, seat).

    `kind`: the kind of the request (rate_limits.py). Refuses with `session.unknown`, `seat.unknown` and
    `limit.requests`. Also refuses with `request.origin` if a request other than GET does not come from a page of this
    server.
    """
    context = app_context()
    if request.method != "GET":
        check_origin(context.config)
    session = context.session(code)
    target = auth.read_seat(session, seat)
    caller = auth.caller(context, session, target, request.cookies)
    auth.count_request(context, session, caller, kind, request.remote_addr)
    return context, session, target
