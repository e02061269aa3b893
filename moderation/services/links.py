"""The secrets of seats, derived from the server's key.

The links stay the same after a restart of the server. A new generation of a seat's link invalidates the old link.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from ..core.contracts import Links
from ..core.model import Seat, SeatKind, Session
from ..core.newcomers import minute_of
from ..store.seats import SeatLink, SeatRow

RANDOM, MINUTE = 24, 8
"""The lengths of the two parts of an attendee's token: the random characters, and the hexadecimal digits of the minute
in which the token was made.
"""


def link_secret(key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """Return the secret that a seat's link contains."""
    return _derive(key, "link", session.code, seat.name, str(generation))


def login(key: bytes, session: Session, seat: Seat, link: SeatLink, used_at: int) -> str:
    """Return the value of a seat's cookie: `used_at` and a signature.

    `used_at`: the time of the cookie's last use, in seconds since 1970. Nobody can derive the link's secret from the
    cookie. If the link gets a new generation or the seat gets a new passphrase, the cookie becomes invalid.
    """
    return f"{used_at}.{_derive(key, 'cookie', session.code, seat.name, *map(str, link), str(used_at))}"


def login_used_at(key: bytes, session: Session, seat: Seat, link: SeatLink, cookie: str) -> int | None:
    """Return the time of the last use in a seat's cookie (seconds since 1970); None if the signature is not valid."""
    used_at = cookie.partition(".")[0]
    if not re.fullmatch("[0-9]{1,12}", used_at) or not same(cookie, login(key, session, seat, link, int(used_at))):
        return None
    return int(used_at)


def new_attendee_cookie(key: bytes, session: Session, now: float) -> str:
    """Return the value of a new attendee's cookie: a random token, and the signature of the token for this session.

    The token consists of random characters, followed by the minute of `now` as hexadecimal digits. `now`: in seconds
    since 1970.
    """
    token = f"{secrets.token_urlsafe(18)}{int(now // 60):0{MINUTE}x}"
    return f"{token}.{_derive(key, 'attendee', session.code, token)}"


def attendee_token_hash(key: bytes, session: Session, cookie: str) -> bytes | None:
    """Return the hash that identifies an attendee in the store; None if the cookie has no valid signature."""
    token, _, signature = cookie.partition(".")
    if not same(signature, _derive(key, "attendee", session.code, token)):
        return None
    return hashlib.sha256(token.encode()).digest()


def attendee_arrived(cookie: str) -> str | None:
    """Return the minute in which the phone first opened the session's page; None for a cookie of an older version.

    The result has the form `2026-01-31T09:05Z`. The signature of the cookie must be valid.
    """
    minute = cookie.partition(".")[0][RANDOM:]
    if not minute:
        return None
    return minute_of(datetime.fromtimestamp(int(minute, 16) * 60, UTC).isoformat())


def entry_holder(key: bytes, session: Session, cookie: str) -> bytes:
    """Return the hash that identifies a phone as the holder of an entry code.

    The hash is computed from the key and the token in the phone's cookie. A person who knows only the key and
    `attendee_token_hash` cannot compute it.
    """
    token, _, _ = cookie.partition(".")
    return _derive(key, "entry-holder", session.code, token).encode()


def entry_code_hash(key: bytes, session: Session, code: str) -> bytes:
    """Return the hash with which the store finds an entry code. `code`: in the normal form of core/entry_code."""
    return _derive(key, "entry-code", session.code, code).encode()


def bridge_hash(key: bytes, session: Session, token: str) -> bytes:
    """Return the hash by which the store recognises the session's bridge token."""
    return _derive(key, "bridge", session.code, token).encode()


def form_token(key: bytes, session: Session, cookie: str) -> str:
    """Return the CSRF token of the HTML forms, bound to the attendee's cookie."""
    return _derive(key, "form", session.code, cookie)


def link(public_url: str, key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """Return a seat's link, with the secret in the URL fragment."""
    return f"{public_url}/s/{session.code}/{seat.path}#{link_secret(key, session, seat, generation)}"


def admin_secret(key: bytes, generation: int) -> str:
    """Return the secret in the link of the administration page."""
    return _derive(key, "admin-link", str(generation))


def admin_link(public_url: str, key: bytes, generation: int) -> str:
    """Return the link of the administration page, with the secret in the URL fragment."""
    return f"{public_url}/admin#{admin_secret(key, generation)}"


def admin_login(key: bytes, link: SeatLink, used_at: int) -> str:
    """Return the value of the administrator's cookie. `login` describes the form of the value."""
    return f"{used_at}.{_derive(key, 'admin-cookie', *map(str, link), str(used_at))}"


def admin_login_used_at(key: bytes, link: SeatLink, cookie: str) -> int | None:
    """Return the time of the last use in the administrator's cookie, as `login_used_at` does for a seat's cookie."""
    used_at = cookie.partition(".")[0]
    if not re.fullmatch("[0-9]{1,12}", used_at) or not same(cookie, admin_login(key, link, int(used_at))):
        return None
    return int(used_at)


def attendee_link(public_url: str, session: Session) -> str:
    """Return the attendees' link, which has no secret."""
    return f"{public_url}/s/{session.code}"


def all_links(public_url: str, key: bytes, session: Session, seats: Iterable[SeatRow]) -> Links:
    """Return the links of the given seats. The link of a revoked seat is None."""
    links: dict[str, str | None] = {}
    panellists: dict[str, str | None] = {}
    booths: dict[str, str | None] = {}
    for state in seats:
        seat = Seat.parse(state["seat"])
        url = None if state["revoked"] else link(public_url, key, session, seat, state["generation"])
        if seat.kind is SeatKind.PANEL:
            panellists[seat.key] = url
        elif seat.kind is SeatKind.BOOTH and seat.key:
            booths[seat.key] = url
        else:
            links[seat.name] = url
    chairs = {name.replace(".", "_"): url for name, url in links.items() if name.startswith("chair.")}
    all_links: dict[str, object] = {
        "attendee": attendee_link(public_url, session),
        **chairs,
        "stage": links["stage"],
        "booth": links["booth"],
        "organiser": links["organiser"],
        "panellists": panellists,
    }
    if booths:
        all_links["booths"] = booths
    return cast(Links, all_links)


def same(given: str, expected: str) -> bool:
    """Return whether two secrets are equal. The duration of the comparison does not depend on the position of the first
    difference.
    """
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), expected.encode())


def _derive(key: bytes, *parts: str) -> str:
    digest = hmac.new(key, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
