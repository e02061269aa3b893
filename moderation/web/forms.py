"""The plain forms of the floor, for phones without JavaScript: the same commands by POST, answered with 303."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, redirect, request

from ..core.model import Session
from ..core.refusals import Refusal
from ..services import links
from . import access, messages, parsing
from .commands import carry_out
from .floor import Floor, floor
from .pages import render_floor

blueprint = Blueprint("forms", __name__)


@blueprint.post("/s/<code>/ask")
def ask(code: str) -> Response | tuple[str, int]:
    """Ask, or ask again in other words. An error brings the page back with the text kept."""
    here, session, cookie = _checked(code)
    fields = request.form
    body: dict = {"text": fields.get("text", ""), "hint": messages.choose_language()}
    body |= {name: fields[name] for name in ("language", "group", "region", "to", "name") if fields.get(name)}
    if fields.get("show_name"):
        body["show_name"] = True
    reword = fields.get("reword", "")
    if reword.isascii() and reword.isdigit() and len(reword) < 15:
        body["number"] = int(reword)
    return _carry_out(here, session, cookie, "reword" if "number" in body else "ask", body)


@blueprint.post("/s/<code>/withdraw")
def withdraw(code: str) -> Response | tuple[str, int]:
    here, session, cookie = _checked(code)
    return _carry_out(here, session, cookie, "withdraw", {"number": _number()})


@blueprint.post("/s/<code>/vote")
def vote(code: str) -> Response | tuple[str, int]:
    here, session, cookie = _checked(code)
    return _carry_out(here, session, cookie, "unvote" if request.form.get("wish") == "unvote" else "vote", {"number": _number()})


def _checked(code: str) -> tuple[Floor, Session, str]:
    """The session and the attendee's cookie. Refuses `seat.unknown`, `request.token`, `request.origin`."""
    here = floor()
    origin = request.headers.get("Origin")
    if origin is not None and origin not in here.config.origins:
        raise Refusal("request.origin")
    session = here.session(code)
    access.caller(here, session, access.ATTENDEE, request.cookies)
    cookie = request.cookies[access.cookie_name(session, access.ATTENDEE)]
    if not hmac.compare_digest(request.form.get("token", "").encode(), links.form_token(here.key, session, cookie).encode()):
        raise Refusal("request.token")
    return here, session, cookie


def _carry_out(here: Floor, session: Session, cookie: str, act: str, body: dict) -> Response | tuple[str, int]:
    try:
        caller = access.caller(here, session, access.ATTENDEE, request.cookies)
        carry_out(here, session, act, caller, parsing.read_key(request.form.get("key", "")), body)
    except Refusal as refusal:
        return _page_again(here, session, cookie, refusal), refusal.status
    return redirect(f"/s/{session.code}#own", 303)


def _page_again(here: Floor, session: Session, cookie: str, refusal: Refusal) -> str:
    """The page with what was typed; a fresh key, since the refused one was not used and a reused one must not be sent again."""
    error = {"code": refusal.code, "message": messages.sentence(refusal), "field": refusal.data.get("field")}
    typed = {name: request.form.get(name, "") for name in ("text", "language", "region", "to", "name")}
    return render_floor(here, session, cookie, typed | {
        "group": request.form.get("group") or "undisclosed", "show_name": bool(request.form.get("show_name")),
        "reword": request.form.get("reword") or None, "error": error,
    })


def _number() -> int:
    number = request.form.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        raise Refusal("request.field", field="number")
    return int(number)
