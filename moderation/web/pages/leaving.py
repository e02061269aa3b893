"""The pages on which a person leaves a staff seat: the page that asks for confirmation, and the page afterwards."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from ...core.model import SeatKind
from ...core.refusals import Refusal
from .. import auth, cookies
from ..context import app_context
from ..csrf import check_form_origin
from .routes import render

blueprint = Blueprint("leaving", __name__)


@blueprint.get("/s/<code>/<path:seat>/leave")
def ask_to_leave(code: str, seat: str) -> ResponseReturnValue:
    """Return the page that asks whether to leave the seat.

    If the browser has no valid cookie of the seat, redirect to the seat's page.
    """
    context = app_context()
    session = context.session(code)
    target = auth.read_seat(session, seat)
    if target.kind is SeatKind.ATTENDEE:
        return redirect(f"/s/{session.code}", 303)
    seat_path = f"/s/{session.code}/{target.path}"
    try:
        auth.caller(context, session, target, request.cookies)
    except Refusal:
        return redirect(seat_path, 303)
    return render("leave.html", session=session, seat_path=seat_path)


@blueprint.post("/s/<code>/<path:seat>/leave")
def leave(code: str, seat: str) -> Response:
    """Delete the seat's cookie and storage in this browser, and return a page that says how to come back.

    If the request has cookies of other seats, the storage also contains texts of those seats. In this case,
    `Clear-Site-Data` does not clear the storage, and the page's script deletes only the entries of this seat. Refuses
    with `request.origin`, `session.unknown` or `seat.unknown`, and with `seat.forbidden` for an attendee.
    """
    context = app_context()
    check_form_origin(context.config)
    session = context.session(code)
    target = auth.read_seat(session, seat)
    if target.kind is SeatKind.ATTENDEE:
        raise Refusal("seat.forbidden")
    name = auth.cookie_name(session, target)
    is_last = auth.is_only_seat(request.cookies, session, target)
    response = Response(
        render("left.html", session=session, seat_path=f"/s/{session.code}/{target.path}", is_last=is_last)
    )
    cookies.delete(response, context.config, name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if is_last else '"cache"'
    return response
