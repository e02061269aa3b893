"""The public page of an event, and the administrator's pages for events."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...core.refusals import Refusal
from ...core.text import is_blank, length, one_line
from ...services.acts import events as commands
from ...store import events
from ...store.events import Event
from .. import administrator, messages
from ..context import AppContext, app_context, now
from ..csrf import check_form_origin
from . import session_list
from .look import common_look
from .new_session import WrongForm, read_code
from .page_data import pick
from .rendering import render
from .routes import qr_code

LONGEST_TITLE = 200
"""Maximum length of an event's title in graphemes. A session's title has the same maximum."""

blueprint = Blueprint("events", __name__)


def find_code(context: AppContext, code: str) -> str | None:
    """Return the code of an event in its stored form; None if no event has this code."""
    try:
        return _get(context, code).code
    except Refusal:
        return None


def _get(context: AppContext, code: str) -> Event:
    """Return the event with this code. Refuses with `session.unknown` if there is none."""
    try:
        with context.reader.transaction() as connection:
            return events.get(connection, code)
    except UnicodeEncodeError:
        # The code contains a lone surrogate. SQLite cannot store this character, so no event has the code.
        raise Refusal("session.unknown") from None


@blueprint.get("/e/<code>")
def public_page(code: str) -> ResponseReturnValue:
    """Return the event's programme: its sessions in the order of their start. Refuses with `session.unknown`."""
    context = app_context()
    event = _get(context, code)
    if code != event.code:
        return redirect(f"/e/{event.code}", 303)
    with context.reader.transaction() as connection:
        rows = session_list.programme(connection, event.sessions, now()[0], messages.choose_language())
    look = common_look(context, messages.choose_language(), frozenset(row.code for row in rows))
    return render("event.html", event=event, rows=rows, look=look)


@blueprint.get("/e/<code>/qr.svg")
def qr(code: str) -> Response:
    """Return the QR code of the event's public page as SVG."""
    context = app_context()
    picture = qr_code(f"{context.config.public_url}/e/{_get(context, code).code}")
    return Response(picture, mimetype="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


@blueprint.get("/admin/event")
def new_page() -> str:
    """Return the form for a new event."""
    administrator.check(app_context(), "page")
    return render("admin_event.html", event=None, form={}, errors={})


@blueprint.post("/admin/event")
def create() -> ResponseReturnValue:
    """Create an event and redirect to its page. Return the form again if a value is wrong.

    Refuses with `request.origin`, `admin.unknown` and `limit.requests`.
    """
    context = app_context()
    _check(context)
    form = request.form.to_dict()
    try:
        title, code = _read(form)
        commands.create(context.writer, code, title)
    except WrongForm as wrong:
        return render("admin_event.html", event=None, form=form, errors=wrong.errors), 400
    except Refusal as refusal:
        if refusal.code != "session.exists":
            raise
        errors = {"code": messages.sentence(refusal)}
        return render("admin_event.html", event=None, form=form, errors=errors), refusal.status
    return redirect(f"/admin/e/{code}", 303)


@blueprint.get("/admin/e/<code>")
def page(code: str) -> str:
    """Return the page of an event with its sessions, address and QR code."""
    context = app_context()
    administrator.check(context, "page")
    event = _get(context, code)
    return _page(context, event, {"title": event.title}, {})


@blueprint.post("/admin/e/<code>")
def change(code: str) -> ResponseReturnValue:
    """Change the title and the sessions of an event. Refuses with the codes of `create`, and with `session.unknown`.

    If somebody has changed the event since the form was loaded, return the form again, with both the entered and the
    stored values.
    """
    context = app_context()
    _check(context)
    event, form = _get(context, code), request.form.to_dict()
    chosen = set(request.form.getlist("sessions"))
    try:
        title, _ = _read(form)
        commands.change(context.writer, event.code, title, chosen, form.get("seen", ""))
    except WrongForm as wrong:
        return _page(context, event, form, wrong.errors, chosen), 400
    except Refusal as refusal:
        if refusal.code != "event.stale":
            raise
        return _page(context, _get(context, code), form, {"stale": messages.sentence(refusal)}, chosen), refusal.status
    return redirect("/admin", 303)


@blueprint.post("/admin/e/<code>/delete")
def delete(code: str) -> ResponseReturnValue:
    """Delete an event. Refuses with the codes of `create`, and with `session.unknown`."""
    context = app_context()
    _check(context)
    commands.delete(context.writer, _get(context, code).code)
    return redirect("/admin", 303)


def _check(context: AppContext) -> None:
    check_form_origin(context.config)
    administrator.check(context, "command")


def _read(form: Mapping[str, str]) -> tuple[str, str]:
    """Return the entered title and code. If no code was entered, return a random code. Raise WrongForm for a wrong
    value.
    """
    errors: dict[str, str] = {}
    title, code = one_line(form.get("title", "")), read_code(form, errors)
    if is_blank(title) or length(title) > LONGEST_TITLE:
        errors["title"] = gettext("Type a title.")
    if errors:
        raise WrongForm(errors)
    return title, code


def _page(
    context: AppContext,
    event: Event,
    form: Mapping[str, str],
    errors: Mapping[str, str],
    chosen: Collection[str] | None = None,
) -> str:
    """Return the page of an event. `chosen`: the codes of the ticked sessions; None: the event's stored sessions."""
    lang = messages.choose_language()
    if chosen is None:
        chosen = {session.code for session in event.sessions}
    with context.reader.transaction() as connection:
        choices = [
            (session.code, pick(session.definition["title"], lang), session.code in chosen)
            for session in session_list.by_start(connection)
        ]
    address = f"{context.config.public_url}/e/{event.code}"
    return render("admin_event.html", event=event, form=form, errors=errors, choices=choices, address=address)
