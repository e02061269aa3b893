"""Seats' secrets: derived from the server's key, so that every start gives the same links and raising a generation voids them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from ..core.model import Seat, Session


def link_secret(key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """The secret in a seat's link."""
    return _derive(key, "link", session.code, seat.name, str(generation))


def cookie_secret(key: bytes, session: Session, seat: Seat, generation: int) -> str:
    """The value of a seat's cookie; it cannot be turned into the link."""
    return _derive(key, "cookie", session.code, seat.name, str(generation))


def new_attendee_cookie(key: bytes, session: Session) -> str:
    """A signed anonymous cookie: a random token and its signature for this session."""
    token = secrets.token_urlsafe(18)
    return f"{token}.{_derive(key, 'attendee', session.code, token)}"


def attendee_token_hash(key: bytes, session: Session, cookie: str) -> bytes | None:
    """What the store knows an attendee by, or None for a cookie that is not ours."""
    token, _, signature = cookie.partition(".")
    if not hmac.compare_digest(
        signature.encode("utf-8", "surrogatepass"), _derive(key, "attendee", session.code, token).encode()
    ):
        return None
    return hashlib.sha256(token.encode()).digest()


def form_token(key: bytes, session: Session, cookie: str) -> str:
    """What the plain forms carry: bound to the attendee's cookie."""
    return _derive(key, "form", session.code, cookie)


def link(public_url: str, key: bytes, session: Session, seat: Seat, generation: int) -> str:
    return f"{public_url}/s/{session.code}/{seat.path}#{link_secret(key, session, seat, generation)}"


def attendee_link(public_url: str, session: Session) -> str:
    return f"{public_url}/s/{session.code}"


def all_links(public_url: str, key: bytes, session: Session, generations: list[dict]) -> dict:
    """Links by seat: {attendee, chair_a, chair_b, stage, booth, organiser, panellists: {key: url}}; revoked seats are null."""
    links: dict = {"attendee": attendee_link(public_url, session), "panellists": {}}
    for entry in generations:
        seat = Seat.parse(entry["seat"])
        url = None if entry["revoked"] else link(public_url, key, session, seat, entry["generation"])
        if seat.kind == "panel":
            links["panellists"][seat.key] = url
        else:
            links[seat.name.replace(".", "_")] = url
    return links


def _derive(key: bytes, *parts: str) -> str:
    digest = hmac.new(key, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:24]).decode()
