"""The plain forms of the floor, for phones without JavaScript: the same commands by POST, answered with 303."""

from __future__ import annotations

import hmac

from flask import Blueprint, Response, redirect, request

from ...core.model import Session
from ...core.refusals import Refusal
from ...services import links
from .. import auth, messages
from ..api import parsing
from ..api.commands import execute_command
from ..context import AppContext, app_context
from ..csrf import check_form_origin
from .routes import render_floor

blueprint = Blueprint("forms", __name__)


@blueprint.post("/s/<code>/ask")
def ask(code: str) -> Response:
    """Ask, or ask again in other words. An error brings the page back with the text kept."""
    context, session = _ours(code)
    fields = request.form
    body: dict = {"text": fields.get("text", ""), "hint": messages.choose_language()}
    body |= {name: fields[name] for name in ("language", "group", "region", "to", "name") if fields.get(name)}
    if fields.get("show_name"):
        body["show_name"] = True
    if fields.get("no_machine"):
        body["machine"] = False
    reword = fields.get("reword", "")
    if reword.isascii() and reword.isdigit() and len(reword) < 15:
        body["number"] = int(reword)
    return _execute(context, session, "reword" if "number" in body else "ask", body)


@blueprint.post("/s/<code>/withdraw")
def withdraw(code: str) -> Response:
    context, session = _ours(code)
    return _execute(context, session, "withdraw", {"number": _number()})


@blueprint.post("/s/<code>/vote")
def vote(code: str) -> Response:
    context, session = _ours(code)
    return _execute(
        context, session, "unvote" if request.form.get("wish") == "unvote" else "vote", {"number": _number()}
    )


def _ours(code: str) -> tuple[AppContext, Session]:
    """The session of a form that came from our own page. Refuses `request.origin`, `session.unknown`."""
    context = app_context()
    check_form_origin(context.config)
    return context, context.session(code)


def _execute(context: AppContext, session: Session, act: str, body: dict) -> Response:
    """Run the act and go back to the page; a refusal brings the page again with what was typed."""
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    try:
        caller = auth.caller(context, session, auth.ATTENDEE, request.cookies)
        if not hmac.compare_digest(
            request.form.get("token", "").encode(), links.form_token(context.key, session, cookie).encode()
        ):
            raise Refusal("request.token")
        outcome = execute_command(context, session, act, caller, parsing.read_key(request.form.get("key", "")), body)
    except Refusal as refusal:
        return _page_again(context, session, cookie, refusal)
    # An address of its own for each question: on the way back the browser then still has the form with its old key.
    asked = f"?asked={outcome.answer['question']['number']}" if act in ("ask", "reword") else ""
    place = f"question-{body['number']}" if act in ("vote", "unvote") else "own-frame"
    return redirect(f"/s/{session.code}{asked}#{place}", 303)


def _page_again(context: AppContext, session: Session, cookie: str, refusal: Refusal) -> Response:
    """The page with what was typed; a fresh key, since the refused one was not used and a reused one must not be sent again.

    Somebody whose cookie did not come gets a new one with it: where cookies are kept, sending again is enough.
    """
    unknown = refusal.code == "seat.unknown"
    if unknown:
        cookie = auth.new_attendee(context, session, request.remote_addr)
    error = {"code": refusal.code, "message": messages.sentence(refusal), "field": refusal.data.get("field")}
    typed = {name: request.form.get(name, "") for name in ("text", "language", "region", "to", "name")}
    page = render_floor(
        context,
        session,
        cookie,
        typed
        | {
            "group": request.form.get("group") or "undisclosed",
            "show_name": bool(request.form.get("show_name")),
            "no_machine": bool(request.form.get("no_machine")),
            "reword": request.form.get("reword") or None,
            "error": error,
        },
    )
    response = Response(page, refusal.status, messages.headers(refusal))
    if unknown:
        auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


def _number() -> int:
    number = request.form.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        raise Refusal("request.field", field="number")
    return int(number)
