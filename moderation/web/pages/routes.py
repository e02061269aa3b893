"""The HTML pages: join, the attendee page, and a page for each staff seat. Attendee pages work without their script."""

from __future__ import annotations

import json
import secrets
from io import BytesIO
from typing import Any

import segno
from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from ...core.contracts import Change, PageData, QuestionView
from ...core.model import Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links
from .. import auth, messages
from ..context import AppContext, app_context
from ..csrf import check_form_origin
from ..headers import content_security_policy
from ..my_questions import my_questions
from ..streams import snapshot_of, stream_of
from . import page_data
from .assets import asset

blueprint = Blueprint("pages", __name__)

LISTED = 20
"""Maximum number of questions of the public list in the page. Without JavaScript, a link loads all other questions."""

TEMPLATES = {
    SeatKind.CHAIR: "chairs.html",
    SeatKind.STAGE: "stage.html",
    SeatKind.PANEL: "panel.html",
    SeatKind.BOOTH: "booth.html",
    SeatKind.ORGANISER: "organiser.html",
}


@blueprint.get("/")
def join() -> str:
    """Return the join page, on which a person types a session code."""
    return render("join.html", error=None, code="")


@blueprint.get("/join")
def join_by_code() -> ResponseReturnValue:
    """Redirect to the session with the typed code, or return the join page with the refusal."""
    code = request.args.get("code", "")[:40]
    try:
        return redirect(f"/s/{app_context().session(code).code}", 303)
    except Refusal as refusal:
        return render("join.html", error=messages.sentence(refusal), code=code), refusal.status


@blueprint.post("/language")
def store_language() -> ResponseReturnValue:
    """Store the interface language in a cookie and redirect back. Refuses `request.origin`."""
    check_form_origin(app_context().config)
    lang, back = request.form.get("lang", ""), request.form.get("back", "/")
    if not back.startswith("/") or back.startswith(("//", "/\\")) or any(char < " " for char in back):
        back = "/"
    response = redirect(back, 303)
    if lang in messages.INTERFACE:
        response.set_cookie(
            messages.LANGUAGE_COOKIE,
            lang,
            max_age=365 * 86400,
            samesite="Lax",
            secure=app_context().config.secure,
            httponly=True,
        )
    return response


@blueprint.get("/s/<code>")
def floor_page(code: str) -> ResponseReturnValue:
    """Return the attendee page, with a new cookie if the request has none. Refuses `limit.attendees`."""
    context = app_context()
    session = context.session(code)
    if code != session.code:
        return redirect(f"/s/{session.code}", 303)
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    is_new = links.attendee_token_hash(context.key, session, cookie) is None
    if is_new:
        cookie = auth.new_attendee(context, session, request.remote_addr)
    response = Response(render_floor(context, session, cookie, {}))
    # Do not use no-store. With no-store, Back would reload the form with a new key, and a second click on the send
    # button would ask a second question.
    response.headers["Cache-Control"] = "private, no-cache"
    if is_new:
        auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


def render_floor(context: AppContext, session: Session, cookie: str, form: dict[str, Any]) -> str:
    """Return the attendee page. `form` may contain the typed text and its error."""
    page, tokens = _attendee_data(context, session, cookie)
    blank = {
        "text": "",
        "language": "",
        "group": "undisclosed",
        "region": "",
        "to": "",
        "name": "",
        "show_name": False,
        "error": None,
        "reword": None,
        "notice_needed": not page["own"]["questions"],
    }
    return render(
        "floor.html",
        session=session,
        page=page,
        my_questions=page["own"],
        coming=_top_of_list(page["state"]),
        form=blank | tokens | form,
    )


def _attendee_data(context: AppContext, session: Session, cookie: str) -> tuple[PageData, dict[str, str]]:
    """Return (the page data, {token, key} of the page's forms).

    Each call returns a new key. Refuses `seat.unknown` for a forged cookie.
    """
    lang = messages.choose_language()
    caller = auth.caller(context, session, auth.ATTENDEE, {auth.cookie_name(session, auth.ATTENDEE): cookie})
    questions = my_questions(context, session, caller, lang)
    snapshot = snapshot_of(context, session.code, f"floor.{messages.reading_language(session, lang)}")
    page = page_data.page(context, session, auth.ATTENDEE, lang, json.loads(snapshot.plain), questions)
    return page, {"token": links.form_token(context.key, session, cookie), "key": secrets.token_urlsafe(12)}


