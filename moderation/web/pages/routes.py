"""The HTML pages: the attendee page, and a page for each staff seat. The attendee page works without JavaScript."""

from __future__ import annotations

import json
import time
from functools import lru_cache
from io import BytesIO

import segno
from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from ...core.contracts import Change
from ...core.model import Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links, words
from .. import auth, cookies, messages
from ..context import AppContext, app_context
from ..csrf import check_form_origin
from ..headers import content_security_policy
from ..streams import snapshot_of, stream_of
from . import page_data
from .entry_page import entry_page
from .floor import render_floor, render_own
from .rendering import render

blueprint = Blueprint("pages", __name__)

TEMPLATES = {
    SeatKind.CHAIR: "chairs.html",
    SeatKind.STAGE: "stage.html",
    SeatKind.PANEL: "panel.html",
    SeatKind.BOOTH: "booth.html",
    SeatKind.ORGANISER: "organiser.html",
}


@blueprint.post("/language")
def switch_language() -> ResponseReturnValue:
    """Store the interface language or the reading language in a cookie and redirect back.

    Refuses with `request.origin` if the form comes from a page of another origin.
    """
    check_form_origin(app_context().config)
    back = request.form.get("back", "/")
    if not back.startswith("/") or back.startswith(("//", "/\\")) or any(char < " " for char in back):
        back = "/"
    response = redirect(back, 303)
    store_languages(response)
    return response


def store_languages(response: BaseResponse) -> None:
    """Store the chosen languages in cookies with a lifetime of one year. Ignore unknown languages.

    `lang` in the form: the interface language. `read` in the form or the query: the reading language, or `asked` for
    the language in which each question was asked.
    """
    lang, read = request.form.get("lang", ""), request.values.get("read", "")
    choices = []
    if lang in messages.INTERFACE:
        choices.append((messages.LANGUAGE_COOKIE, lang))
    if read == messages.AS_ASKED or words.find_language(read):
        choices.append((messages.READING_COOKIE, read))
    for name, value in choices:
        cookies.store(response, app_context().config, name, value, 365 * 86400)


@blueprint.get("/s/<code>")
def floor_page(code: str) -> ResponseReturnValue:
    """Return the attendee page, and set the attendee's cookie. Make a new cookie if the request has no valid cookie.

    Each visit sets the cookie again, so that the cookie lasts for `auth.COOKIE_SECONDS` after the latest visit. Refuses
    with `session.unknown` and `limit.requests`. The rate limit does not count requests without a valid cookie.
    """
    context = app_context()
    session = context.session(code)
    if code != session.code:
        return redirect(f"/s/{session.code}", 303)
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    is_new = links.attendee_token_hash(context.key, session, cookie) is None
    if is_new:
        cookie = links.new_attendee_cookie(context.key, session, time.time())
    else:
        auth.count_read(context, session, "page", request.cookies)
    response = Response(render_floor(context, session, cookie, {}))
    # Do not use no-store. With no-store, the Back button would load a form with a new key, and a second click on the
    # send button would ask the same question twice.
    response.headers["Cache-Control"] = "private, no-cache"
    auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


@blueprint.get("/s/<code>/own")
def own_page(code: str) -> ResponseReturnValue:
    """Return the page that the attendee page shows in an iframe if JavaScript is off: the attendee's own questions.

    Refuses with `session.unknown`, `seat.unknown`, `limit.requests`.
    """
    context = app_context()
    session = context.session(code)
    auth.count_read(context, session, "page", request.cookies)
    response = Response(render_own(context, session, request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")))
    response.headers["Content-Security-Policy"] = content_security_policy(context.config, framed_by="'self'")
    return response


@blueprint.get("/s/<code>/ask")
@blueprint.get("/s/<code>/edit")
@blueprint.get("/s/<code>/entry")
@blueprint.get("/s/<code>/forget")
@blueprint.get("/s/<code>/language")
@blueprint.get("/s/<code>/withdraw")
@blueprint.get("/s/<code>/vote")
def form_address(code: str) -> ResponseReturnValue:
    """Redirect to the attendee page.

    A browser sends this GET request if a person types the URL of a form, or reloads the page after an error.
    """
    return redirect(f"/s/{app_context().session(code).code}", 303)


@blueprint.get("/s/<code>/qr.svg")
def qr(code: str) -> Response:
    """Return the QR code of the attendee link as SVG, black on white with a quiet zone."""
    context = app_context()
    picture = qr_code(links.attendee_link(context.config.public_url, context.session(code)))
    response = Response(picture, mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@lru_cache(maxsize=64)
def qr_code(link: str) -> bytes:
    """Return the QR code of a link as SVG, black on white with a quiet zone."""
    picture = BytesIO()
    segno.make(link, error="m").save(
        picture, kind="svg", border=4, dark="#000", light="#fff", svgns=True, xmldecl=False, omitsize=True
    )
    return picture.getvalue()


@blueprint.get("/s/<code>/<path:seat>")
def staff_page(code: str, seat: str) -> ResponseReturnValue:
    """Return a seat's page. If the request has no valid cookie of the seat, return the page that exchanges the secret
    of the seat's link for the cookie.
    """
    context = app_context()
    session = context.session(code)
    target = auth.read_seat(session, seat)
    if target.kind is SeatKind.ATTENDEE:
        return redirect(f"/s/{session.code}", 303)
    if request.path != f"/s/{session.code}/{target.path}":
        return redirect(f"/s/{session.code}/{target.path}", 303)
    try:
        caller = auth.caller(context, session, target, request.cookies)
    except Refusal:
        return entry_page(context, session, target)
    auth.count_request(context, session, caller, "page", request.remote_addr)
    languages = messages.choose_languages(session, target)
    page = page_data.page(context, session, target, languages, _state(context, session, target))
    response = Response(render(TEMPLATES[target.kind], session=session, page=page))
    auth.renew_login(context, response, session, target)
    return response


def _state(context: AppContext, session: Session, seat: Seat) -> Change | None:
    if seat.kind is SeatKind.ORGANISER:
        return None
    state: Change = json.loads(snapshot_of(context, session.code, stream_of(session, seat, None)).plain)
    return state


def error_page(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    """Return a refusal as a page: (HTML, status, headers)."""
    return (
        render(
            "message.html",
            code=refusal.code,
            message=messages.sentence(refusal),
            shows_unsent=refusal.code == "session.unknown" and request.endpoint == "pages.floor_page",
        ),
        refusal.status,
        messages.headers(refusal),
    )
