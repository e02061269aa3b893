"""The login of the administrator: a cookie that a browser gets when it opens the link of the administration page.

The login follows the rules of a staff seat's login (auth.py). The login ends after `auth.LOGIN_SECONDS` without use,
and when the link or the passphrase changes.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import NamedTuple

from flask import Response, request

from ..core.refusals import Refusal
from ..services import links
from ..store import administration
from ..store.seats import SeatLink
from . import auth, cookies
from .context import AppContext

COOKIE = "of-admin"
NAME = "administration"
"""The name that the administration page has in the rate limits and in the count of wrong passphrases.

Both count by the name of a seat, and this page has no seat.
"""


class _Login(NamedTuple):
    """A valid login: the link to which it belongs, and the seconds since its last use."""

    link: SeatLink
    age: float


def find_login(context: AppContext, sent: Mapping[str, str]) -> _Login | None:
    """Return the login in the cookies of a request, or None if there is no valid login."""
    link, now = _find_link(context), time.time()
    used_at = None if link is None else links.admin_login_used_at(context.key, link, sent.get(COOKIE, ""))
    if link is None or used_at is None or now - used_at > auth.LOGIN_SECONDS:
        return None
    return _Login(link, now - used_at)


def check(context: AppContext, kind: str) -> None:
    """Check that the administrator sent the present request, and count the request (rate_limits.STAFF).

    Refuses with `admin.unknown` and `limit.requests`.
    """
    login = find_login(context, request.cookies)
    if login is None:
        raise Refusal("admin.unknown")
    context.limits.check(kind, f"{NAME}:{login.link.generation}", None, is_staff=True)


def enter(context: AppContext, secret: str, passphrase: str | None) -> str:
    """Exchange the secret of the link for the value of the cookie.

    Refuses with `admin.unknown`, `limit.requests`, `passphrase.needed`, `passphrase.wrong` and `passphrase.wait`. The
    secret is checked first: with a wrong secret, the refusal is `admin.unknown`.
    """
    link = _find_link(context)
    if link is None or not links.same(secret, links.admin_secret(context.key, link.generation)):
        raise Refusal("admin.unknown")
    context.limits.check("enter", f"{NAME}:{link.generation}", None, is_staff=True)
    if link.passphrase:
        context.passphrases.check(NAME, link.passphrase, passphrase)
    return links.admin_login(context.key, link, int(time.time()))


def renew_login(context: AppContext, response: Response) -> None:
    """Renew the login of the present request if the login is valid and older than `auth.RENEW_SECONDS`."""
    login = find_login(context, request.cookies)
    if login is not None and login.age > auth.RENEW_SECONDS:
        set_cookie(context, response, links.admin_login(context.key, login.link, int(time.time())))


def set_cookie(context: AppContext, response: Response, value: str) -> None:
    """Add the cookie to a response. Do nothing if the request contains several cookies with the same name."""
    if not cookies.is_repeated(request.environ.get("HTTP_COOKIE", ""), COOKIE, secure=context.config.secure):
        cookies.store(response, context.config, COOKIE, value, auth.LOGIN_SECONDS)


def _find_link(context: AppContext) -> SeatLink | None:
    with context.reader.transaction() as connection:
        return administration.find_link(connection)