@blueprint.get("/s/<code>/own")
def own_page(code: str) -> ResponseReturnValue:
    """Return the frame with the attendee's questions. Without JavaScript, the frame reloads itself.

    Refuses `seat.unknown`.
    """
    context = app_context()
    session = context.session(code)
    page, tokens = _attendee_data(context, session, request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), ""))
    response = Response(render("my_questions.html", session=session, page=page, my_questions=page["own"], form=tokens))
    response.headers["Content-Security-Policy"] = content_security_policy(context.config, framed_by="'self'")
    return response


def _top_of_list(state: Change | None) -> list[QuestionView]:
    """Return the first questions of the public list, in order.

    Only the first questions are rendered here, because rendering a question takes most of the time for a page. The
    script then renders the complete list.
    """
    if state is None:
        return []
    views = {view["number"]: view for view in state["put"]}
    return [views[number] for number in state.get("queue", [])[: None if request.args.get("all") else LISTED]]


@blueprint.get("/s/<code>/ask")
@blueprint.get("/s/<code>/withdraw")
@blueprint.get("/s/<code>/vote")
def form_address(code: str) -> ResponseReturnValue:
    """Redirect to the attendee page, because the URL of a form was opened by hand or reloaded after an error."""
    return redirect(f"/s/{app_context().session(code).code}", 303)


@blueprint.get("/s/<code>/qr.svg")
def qr(code: str) -> Response:
    """Return the QR code of the attendee link as SVG, black on white with a quiet zone."""
    context = app_context()
    picture = BytesIO()
    segno.make(links.attendee_link(context.config.public_url, context.session(code)), error="m").save(
        picture, kind="svg", border=4, dark="#000", light="#fff", svgns=True, xmldecl=False, omitsize=True
    )
    response = Response(picture.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/s/<code>/<path:seat>")
def staff_page(code: str, seat: str) -> ResponseReturnValue:
    """Return a seat's page. Without the seat's cookie, return the page that exchanges the link's secret for it."""
    context = app_context()
    session = context.session(code)
    target = auth.read_seat(session, seat)
    if target.kind is SeatKind.ATTENDEE:
        return redirect(f"/s/{session.code}", 303)
    if request.path != f"/s/{session.code}/{target.path}":
        return redirect(f"/s/{session.code}/{target.path}", 303)
    try:
        auth.caller(context, session, target, request.cookies)
    except Refusal:
        return render(
            "enter.html", session=session, seat=target, enter_url=f"/api/s/{session.code}/{target.path}/enter"
        )
    lang = messages.choose_language()
    page = page_data.page(context, session, target, lang, _state(context, session, target))
    return render(TEMPLATES[target.kind], session=session, page=page)


def _state(context: AppContext, session: Session, seat: Seat) -> Change | None:
    if seat.kind is SeatKind.ORGANISER:
        return None
    state: Change = json.loads(snapshot_of(context, session.code, stream_of(session, seat, None)).plain)
    return state


def error_page(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    """Return a refusal as a page: (HTML, status, headers)."""
    return (
        render("message.html", code=refusal.code, message=messages.sentence(refusal)),
        refusal.status,
        messages.headers(refusal),
    )


def render(template: str, **context: Any) -> str:
    """Return a page from a template, with `context` and the variables that every page needs."""
    lang = messages.choose_language()
    return render_template(
        template,
        lang=lang,
        dir=messages.INTERFACE[lang][1],
        asset=asset,
        messages=page_data.messages(lang),
        interface=[{"code": code, "name": name} for code, (name, _) in messages.INTERFACE.items()],
        theme=_theme(),
        back=request.full_path.rstrip("?"),
        **{"page": None} | context,
    )


def _theme() -> str | None:
    """Return the theme from the link or, without it, from the cookie. None means the browser's preference."""
    requested = (request.args.get("theme"), request.cookies.get("of-theme"))
    return next((theme for theme in requested if theme in ("dark", "light")), None)
