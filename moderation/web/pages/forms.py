"""The HTML forms of the attendee page for phones without JavaScript: the same commands by POST, with a 303 redirect."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

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
def ask(code: str) -> ResponseReturnValue:
    """Ask or reword a question. After a refusal, return the page with the typed text."""
    context, session = _form_session(code)
    fields = request.form
    body: dict[str, Any] = {"text": fields.get("text", ""), "hint": messages.choose_language()}
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
def withdraw(code: str) -> ResponseReturnValue:
    """Withdraw a question."""
    context, session = _form_session(code)
    return _execute(context, session, "withdraw", {"number": _number()})


@blueprint.post("/s/<code>/vote")
def vote(code: str) -> ResponseReturnValue:
    """Vote for a question. If the form field `wish` is `unvote`, take the vote back."""
    context, session = _form_session(code)
    return _execute(
        context, session, "unvote" if request.form.get("wish") == "unvote" else "vote", {"number": _number()}
    )


def _form_session(code: str) -> tuple[AppContext, Session]:
    """Return the context and the session of a form. Refuses `request.origin`, `session.unknown`."""
    context = app_context()
    check_form_origin(context.config)
    return context, context.session(code)


def _execute(context: AppContext, session: Session, act: str, body: dict[str, Any]) -> ResponseReturnValue:
    """Execute an act and redirect to the page. After a refusal, return the page with the typed text."""
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
    # Use a new URL for each question. After Back, the browser then shows the form with its used key, not a new key.
    query = f"?asked={outcome.answer['question']['number']}" if act in ("ask", "reword") else ""
    fragment = f"question-{body['number']}" if act in ("vote", "unvote") else "own-frame"
    return redirect(f"/s/{session.code}{query}#{fragment}", 303)


def _page_again(context: AppContext, session: Session, cookie: str, refusal: Refusal) -> Response:
    """Return the page with the refusal, the typed text and a new key.

    The key is new, because a second command with the old key would be refused. A caller without a valid cookie gets a
    new cookie, so that a second attempt succeeds if the browser stores cookies.
    """
    is_unknown = refusal.code == "seat.unknown"
    if is_unknown:
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
    if is_unknown:
        auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


def _number() -> int:
    """Return the form's question number. Refuses `request.field`."""
    number = request.form.get("number", "")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        raise Refusal("request.field", field="number")
    return int(number)
