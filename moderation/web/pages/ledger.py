"""The public ledger as a page and as JSON, without authentication. The figures are cached for a few seconds."""

from __future__ import annotations

import hashlib
import json
import time
from typing import Any

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue
from markupsafe import escape

from ...core.model import Session
from ...services import links
from ...services.record import ledger
from ...services.words import reason_language
from ...store import ledger as ledger_store
from ...store import sessions
from .. import auth
from ..context import AppContext, CachedLedger, app_context
from ..language_choice import choose_languages, reading_languages
from . import ledger_view, page_data
from .local_time import LocalTimes
from .rendering import address_of_page, hole, render, theme

COUNTED_EVERY = 3.0
"""Lifetime of cached figures, in seconds. During this time, the ledger may lack newer acts."""

blueprint = Blueprint("ledger", __name__)


@blueprint.get("/s/<code>/ledger")
def ledger_page(code: str) -> ResponseReturnValue:
    """Return the ledger page. The page is complete without its script; the script only refreshes the figures."""
    context = app_context()
    session = context.session(code)
    if code != session.code:
        return redirect(f"/s/{session.code}/ledger", 303)
    auth.count_read(context, session, "page", request.cookies)
    figures = read(context, session)
    etag = etag_of(figures)
    view = ("ledger", choose_languages(session, auth.ATTENDEE), theme())
    page: str = context.frames.get(session.id, view, (etag, 0), lambda: _render(context, session, figures, etag))
    return page.replace(hole("back"), escape(address_of_page()))


def _render(context: AppContext, session: Session, figures: dict[str, Any], etag: str) -> str:
    lang, reading, texts = choose_languages(session, auth.ATTENDEE)
    described = page_data.describe(context, session, lang, texts)
    readable = reading_languages(session, auth.ATTENDEE)
    reasons_lang = reason_language(*texts)
    return render(
        "ledger.html",
        session=described,
        look=described["look"],
        ledger=ledger_view.view(figures, session),
        language_names=ledger_view.names(session),
        times=LocalTimes(session, lang),
        pick=page_data.pick,
        language_of=page_data.language_of,
        reasons=page_data.reasons(reasons_lang),
        reasons_lang=reasons_lang,
        readable={
            "languages": described["languages"],
            "reading_languages": [code for code in session.languages if code in readable],
            "reading": reading,
        },
        texts_languages=texts,
        address=f"{links.attendee_link(context.config.public_url, session)}/ledger",
        etag=etag,
        back=hole("back"),
    )


@blueprint.get("/api/s/<code>/ledger")
def ledger_figures(code: str) -> ResponseReturnValue:
    """Return the figures as JSON with an ETag, or 304 if the client has the same figures."""
    context = app_context()
    session = context.session(code)
    auth.count_read(context, session, "read", request.cookies)
    figures = read(context, session)
    response = Response(json.dumps(figures, ensure_ascii=False), mimetype="application/json")
    response.set_etag(etag_of(figures))
    response.headers["Cache-Control"] = "no-cache"
    return response.make_conditional(request)


def etag_of(figures: dict[str, Any]) -> str:
    """Return an ETag of the figures. The ETag changes only if the figures change."""
    return hashlib.sha256(json.dumps(figures, sort_keys=True).encode()).hexdigest()[:20]


def read(context: AppContext, session: Session) -> dict[str, Any]:
    """Return the ledger's figures, from the cache or newly counted.

    Cached figures may lack the acts of the last `COUNTED_EVERY` seconds. Always count again after a change of the
    epoch, the phase or the setting `chatham_house_rule`.
    """
    with context.reader.transaction() as connection:
        head = ledger_store.head(connection, session)
    terms = (session.epoch, session.phase, session.settings.chatham_house_rule)
    cached = context.ledgers.get(session.id)
    if cached is not None and cached.terms == terms:
        is_recent = time.monotonic() - cached.counted_at < COUNTED_EVERY
        if is_recent or cached.head == head:
            return cached.figures
    figures = context.runtime.in_thread(_count, context, session.code)
    context.ledgers[session.id] = CachedLedger(terms, head, time.monotonic(), figures)
    return figures


def _count(context: AppContext, code: str) -> dict[str, Any]:
    with context.reader.transaction() as connection:
        figures: dict[str, Any] = ledger.read(connection, sessions.get_by_code(connection, code))
    return figures
