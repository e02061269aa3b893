"""The attendee page's HTML forms, for phones without JavaScript: POST requests, answered with a 303 redirect."""

from __future__ import annotations

import hmac
import time
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from ...core.model import Session
from ...core.refusals import Refusal
from ...services import links
from ...services.acts import forgetting
from ...services.acts.caller import Caller
from .. import auth, cookies, messages
from ..api import parsing
from ..api.commands import count_command, execute_command
from ..context import AppContext, app_context
from ..csrf import check_form_origin
from ..entering import FIELD, enter_code
from ..language_choice import invited_language
from .floor import render_floor
from .rendering import render
from .routes import store_languages

blueprint = Blueprint("forms", __name__)


@blueprint.post("/s/<code>/ask")
def ask(code: str) -> ResponseReturnValue:
    """Ask or reword a question. After a refusal, return the page with the entered text."""
    context, session = _form_session(code)
    body = _question_body(session)
    reword = request.form.get("reword", "")
    if reword.isascii() and reword.isdigit() and len(reword) < 15:
        body["number"] = int(reword)
    return _execute(context, session, "reword" if "number" in body else "ask", body)


@blueprint.post("/s/<code>/language")
def switch_language(code: str) -> ResponseReturnValue:
    """Store the chosen language and return the page in this language, with the entered text.

    If the rate limit refuses the page (`limit.requests`), return the small page of `_send_again`.
    """
    context, session = _form_session(code)
    try:
        auth.count_read(context, session, "page", request.cookies)
    except Refusal as refusal:
        return _send_again(refusal)
    messages.use_languages(request.form.get("lang", ""), request.values.get("read", ""))
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    is_new = links.attendee_token_hash(context.key, session, cookie) is None
    if is_new:
        cookie = links.new_attendee_cookie(context.key, session, time.time())
    response = Response(render_floor(context, session, cookie, _typed()))
    store_languages(response)
    if is_new:
        auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


@blueprint.post("/s/<code>/edit")
def edit(code: str) -> ResponseReturnValue:
    """Edit a pending question. After a refusal, return the page with the entered text."""
    context, session = _form_session(code)
    body = _question_body(session) | {"number": _number(), "version": _number("version")}
    return _execute(context, session, "edit", body)


@blueprint.post("/s/<code>/entry")
def entry(code: str) -> ResponseReturnValue:
    """Check the entered entry code. Return the page again, with the text of the unsent question."""
    context, session = _form_session(code)
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    try:
        caller = _caller(context, session, cookie)
        count_command(context, session, "enter", caller)
        enter_code(context, session, caller, request.form.get(FIELD, ""))
    except Refusal as refusal:
        return _page_again(context, session, cookie, refusal)
    return Response(render_floor(context, session, cookie, _typed() | {FIELD: "", "entry_accepted": True}))


@blueprint.post("/s/<code>/withdraw")
def withdraw(code: str) -> ResponseReturnValue:
    """Withdraw a question."""
    context, session = _form_session(code)
    return _execute(context, session, "withdraw", {"number": _number()})


@blueprint.post("/s/<code>/vote")
def vote(code: str) -> ResponseReturnValue:
    """Vote for a question. If the form field `wish` is `unvote`, withdraw the vote."""
    context, session = _form_session(code)
    return _execute(
        context, session, "unvote" if request.form.get("wish") == "unvote" else "vote", {"number": _number()}
    )


@blueprint.post("/s/<code>/forget")
def forget(code: str) -> ResponseReturnValue:
    """Forget the attendee on this phone, and return a page that says so.

    If the form field `questions` is `withdraw`, also withdraw the attendee's questions. If it is `keep`, leave them.

    The header `Clear-Site-Data` deletes the browser's storage and cached pages. Exception: if the request has cookies
    of other seats, the storage may also contain texts of those seats. In this case, the header deletes only the cached
    pages, and the page's script deletes only the stored values of this session. Delete the cookies by name. The
    header's directive "cookies" would also delete cookies of other sites in the same domain.
    """
    context, session = _form_session(code)
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    try:
        caller = _caller(context, session, cookie)
        count_command(context, session, "withdraw", caller)
        run = forgetting.forget(session, caller, withdraw=request.form.get("questions") == "withdraw")
        context.writer.submit(run, session.code).wait()
    except Refusal as refusal:
        return _page_again(context, session, cookie, refusal)
    is_last = auth.is_only_seat(request.cookies, session, auth.ATTENDEE)
    response = Response(render("forgotten.html", session=session, is_last=is_last))
    for name in (auth.cookie_name(session, auth.ATTENDEE), messages.LANGUAGE_COOKIE, messages.READING_COOKIE):
        cookies.delete(response, context.config, name)
    response.headers["Clear-Site-Data"] = '"cache", "storage"' if is_last else '"cache"'
    return response


