"""The further pages of the organiser: `/s/CODE/NAME`, with the cookie of the organiser's seat."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request
from flask.typing import ResponseReturnValue

from ...core.refusals import Refusal
from .. import auth, messages
from ..context import app_context
from . import page_data
from .rendering import render


def organiser_page(code: str, name: str, template: str, **values: Any) -> ResponseReturnValue:
    """Return the page `name` from a template. If the request has no valid cookie of the organiser, redirect to the
    organiser's page.

    Refuses with `session.unknown` and `limit.requests`.
    """
    context = app_context()
    session = context.session(code)
    organiser = auth.read_seat(session, "organiser")
    try:
        caller = auth.caller(context, session, organiser, request.cookies)
    except Refusal:
        return redirect(f"/s/{session.code}/organiser", 303)
    if code != session.code:
        return redirect(f"/s/{session.code}/{name}", 303)
    auth.count_request(context, session, caller, "page", request.remote_addr)
    page = page_data.page(context, session, organiser, messages.choose_languages(session, organiser), None)
    response = Response(render(template, session=session, page=page, organiser_page=name, **values))
    auth.renew_login(context, response, session, organiser)
    return response
