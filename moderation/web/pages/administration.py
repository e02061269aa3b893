"""The administration page: the list of sessions, new sessions, and the acts of the administrator on a session.

The pages are plain forms. Two measures protect the forms from other sites: a cookie with SameSite=Lax, and the check of
the origin.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from ...core.contracts import SessionDefinition
from ...core.join_code import normal_code
from ...core.model import Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links, words
from ...services.acts.administration import set_archived
from ...services.language_tags import standard_tag
from ...store import events, log, sessions
from ...store import seats as seat_store
from ...store.seats import SeatRow
from ...store.transaction import Transaction
from .. import administrator, auth, cookies, messages
from ..api.commands import LARGEST_DEFINITION
from ..api.control import execute
from ..context import AppContext, app_context, now
from ..csrf import check_form_origin
from . import new_session, session_list
from .page_data import language_of, pick
from .rendering import render

ORGANISER = Seat(SeatKind.ORGANISER)

blueprint = Blueprint("administration", __name__)


@blueprint.get("/admin")
def list_page() -> ResponseReturnValue:
    """Return the list of sessions. If the request has no valid cookie, return the page that exchanges the link's secret
    for the cookie.
    """
    context = app_context()
    if administrator.find_login(context, request.cookies) is None:
        return render("admin_enter.html", enter_url="/api/admin/enter")
    administrator.check(context, "page")
    with context.reader.transaction() as connection:
        sections = session_list.sections(connection, now()[0], messages.choose_language())
        all_events = events.every(connection)
    response = Response(render("admin.html", sections=sections, events=all_events))
    administrator.renew_login(context, response)
    return response


@blueprint.post("/admin/leave")
def leave() -> ResponseReturnValue:
    """Delete the administrator's cookie and all organisers' cookies in this browser. Refuses with `request.origin`.

    The organisers' cookies come from the button *Manage* (`open_as_organiser`).
    """
    context = app_context()
    check_form_origin(context.config)
    response = redirect("/admin", 303)
    cookies.delete(response, context.config, administrator.COOKIE)
    for code, seat in auth.seats_named(request.cookies):
        if seat == ORGANISER.name:
            cookies.delete(response, context.config, auth.seat_cookie(code, seat))
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@blueprint.get("/admin/new")
def new_page() -> ResponseReturnValue:
    """Return the form for a new session. The query parameter `from` is `copy`, `file`, or absent for a new session from
    a template.
    """
    context = app_context()
    administrator.check(context, "page")
    form = {"start": new_session.TEMPLATES[0], "minutes": "90", "session": request.args.get("session", "")}
    return _new_page(context, request.args.get("from", ""), form, [messages.choose_language()])


@blueprint.post("/admin/new")
def create() -> ResponseReturnValue:
    """Create a session and redirect to the page with its organiser's link. Return the form again if a value is wrong.

    Refuses with `request.origin`, `admin.unknown`, `limit.requests` and `request.too_large`.
    """
    context = app_context()
    check_form_origin(context.config)
    administrator.check(context, "command")
    request.max_content_length = LARGEST_DEFINITION
    form = request.form.to_dict()
    typed = form.get("language_tag", "").strip()
    tags = [*request.form.getlist("languages"), standard_tag(typed) or typed]
    languages = list(dict.fromkeys(filter(None, tags)))
    way = form.get("from", "")
    try:
        code = execute(context, "create", {"definition": _definition(context, way, form, languages)})["code"]
    except new_session.WrongForm as wrong:
        return _new_page(context, way, form, languages, wrong.errors, wrong.problems), 400
    except Refusal as refusal:
        if refusal.code not in ("session.exists", "session.unknown"):
            raise
        field = {new_session.FILE: "file", new_session.COPY: "session"}.get(way, "code")
        field = "code" if refusal.code == "session.exists" and way != new_session.FILE else field
        return _new_page(context, way, form, languages, {field: messages.sentence(refusal)}), refusal.status
    return redirect(f"/admin/s/{code}/organiser-link", 303)


def _definition(context: AppContext, way: str, form: Mapping[str, str], languages: list[str]) -> SessionDefinition:
    """Return the definition of the new session.

    The first call of `zones` reads all time zones and takes long, so call `zones` in a real thread first.
    """
    context.runtime.in_thread(new_session.zones)
    if way == new_session.FILE:
        file = request.files.get("file")
        return new_session.from_file(file.read() if file is not None else b"", context.runtime.in_thread)
    if way == new_session.COPY:
        with context.reader.transaction() as connection:
            return new_session.from_session(connection, form)
    return new_session.from_template(form.get("start", ""), form, languages)


def _new_page(
    context: AppContext,
    way: str,
    form: Mapping[str, str],
    languages: list[str],
    errors: Mapping[str, str] | None = None,
    problems: list[Any] | None = None,
) -> str:
    lang = messages.choose_language()
    with context.reader.transaction() as connection:
        earlier = [(session.code, pick(session.definition["title"], lang)) for session in sessions.every(connection)]
    return render(
        "admin_new.html",
        way=way if way in (new_session.COPY, new_session.FILE) else "",
        form=form,
        chosen=languages or [lang],
        errors=errors or {},
        problems=problems or [],
        templates=new_session.TEMPLATES,
        minutes=new_session.MINUTES,
        languages=words.offered_languages(lang),
        zones=context.runtime.in_thread(new_session.zones),
        earlier=earlier[::-1],
    )


@blueprint.post("/admin/s/<code>/archive")
@blueprint.post("/admin/s/<code>/restore")
def archive(code: str) -> ResponseReturnValue:
    """Archive a session, or take it out of the archive. Refuses with the codes of `_act_on` and `set_archived`."""
    context = app_context()
    session = _act_on(context, code)
    set_archived(context.writer, session.code, request.path.endswith("/archive"))
    return redirect("/admin", 303)


@blueprint.post("/admin/s/<code>/organiser")
def open_as_organiser(code: str) -> ResponseReturnValue:
    """Log this browser in as the session's organiser, and redirect to the set-up page.

    The session's log records this login as an opened link. Refuses with the codes of `_act_on`, and with `seat.unknown`
    if the organiser's link is revoked.
    """
    context = app_context()
    session = _act_on(context, code)
    with context.reader.transaction() as connection:
        link = seat_store.find_link(connection, session, ORGANISER)
    if link is None:
        raise Refusal("seat.unknown")

    def record(tx: Transaction) -> None:
        current = sessions.get_by_code(tx.connection, session.code)
        log.append(tx, current, "link", log.OPENED, [], detail={"seat": ORGANISER.name})

    context.writer.submit(record, session.code).wait()
    response = Response(status=303, headers={"Location": f"/s/{session.code}/setup"})
    login = links.login(context.key, session, ORGANISER, link, int(time.time()))
    auth.set_cookie(context, response, session, ORGANISER, login)
    return response


@blueprint.get("/admin/s/<code>/organiser-link")
def organiser_link(code: str) -> ResponseReturnValue:
    """Return the page with the organiser's link.

    The page shows the link until somebody opens the link. Afterwards, the page offers a new link. Refuses with
    `admin.unknown`, `limit.requests` and `session.unknown`.
    """
    context = app_context()
    administrator.check(context, "page")
    session = context.session(code)
    seat = _organiser_row(context, session)
    link = None
    if not seat["revoked"] and seat["first_opened"] is None:
        link = links.link(context.config.public_url, context.key, session, ORGANISER, seat["generation"])
    return _session_page("admin_link.html", session, link=link, is_revoked=seat["revoked"])


@blueprint.post("/admin/s/<code>/organiser-link")
def renew_organiser_link(code: str) -> ResponseReturnValue:
    """Renew the organiser's link, and redirect to the page that shows it. Refuses with the codes of `_act_on`."""
    context = app_context()
    session = _act_on(context, code)
    execute(context, "renew", {"code": session.code, "seat": ORGANISER.name})
    return redirect(f"/admin/s/{session.code}/organiser-link", 303)


