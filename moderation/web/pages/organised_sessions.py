"""The sessions for which this browser has a valid cookie of the organiser.

Each page of an organiser names these sessions, so that the organiser does not confuse one session with another.
"""

from __future__ import annotations

from typing import NamedTuple

from flask import request

from ...core.model import Seat, SeatKind, Session
from ...core.refusals import Refusal
from .. import auth, messages
from ..context import AppContext, app_context, now
from . import session_list
from .session_list import Row

ORGANISER = Seat(SeatKind.ORGANISER)
MOST = 12
"""Maximum number of other sessions that are read from the store for a page."""


class OrganisedSessions(NamedTuple):
    """The session of the page, and the other sessions in the order of their start."""

    present: Row
    others: list[Row]


def organised_sessions(session: Session) -> OrganisedSessions:
    """Return the page's session, and the other sessions for which the request has a valid cookie of the organiser."""
    context = app_context()
    codes = {code for code, seat in auth.seats_named(request.cookies) if seat == ORGANISER.name} - {session.code}
    candidates = [_find_organised(context, code) for code in sorted(codes)[:MOST]]
    with context.reader.transaction() as connection:
        lang, at = messages.choose_language(), now()[0]
        (present,) = session_list.programme(connection, [session], at, lang)
        others = session_list.programme(connection, [other for other in candidates if other is not None], at, lang)
    return OrganisedSessions(present, others)


def _find_organised(context: AppContext, code: str) -> Session | None:
    """Return the session if this browser has a valid cookie of its organiser.

    Otherwise, or after a purge, return None.
    """
    try:
        session = context.session(code)
        auth.caller(context, session, ORGANISER, request.cookies)
    except Refusal:
        return None
    return session
