"""The route that makes new entry codes and returns the organiser's sheet of new entry codes."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from ...core.refusals import Refusal
from ...services import links
from ...services.acts import entry_codes
from ...services.printed_look import printed_look
from .. import auth
from ..context import app_context
from ..csrf import check_form_origin
from ..language_choice import choose_language
from . import entry_sheet, printed

blueprint = Blueprint("entering", __name__)

MOST_ON_PAGE = 200
"""Maximum number of codes that the form makes at once. The command line has its own maximum, `MOST_AT_ONCE`."""


@blueprint.get("/s/<code>/organiser/entry-codes")
def sheet_address(code: str) -> ResponseReturnValue:
    """Redirect to the organiser's page. The form uses only POST, but a person may type the form's address."""
    return redirect(f"/s/{app_context().session(code).code}/organiser", 303)


@blueprint.post("/s/<code>/organiser/entry-codes")
def make(code: str) -> Response:
    """Make entry codes and return them as a printable page or as a CSV file. `count`: the number of codes.

    Refuses with `request.origin`, `seat.unknown`, `limit.requests`, and with the codes of
    `services.acts.entry_codes.make`.
    """
    context = app_context()
    check_form_origin(context.config)
    session = context.session(code)
    caller = auth.caller(context, session, auth.read_seat(session, "organiser"), request.cookies)
    auth.count_request(context, session, caller, "export", request.remote_addr)
    count, form = request.form.get("count", ""), request.form.get("format", "html")
    if not (count.isascii() and count.isdigit() and len(count) < 5 and 1 <= int(count) <= MOST_ON_PAGE):
        raise Refusal("request.field", field="count", limit=MOST_ON_PAGE)
    if form not in ("html", "csv"):
        raise Refusal("request.field", field="format")
    new = entry_codes.make(context.writer, context.reader, context.key, session.code, int(count))
    join_url = links.attendee_link(context.config.public_url, session)
    if form == "csv":
        return _as_file(entry_sheet.for_mailing(new, join_url), f"{session.code}-entry-codes.csv")
    title, lang = session.definition["title"], choose_language()
    with context.reader.transaction() as connection:
        look = printed_look(connection, session)
    # Draw the QR codes in a real thread, so that the event loop is not blocked.
    page = context.runtime.in_thread(entry_sheet.as_html, new, title, join_url, lang, look)
    return _as_page(page, printed.policy(entry_sheet.style(look), "data:"))


def _as_file(content: bytes, name: str) -> Response:
    headers = {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers)


def _as_page(content: bytes, policy: str) -> Response:
    headers = {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy}
    return Response(content, headers=headers | {"Cache-Control": "no-store"})
