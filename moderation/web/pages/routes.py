"""The pages that people open: join, floor, and each staff seat's. Complete when they leave here; the script only improves them."""

from __future__ import annotations

import json
import secrets
from io import BytesIO

import segno
from flask import Blueprint, Response, redirect, render_template, request

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
"""So many questions of the public list come with the page; without JavaScript a link brings the others."""

TEMPLATES = {
    SeatKind.CHAIR: "chairs.html",
    SeatKind.STAGE: "stage.html",
    SeatKind.PANEL: "panel.html",
    SeatKind.BOOTH: "booth.html",
    SeatKind.ORGANISER: "organiser.html",
}


@blueprint.get("/")
def join() -> str:
    """Type a code."""
    return render("join.html", error=None, code="")


@blueprint.get("/join")
def join_by_code() -> Response | tuple[str, int]:
    code = request.args.get("code", "")[:40]
    try:
        return redirect(f"/s/{app_context().session(code).code}", 303)
    except Refusal as refusal:
        return render("join.html", error=messages.sentence(refusal), code=code), refusal.status


@blueprint.post("/language")
def choose_language() -> Response:
    """Keep the interface language and go back. Refuses `request.origin`."""
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
def floor_page(code: str) -> Response:
    """The floor; makes the attendee's cookie where there is none. Refuses `limit.attendees`."""
    context = app_context()
    session = context.session(code)
    if code != session.code:
        return redirect(f"/s/{session.code}", 303)
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    fresh = links.attendee_token_hash(context.key, session, cookie) is None
    if fresh:
        cookie = auth.new_attendee(context, session, request.remote_addr)
    response = Response(render_floor(context, session, cookie, {}))
    # Not no-store: Back must show the form with its old key, so that sending it again is no second question.
    response.headers["Cache-Control"] = "private, no-cache"
    if fresh:
        auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


def render_floor(context: AppContext, session: Session, cookie: str, form: dict) -> str:
    """The floor page for this attendee; `form` may bring what was typed and the error that it met."""
    page, tokens = _attendee_start(context, session, cookie)
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
        coming=_coming(page["state"]),
        form=blank | tokens | form,
    )


def _attendee_start(context: AppContext, session: Session, cookie: str) -> tuple[dict, dict]:
    """(what the attendee's page starts with, the token and a fresh key for its forms). Refuses `seat.unknown` for a cookie that is not ours."""
    lang = messages.choose_language()
    caller = auth.caller(context, session, auth.ATTENDEE, {auth.cookie_name(session, auth.ATTENDEE): cookie})
    own = my_questions(context, session, caller, lang)
    snapshot = snapshot_of(context, session.code, f"floor.{messages.reading_language(session, lang)}")
    page = page_data.page(context, session, auth.ATTENDEE, lang, json.loads(snapshot.plain), own)
    return page, {"token": links.form_token(context.key, session, cookie), "key": secrets.token_urlsafe(12)}


@blueprint.get("/s/<code>/own")
def own_page(code: str) -> Response:
    """One's own questions by themselves: the frame that refreshes where there is no script. Refuses `seat.unknown`."""
    context = app_context()
    session = context.session(code)
    page, tokens = _attendee_start(context, session, request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), ""))
    response = Response(render("my_questions.html", session=session, page=page, my_questions=page["own"], form=tokens))
    response.headers["Content-Security-Policy"] = content_security_policy(context.config, framed_by="'self'")
    return response


def _coming(state: dict) -> list[dict]:
    """The top of the public list, in order: drawing it is most of the page's cost, and the script draws the whole from the state."""
    views = {view["number"]: view for view in state["put"]}
    return [views[number] for number in state["queue"][: None if request.args.get("all") else LISTED]]


@blueprint.get("/s/<code>/ask")
@blueprint.get("/s/<code>/withdraw")
@blueprint.get("/s/<code>/vote")
def form_address(code: str) -> Response:
    """A form's address opened by hand, or reloaded after an error."""
    return redirect(f"/s/{app_context().session(code).code}", 303)


@blueprint.get("/s/<code>/qr.svg")
def qr(code: str) -> Response:
    """The QR code of the attendee link, black on white with its quiet zone."""
    context = app_context()
    picture = BytesIO()
    segno.make(links.attendee_link(context.config.public_url, context.session(code)), error="m").save(
        picture, kind="svg", border=4, dark="#000", light="#fff", svgns=True, xmldecl=False, omitsize=True
    )
    response = Response(picture.getvalue(), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@blueprint.get("/s/<code>/<path:seat>")
def staff_page(code: str, seat: str) -> Response | str:
    """A seat's page; without its cookie the page that reads the link's fragment and enters."""
    context = app_context()
    session = context.session(code)
    place = auth.read_seat(session, seat)
    if place.kind is SeatKind.ATTENDEE:
        return redirect(f"/s/{session.code}", 303)
    if request.path != f"/s/{session.code}/{place.path}":
        return redirect(f"/s/{session.code}/{place.path}", 303)
    try:
        auth.caller(context, session, place, request.cookies)
    except Refusal:
        return render("enter.html", session=session, seat=place, enter_url=f"/api/s/{session.code}/{place.path}/enter")
    lang = messages.choose_language()
    page = page_data.page(context, session, place, lang, _state(context, session, place))
    return render(TEMPLATES[place.kind], session=session, page=page)


def _state(context: AppContext, session: Session, seat: Seat) -> dict | None:
    if seat.kind is SeatKind.ORGANISER:
        return None
    return json.loads(snapshot_of(context, session.code, stream_of(session, seat, None)).plain)


def error_page(refusal: Refusal) -> tuple[str, int, dict]:
    """A refusal as a page of its own."""
    return (
        render("message.html", code=refusal.code, message=messages.sentence(refusal)),
        refusal.status,
        messages.headers(refusal),
    )


def render(template: str, **context) -> str:
    """A page from its template, with what every page needs."""
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
    """By the link, else as switched by hand on this device, else the device's own choice."""
    wanted = (request.args.get("theme"), request.cookies.get("of-theme"))
    return next((theme for theme in wanted if theme in ("dark", "light")), None)
