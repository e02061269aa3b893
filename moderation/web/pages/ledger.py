"""The public ledger: a page and its figures, for everybody, without a cookie. Counted anew at most every few seconds, whoever asks."""

from __future__ import annotations

import hashlib
import json
import time

from flask import Blueprint, Response, redirect, request

from ...core.model import Session
from ...services import links
from ...services.record import ledger
from ...store import ledger as kept
from ...store import sessions
from .. import messages
from ..context import AppContext, app_context
from . import ledger_view, page_data
from .routes import render

COUNTED_EVERY = 3.0
"""Seconds for which figures stand while acts go on."""

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/s/<code>/ledger")
def ledger_page(code: str) -> Response | str:
    """The page; its script only refreshes it."""
    context = app_context()
    session = context.session(code)
    if code != session.code:
        return redirect(f"/s/{session.code}/ledger", 303)
    told = read(context, session)
    lang = messages.choose_language()
    return render(
        "ledger.html",
        session=page_data.describe(context, session, lang),
        ledger=ledger_view.view(told, session),
        language_names=ledger_view.names(session),
        date=ledger_view.date(session, lang),
        pick=page_data.pick,
        reasons=page_data.reasons(lang),
        address=f"{links.attendee_link(context.config.public_url, session)}/ledger",
        etag=etag_of(told),
    )


@blueprint.get("/api/s/<code>/ledger")
def ledger_figures(code: str) -> Response:
    """The figures as JSON; ETag, 304."""
    context = app_context()
    told = read(context, context.session(code))
    response = Response(json.dumps(told, ensure_ascii=False), mimetype="application/json")
    response.set_etag(etag_of(told))
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


def etag_of(told: dict) -> str:
    """The same as long as the figures are."""
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:20]


def read(context: AppContext, session: Session) -> dict:
    """The ledger as it is, or as it was a few seconds ago; never from before a change of phase or of the Rule."""
    with context.reader.transaction() as connection:
        head = kept.head(connection, session)
    terms = (session.epoch, session.phase, session.settings.chatham_house_rule)
    before = context.ledgers.get(session.id)
    if before and before[0] == terms and (before[1] == head or time.monotonic() - before[2] < COUNTED_EVERY):
        return before[3]
    told = context.runtime.in_thread(_count, context, session.code)
    context.ledgers[session.id] = (terms, head, time.monotonic(), told)
    return told


def _count(context: AppContext, code: str) -> dict:
    with context.reader.transaction() as connection:
        return ledger.read(connection, sessions.get_by_code(connection, code))