@blueprint.get("/admin/s/<code>/purge")
def purge_page(code: str) -> ResponseReturnValue:
    """Return the page that asks for the session's code before a purge."""
    context = app_context()
    administrator.check(context, "page")
    return _session_page("admin_purge.html", context.session(code))


@blueprint.post("/admin/s/<code>/purge")
def purge(code: str) -> ResponseReturnValue:
    """Purge a closed session if the person has entered the session's code; otherwise return the page again.

    Refuses with the codes of `_act_on`, and with `phase.not_allowed` if the session is not closed.
    """
    context = app_context()
    session = _act_on(context, code)
    if normal_code(request.form.get("typed", "")) != session.code:
        error = gettext("This is not the code of the session. Nothing was deleted.")
        return _session_page("admin_purge.html", session, error=error), 400
    execute(context, "purge", {"code": session.code})
    return redirect("/admin", 303)


def _act_on(context: AppContext, code: str) -> Session:
    """Check that the administrator sent this form, and return the session.

    Refuses with `request.origin`, `admin.unknown`, `limit.requests` and `session.unknown`.
    """
    check_form_origin(context.config)
    administrator.check(context, "command")
    return context.session(code)


def _organiser_row(context: AppContext, session: Session) -> SeatRow:
    with context.reader.transaction() as connection:
        rows = seat_store.every(connection, session)
    return next(row for row in rows if row["seat"] == ORGANISER.name)


def _session_page(template: str, session: Session, **values: Any) -> str:
    title, lang = session.definition["title"], messages.choose_language()
    # Leave the query out of `back`. An attacker could choose the query, and a compressed page must not contain both a
    # secret and an attacker's text (the BREACH attack).
    values |= {"back": request.path, "title": pick(title, lang), "title_lang": language_of(title, lang)}
    return render(template, session=session, **values)
