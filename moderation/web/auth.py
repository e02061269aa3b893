"""Authentication of the caller's seat by path and cookie.

An attendee's cookie is checked by its signature. The cookie of a staff seat is a login: it contains the time of its
last use, and a signature. In every request, `caller` checks the age of the login, the seat's link in the store, and the
time since the close of the session.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import NamedTuple

from flask import Response, request

from ..core.model import Phase, Seat, SeatKind, Session
from ..core.refusals import Refusal
from ..services import links
from ..services.acts.caller import Caller
from ..store import log
from ..store import seats as seat_store
from ..store.connection import Connection
from ..store.transaction import Transaction
from . import cookies as browser_cookies
from .context import AppContext

ATTENDEE = Seat(SeatKind.ATTENDEE)
COOKIE_SECONDS = 30 * 86400
"""The lifetime of an attendee's cookie after the latest visit of the page."""
LOGIN_SECONDS = 12 * 3600
"""The login of a staff seat ends if it is not used for this number of seconds."""
RENEW_SECONDS = 5 * 60
"""A login is renewed only if it is older than this number of seconds. The pages request a renewal every 10 minutes."""
STAFF_DAYS_AFTER_CLOSE = 7
"""Number of days after the close of the session during which the chairs and the booth can still correct the record.

Then all staff seats end, except the organiser's seat, which ends with the purge.
"""
SEAT_COOKIE = re.compile(r"of-(?P<code>[A-Za-z0-9]+)-(?P<seat>[a-z]+(\.\w+)?)")
"""The pattern of the names that `cookie_name` returns."""
MOST_SEATS_NAMED = 40


class _Login(NamedTuple):
    """A valid login: the seat's link, and the seconds since the login was last used."""

    link: seat_store.SeatLink
    age: float


def read_seat(session: Session, name: str) -> Seat:
    """Return the seat for a path or a seat name. Refuses with `seat.unknown` if the session has no such seat."""
    try:
        seat = Seat.parse(name)
    except ValueError:
        raise Refusal("seat.unknown") from None
    if seat != ATTENDEE and seat not in session.seats:
        raise Refusal("seat.unknown")
    return seat


def cookie_name(session: Session, seat: Seat) -> str:
    """Return the name of the cookie for this session and seat."""
    return seat_cookie(session.code, seat.name)


def seat_cookie(code: str, seat_name: str) -> str:
    """Return the name of the cookie for a session code and a seat name."""
    return f"of-{code}-{seat_name}"


