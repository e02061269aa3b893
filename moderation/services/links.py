"""The secrets of seats, derived from the server's key.

The links stay the same after a restart of the server. A new generation of a seat's link invalidates the old link.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from ..core.contracts import Links
from ..core.model import Seat, SeatKind, Session
from ..store.seats import SeatRow


def link_secret(key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """Return the secret that a seat's link contains."""
    return _derive(key, "link", session.code, seat.name, str(generation))


def cookie_secret(key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """Return the value of a seat's cookie. The secret of the link cannot be derived from this value."""
    return _derive(key, "cookie", session.code, seat.name, str(generation))


def new_attendee_cookie(key: bytes, session: Session) -> str:
    """Return a new anonymous cookie: a random token and its signature for this session."""
    token = secrets.token_urlsafe(18)
    return f"{token}.{_derive(key, 'attendee', session.code, token)}"


def attendee_token_hash(key: bytes, session: Session, cookie: str) -> bytes | None:
    """Return the hash that identifies an attendee in the store; None if the cookie has no valid signature."""
    token, _, signature = cookie.partition(".")
    if not hmac.compare_digest(
        signature.encode("utf-8", "surrogatepass"), _derive(key, "attendee", session.code, token).encode()
    ):
        return None
    return hashlib.sha256(token.encode()).digest()


def form_token(key: bytes, session: Session, cookie: str) -> str:
    """Return the CSRF token of the HTML forms, bound to the attendee's cookie."""
    return _derive(key, "form", session.code, cookie)


def link(public_url: str, key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """Return a seat's link, with the secret in the URL fragment."""
    return f"{public_url}/s/{session.code}/{seat.path}#{link_secret(key, session, seat, generation)}"


def attendee_link(public_url: str, session: Session) -> str:
    """Return the attendees' link, which has no secret."""
    return f"{public_url}/s/{session.code}"


def all_links(public_url: str, key: bytes, session: Session, seats: Iterable[SeatRow]) -> Links:
    """Return the links of the given seats. The link of a revoked seat is None."""
    links: dict[str, str | None] = {}
    panellists: dict[str, str | None] = {}
    for state in seats:
        seat = Seat.parse(state["seat"])
        url = None if state["revoked"] else link(public_url, key, session, seat, state["generation"])
        if seat.kind is SeatKind.PANEL:
            panellists[seat.key] = url
        else:
            links[seat.name] = url
    return {
        "attendee": attendee_link(public_url, session),
        "chair_a": links["chair.a"],
        "chair_b": links["chair.b"],
        "stage": links["stage"],
        "booth": links["booth"],
        "organiser": links["organiser"],
        "panellists": panellists,
    }


def _derive(key: bytes, *parts: str) -> str:
    digest = hmac.new(key, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