def _question_body(session: Session) -> dict[str, Any]:
    """Return the body of `ask`, `reword` or `edit` from the form's fields."""
    fields = request.form
    hint = invited_language(session) or messages.choose_language()
    body: dict[str, Any] = {"text": fields.get("text", ""), "hint": hint}
    body |= {name: fields[name] for name in ("language", "group", "region", "topic", "to", "name") if fields.get(name)}
    if fields.get("show_name"):
        body["show_name"] = True
    if fields.get("no_machine"):
        body["machine"] = False
    return body


def _form_session(code: str) -> tuple[AppContext, Session]:
    """Return the application context and the session of a form. Refuses with `request.origin`, `session.unknown`."""
    context = app_context()
    check_form_origin(context.config)
    return context, context.session(code)


def _execute(context: AppContext, session: Session, act: str, body: dict[str, Any]) -> ResponseReturnValue:
    """Execute an act and redirect to the page. After a refusal, return the page with the entered text.

    If the form contains an entry code, check the code before the act.
    """
    cookie = request.cookies.get(auth.cookie_name(session, auth.ATTENDEE), "")
    try:
        caller = _caller(context, session, cookie)
        count_command(context, session, act, caller)
        if request.form.get(FIELD):
            enter_code(context, session, caller, request.form[FIELD])
        outcome = execute_command(context, session, act, caller, parsing.read_key(request.form.get("key", "")), body)
    except Refusal as refusal:
        return _page_again(context, session, cookie, refusal)
    # Use a new URL for each question. The Back button then shows the old form with its used key. If the attendee sends
    # the old form again, the server does not store the question twice.
    query = f"?asked={outcome.answer['question']['number']}" if act in ("ask", "reword") else ""
    fragment = f"question-{body['number']}" if act in ("vote", "unvote") else "own-frame"
    return redirect(f"/s/{session.code}{query}#{fragment}", 303)


def _caller(context: AppContext, session: Session, cookie: str) -> Caller:
    """Return the attendee who sent the form.

    Refuses with `seat.unknown` if there is no valid cookie, and with `request.token` if the form's token is wrong.
    """
    caller = auth.caller(context, session, auth.ATTENDEE, request.cookies)
    if not hmac.compare_digest(
        request.form.get("token", "").encode(), links.form_token(context.key, session, cookie).encode()
    ):
        raise Refusal("request.token")
    return caller


def _page_again(context: AppContext, session: Session, cookie: str, refusal: Refusal) -> Response:
    """Return the page with the refusal, the entered text and a new key. For `limit.requests`, return `_send_again`.

    The new key is necessary, because the old key may belong to a stored command with another text. The server would
    refuse every further attempt with the old key. A caller without a valid cookie also gets a new cookie. A second
    attempt succeeds if the browser stores this cookie.
    """
    if refusal.code == "limit.requests":
        return _send_again(refusal)
    is_unknown = refusal.code == "seat.unknown"
    if is_unknown:
        cookie = links.new_attendee_cookie(context.key, session, time.time())
    error = {"code": refusal.code, "message": messages.form_sentence(refusal), "field": refusal.data.get("field")}
    page = render_floor(context, session, cookie, _typed() | {"error": error})
    response = Response(page, refusal.status, messages.headers(refusal))
    if is_unknown:
        auth.set_cookie(context, response, session, auth.ATTENDEE, cookie)
    return response


def _send_again(refusal: Refusal) -> Response:
    """Return a small page with the refusal and the same form.

    The form keeps its key, because the server has not executed the act. The page needs little processor time, because
    it contains no data of the session. The page has no language menu: a change of the language would lose the entered
    text.
    """
    fields = [(name, value) for name, value in request.form.items(multi=True) if name != "text"]
    page = render(
        "send_again.html",
        message=messages.form_sentence(refusal),
        address=request.full_path.rstrip("?"),
        fields=fields,
        text=request.form.get("text"),
        interface=[],
    )
    return Response(page, refusal.status, messages.headers(refusal))


def _typed() -> dict[str, Any]:
    """Return the fields of the ask form as the person has entered them."""
    typed = {name: request.form.get(name, "") for name in ("text", "language", "region", "topic", "to", "name", FIELD)}
    return typed | {
        "group": request.form.get("group") or "undisclosed",
        "show_name": bool(request.form.get("show_name")),
        "no_machine": bool(request.form.get("no_machine")),
        "reword": request.form.get("reword") or None,
    }


def _number(field: str = "number") -> int:
    """Return the number in a field of the form. Refuses with `request.field`."""
    number = request.form.get(field, "")
    if not (number.isascii() and number.isdigit() and len(number) < 15):
        raise Refusal("request.field", field=field)
    return int(number)