def seats_named(cookies: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (session code, seat name) for each cookie whose name is the name of a seat cookie. Ignore the values.

    The list has at most `MOST_SEATS_NAMED` entries.
    """
    named = (SEAT_COOKIE.fullmatch(name) for name in cookies)
    return [(match["code"], match["seat"]) for match in named if match][:MOST_SEATS_NAMED]


def is_only_seat(cookies: Mapping[str, str], session: Session, seat: Seat) -> bool:
    """Return whether no cookie belongs to another seat of this session or to a seat of another session.

    Only the names of the cookies count, not their values.
    """
    name = cookie_name(session, seat)
    return all(seat_cookie(*named) == name for named in seats_named(cookies))


def caller(context: AppContext, session: Session, seat: Seat, cookies: Mapping[str, str]) -> Caller:
    """Return the caller, whom the cookie of this seat identifies.

    Refuses with `seat.unknown` if the cookie is missing, not valid or too old.
    """
    cookie = cookies.get(cookie_name(session, seat), "")
    if seat.kind is SeatKind.ATTENDEE:
        token_hash = links.attendee_token_hash(context.key, session, cookie)
        if token_hash is None:
            raise Refusal("seat.unknown", seat=seat.name)
        holder = links.entry_holder(context.key, session, cookie)
        return Caller(seat, token_hash=token_hash, arrived=links.attendee_arrived(cookie), holder=holder)
    login = _find_login(context, session, seat, cookie)
    if login is None:
        raise Refusal("seat.unknown")
    return Caller(seat, generation=login.link.generation)


def _find_login(context: AppContext, session: Session, seat: Seat, cookie: str) -> _Login | None:
    """Return the login in the cookie of a staff seat. Return None if the login is not valid or has ended."""
    now = time.time()
    with context.reader.transaction() as connection:
        link = seat_store.find_link(connection, session, seat)
        if link is None or has_ended(connection, session, seat, now):
            return None
    used_at = links.login_used_at(context.key, session, seat, link, cookie)
    return None if used_at is None or now - used_at > LOGIN_SECONDS else _Login(link, now - used_at)


def login_seconds(context: AppContext, session: Session, seat: Seat, cookies: Mapping[str, str]) -> float | None:
    """Return the seconds until the caller's login ends, or None for an attendee.

    Refuses with `seat.unknown` if the login is not valid or has ended.
    """
    if seat.kind is SeatKind.ATTENDEE:
        return None
    login = _find_login(context, session, seat, cookies.get(cookie_name(session, seat), ""))
    if login is None:
        raise Refusal("seat.unknown")
    return LOGIN_SECONDS - login.age


def has_ended(connection: Connection, session: Session, seat: Seat, now: float) -> bool:
    """Return whether the session has been closed for more than `STAFF_DAYS_AFTER_CLOSE`.

    Return False for the organiser's seat. `now`: in seconds since 1970.
    """
    if session.phase is not Phase.CLOSED or seat.kind is SeatKind.ORGANISER:
        return False
    closed_at = log.closed_at(connection, session)
    if closed_at is None:
        return False
    return now - datetime.fromisoformat(closed_at).timestamp() > STAFF_DAYS_AFTER_CLOSE * 86400


def enter(
    context: AppContext, session: Session, seat: Seat, secret: str, passphrase: str | None, *, is_new: bool
) -> str:
    """Exchange the secret of a seat's link for the value of the seat's cookie.

    `is_new`: whether the browser has no valid cookie of the seat. Only the requests of such browsers count towards the
    limit "enter". Refuses with `seat.unknown`, `seat.ended`, `limit.requests`, `passphrase.needed`, `passphrase.wrong`
    and `passphrase.wait`. The secret is checked first: with a wrong secret, the refusal is `seat.unknown`.
    """
    with context.reader.transaction() as connection:
        link = seat_store.find_link(connection, session, seat)
        is_over = has_ended(connection, session, seat, time.time())
    if link is None or not links.same(secret, links.link_secret(context.key, session, seat, link.generation)):
        raise Refusal("seat.unknown")
    if is_over:
        raise Refusal("seat.ended")
    if is_new:
        context.limits.check("enter", f"{session.id}:{seat.name}:{link.generation}", None, is_staff=True)
    if link.passphrase:
        context.passphrases.check(f"{session.id}:{seat.name}", link.passphrase, passphrase)
    return links.login(context.key, session, seat, link, int(time.time()))


def renew_login(context: AppContext, response: Response, session: Session, seat: Seat) -> None:
    """Renew the login of the staff seat that sent the request, if the login is valid and older than `RENEW_SECONDS`."""
    if seat.kind is SeatKind.ATTENDEE:
        return
    login = _find_login(context, session, seat, request.cookies.get(cookie_name(session, seat), ""))
    if login is not None and login.age > RENEW_SECONDS:
        value = links.login(context.key, session, seat, login.link, int(time.time()))
        set_cookie(context, response, session, seat, value)


def count_request(context: AppContext, session: Session, caller: Caller, kind: str, address: str | None) -> None:
    """Count a caller's request of this kind (rate_limits.py). Refuses with `limit.requests`, or `limit.rate` for a
    draft.

    An attendee may send `limits.burst` questions without a pause, so add this number to the attendee's limit for
    commands.
    """
    if caller.token_hash is not None:
        extra = session.limits.burst if kind == "command" else 0
        context.limits.check(kind, caller.token_hash.hex(), address, extra=extra)
    else:
        context.limits.check(kind, f"{session.id}:{caller.seat.name}:{caller.generation}", address, is_staff=True)


def count_read(context: AppContext, session: Session, kind: str, cookies: Mapping[str, str]) -> None:
    """Count an attendee's request for a public page.

    A request without a valid cookie is not counted, because anybody may read the page. Refuses with `limit.requests`.
    """
    token_hash = links.attendee_token_hash(context.key, session, cookies.get(cookie_name(session, ATTENDEE), ""))
    if token_hash is not None:
        count_request(context, session, Caller(ATTENDEE, token_hash=token_hash), kind, None)


def is_new_browser(context: AppContext, session: Session, seat: Seat, cookies: Mapping[str, str]) -> bool:
    """Return whether the cookies contain no valid cookie of the seat."""
    try:
        caller(context, session, seat, cookies)
    except Refusal:
        return True
    return False


def count_opening(context: AppContext, session: Session, seat: Seat, *, is_new: bool) -> None:
    """Count an opening of the seat's link in the store. If the browser is new (`is_new_browser`), also log the opening.

    Ignore a refusal of the store, because the person must still get into the seat.
    """

    def count(tx: Transaction) -> None:
        seat_store.count_opening(tx.connection, session, seat, tx.at, is_new=is_new)
        if is_new:
            log.append(tx, session, "link", log.OPENED, [], detail={"seat": seat.name})

    with suppress(Refusal):
        context.writer.submit(count, session.code).wait()


def set_cookie(context: AppContext, response: Response, session: Session, seat: Seat, value: str) -> None:
    """Add a seat's cookie to a response.

    Do nothing if the request contains several cookies with this name. Another host may have set one of them, so the
    server accepts none of them. A new cookie would overwrite only the cookie of this host. So the name would still
    occur several times, and the server would not accept the new cookie.
    """
    name, config = cookie_name(session, seat), context.config
    if browser_cookies.is_repeated(request.environ.get("HTTP_COOKIE", ""), name, secure=config.secure):
        return
    seconds = COOKIE_SECONDS if seat.kind is SeatKind.ATTENDEE else LOGIN_SECONDS
    browser_cookies.store(response, config, name, value, seconds)
