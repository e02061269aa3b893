"""Who is calling: the seat in the path, proven by that seat's cookie against the store, at every request."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from flask import Response

from ..core.model import Seat, SeatKind, Session
from ..core.refusals import Refusal
from ..services import links
from ..services.acts.executor import Caller
from ..store import sessions
from .context import AppContext

ATTENDEE = Seat(SeatKind.ATTENDEE)
COOKIE_DAYS = 30


def read_seat(session: Session, name: str) -> Seat:
    """The seat of a path or a name. Refuses `seat.unknown` for one that this session does not have."""
    try:
        seat = Seat.parse(name)
    except ValueError:
        raise Refusal("seat.unknown") from None
    if seat != ATTENDEE and seat not in session.seats:
        raise Refusal("seat.unknown")
    return seat


def cookie_name(session: Session, seat: Seat) -> str:
    return f"of-{session.code}-{seat.name}"


def caller(floor: AppContext, session: Session, seat: Seat, cookies: Mapping[str, str]) -> Caller:
    """The caller in this seat. Refuses `seat.unknown` without its valid cookie."""
    cookie = cookies.get(cookie_name(session, seat), "")
    if seat.kind is SeatKind.ATTENDEE:
        token_hash = links.attendee_token_hash(floor.key, session, cookie)
        if token_hash is None:
            raise Refusal("seat.unknown", seat=seat.name)
        return Caller(seat, token_hash=token_hash)
    with floor.reader.transaction() as connection:
        generation = sessions.generation(connection, session, seat)
    if generation is None or not _same(cookie, links.cookie_secret(floor.key, session, seat, generation)):
        raise Refusal("seat.unknown")
    return Caller(seat, generation=generation)


def enter(floor: AppContext, session: Session, seat: Seat, secret: str) -> str:
    """The seat's cookie for its link's secret. Refuses `seat.unknown`."""
    with floor.reader.transaction() as connection:
        generation = sessions.generation(connection, session, seat)
    if generation is None or not _same(secret, links.link_secret(floor.key, session, seat, generation)):
        raise Refusal("seat.unknown")
    return links.cookie_secret(floor.key, session, seat, generation)


def new_attendee(floor: AppContext, session: Session, address: str | None) -> str:
    """The cookie of somebody new. Refuses `limit.attendees` for a flood from one address."""
    if not floor.new_attendees.take(address or ""):
        raise Refusal("limit.attendees", retry_after=30)
    return links.new_attendee_cookie(floor.key, session)


def set_cookie(floor: AppContext, response: Response, session: Session, seat: Seat, value: str) -> None:
    response.set_cookie(
        cookie_name(session, seat),
        value,
        max_age=COOKIE_DAYS * 86400,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=floor.config.secure,
    )


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), wanted.encode())
