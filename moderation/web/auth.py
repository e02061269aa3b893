"""Authentication of the caller's seat by path and cookie. Every request checks the cookie against the store."""

from __future__ import annotations

import hmac
from collections.abc import Mapping

from flask import Response

from ..core.model import Seat, SeatKind, Session
from ..core.refusals import Refusal
from ..services import links
from ..services.acts.executor import Caller
from ..store import seats as seat_store
from .context import AppContext

ATTENDEE = Seat(SeatKind.ATTENDEE)
COOKIE_DAYS = 30


def read_seat(session: Session, name: str) -> Seat:
    """Return the seat for a path or a seat name. Refuses `seat.unknown` if the session has no such seat."""
    try:
        seat = Seat.parse(name)
    except ValueError:
        raise Refusal("seat.unknown") from None
    if seat != ATTENDEE and seat not in session.seats:
        raise Refusal("seat.unknown")
    return seat


def cookie_name(session: Session, seat: Seat) -> str:
    """Return the name of the cookie for this session and seat."""
    return f"of-{session.code}-{seat.name}"


def caller(context: AppContext, session: Session, seat: Seat, cookies: Mapping[str, str]) -> Caller:
    """Return the caller in this seat. Refuses `seat.unknown` if the seat's cookie is missing or not valid."""
    cookie = cookies.get(cookie_name(session, seat), "")
    if seat.kind is SeatKind.ATTENDEE:
        token_hash = links.attendee_token_hash(context.key, session, cookie)
        if token_hash is None:
            raise Refusal("seat.unknown", seat=seat.name)
        return Caller(seat, token_hash=token_hash)
    with context.reader.transaction() as connection:
        generation = seat_store.generation(connection, session, seat)
    if generation is None or not _same(cookie, links.cookie_secret(context.key, session, seat, generation)):
        raise Refusal("seat.unknown")
    return Caller(seat, generation=generation)


def enter(context: AppContext, session: Session, seat: Seat, secret: str) -> str:
    """Exchange the secret of a seat's link for the value of the seat's cookie. Refuses `seat.unknown`."""
    with context.reader.transaction() as connection:
        generation = seat_store.generation(connection, session, seat)
    if generation is None or not _same(secret, links.link_secret(context.key, session, seat, generation)):
        raise Refusal("seat.unknown")
    return links.cookie_secret(context.key, session, seat, generation)


def new_attendee(context: AppContext, session: Session, address: str | None) -> str:
    """Return a cookie value for a new attendee. Refuses `limit.attendees` after too many attendees from one address."""
    if not context.new_attendees.take(address or ""):
        raise Refusal("limit.attendees", retry_after=30)
    return links.new_attendee_cookie(context.key, session)


def set_cookie(context: AppContext, response: Response, session: Session, seat: Seat, value: str) -> None:
    """Add a seat's cookie to a response."""
    response.set_cookie(
        cookie_name(session, seat),
        value,
        max_age=COOKIE_DAYS * 86400,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=context.config.secure,
    )


def _same(given: str, expected: str) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode())
