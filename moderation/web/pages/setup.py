"""The set-up page of a session: its fields as JSON, previews of attendee page and stage, and the session file."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from typing import Any, cast

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from ...core.contracts import SetupState
from ...core.definition_changes import keys_of
from ...core.model import Phase, Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...services import links
from ...services.acts.redefining import UNDOABLE
from ...services.session_file.toml_text import to_toml
from ...services.session_file.values import as_json_values, as_values
from ...store import definitions, log, sessions
from ...store.connection import Connection
from .. import auth, messages
from ..api.authentication import authenticate
from ..context import AppContext, app_context
from ..headers import content_security_policy
from ..streams import snapshot_of, stream_of
from . import page_data
from .entry_page import entry_page
from .floor import render_floor
from .rendering import render
from .setup_choices import setup_choices

ORGANISER, STAGE = Seat(SeatKind.ORGANISER), Seat(SeatKind.STAGE)

_SCRIPT = re.compile(r'<script type="module"[^>]*></script>|<link rel="modulepreload"[^>]*>')

blueprint = Blueprint("setup", __name__)


def _authorised(code: str) -> tuple[AppContext, Session]:
    """Return (context, session) if the caller may set up the session. All routes of this module use this check.

    Refuses with `session.unknown`, `seat.unknown`, `limit.requests`.
    """
    context, session, _ = authenticate(code, ORGANISER.name)
    return context, session


@blueprint.get("/s/<code>/setup")
def setup_page(code: str) -> ResponseReturnValue:
    """Return the set-up page. If the request has no valid cookie of the organiser, return the page that exchanges the
    link's secret for the cookie.
    """
    try:
        context, session = _authorised(code)
    except Refusal as refusal:
        if refusal.code != "seat.unknown":
            raise
        context = app_context()
        return entry_page(context, context.session(code), ORGANISER)
    lang = messages.choose_language()
    page = page_data.page(context, session, ORGANISER, messages.choose_languages(session, ORGANISER), None)
    choices = setup_choices(lang, has_trial=not context.config.is_cluster)
    response = Response(render("setup.html", session=session, page=page, choices=choices))
    auth.renew_login(context, response, session, ORGANISER)
    return response


@blueprint.get("/api/s/<code>/organiser/setup")
def setup_state(code: str) -> Response:
    """Return a SetupState as JSON. It contains the session as the values of a session file.

    Refusals: see `_authorised`.
    """
    context, session = _authorised(code)
    with context.reader.transaction() as connection:
        session = sessions.get_by_code(connection, session.code)
        latest = log.latest_named(connection, session, UNDOABLE)
        state: SetupState = {
            "version": session.definition_version,
            "phase": session.phase.value,
            "values": as_json_values(as_values(definitions.present(session))),
            "uses": _uses(connection, session),
            "undo": {"at": latest["at"], "fields": latest["detail"]["fields"]} if latest else None,
        }
    return jsonify(state)


def _uses(connection: Connection, session: Session) -> dict[str, dict[str, int]]:
    """Return the number of questions that use each group, language, region and topic of the definition.

    Exception: after the opening of a session under the Chatham House Rule, all numbers are 1, so that the page treats
    every entry as used. The real numbers would tell the organiser the group, language, region and topic of each new
    question.
    """
    uses = definitions.uses(connection, session)
    if not session.settings.chatham_house_rule or session.phase is Phase.REHEARSAL:
        return {field: dict(counts) for field, counts in uses.items()}
    present = cast(Mapping[str, Any], definitions.present(session))
    return {field: dict.fromkeys(keys_of(field, present[field]), 1) for field in uses}


@blueprint.get("/api/s/<code>/organiser/session-file")
def session_file(code: str) -> Response:
    """Send the session as a session file, without passphrases. Refusals: see `_authorised`."""
    _, session = _authorised(code)
    return Response(
        to_toml(as_values(definitions.present(session))),
        headers={
            "Content-Type": "application/toml; charset=utf-8",
            "Content-Disposition": f'attachment; filename="{session.code}.toml"',
        },
    )


@blueprint.get("/s/<code>/setup/phone")
def phone_preview(code: str) -> Response:
    """Return the attendees' page for an iframe of the set-up page.

    The page is the page of a new attendee, but the browser does not get this attendee's cookie. `lang`: the language of
    the page. Refusals: see `_authorised`.
    """
    context, session = _authorised(code)
    _use_language()
    cookie = links.new_attendee_cookie(context.key, session, time.time())
    # Remove the script, because it would connect as the attendee of this browser. The page is complete without the
    # script.
    return _framed(context, _SCRIPT.sub("", render_floor(context, session, cookie, {})))


@blueprint.get("/s/<code>/setup/stage")
def stage_preview(code: str) -> Response:
    """Return the stage for an iframe of the set-up page. The stage's script does not connect to the server.

    `lang`: the language of the page. Refusals: see `_authorised`.
    """
    context, session = _authorised(code)
    _use_language()
    state = json.loads(snapshot_of(context, session.code, stream_of(session, STAGE, None)).plain)
    page = page_data.page(context, session, STAGE, messages.choose_languages(session, STAGE), state)
    page["is_preview"] = True
    return _framed(context, render("stage.html", session=session, page=page))


def _use_language() -> None:
    lang = request.args.get("lang", "")
    messages.use_languages(lang, lang)


def _framed(context: AppContext, html: str) -> Response:
    """Return a response with this HTML. Only pages of this server may show the response in an iframe."""
    response = Response(html)
    response.headers["Content-Security-Policy"] = content_security_policy(context.config, framed_by="'self'")
    return response
