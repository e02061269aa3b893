"""The names of the server's cookies, and the rules by which the server accepts the cookies of a request.

Under https, each name begins with `__Host-`: browsers accept such a cookie only from this host itself, with `Secure`
and `Path=/` and without `Domain`. A sibling host cannot set it (RFC 6265bis, 4.1.3.2). Without https, a sibling host
can set a cookie with the same name. A request then contains both cookies, and the server accepts neither.
"""

from __future__ import annotations

from collections import Counter

from flask import Request as FlaskRequest
from flask import current_app
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.utils import cached_property
from werkzeug.wrappers import Response

from .config import Config

PREFIX = "__Host-"


class Request(FlaskRequest):
    """A request whose attribute `cookies` is the result of `accepted`."""

    @cached_property
    def cookies(self) -> ImmutableMultiDict[str, str]:  # type: ignore[override]  # werkzeug calls it a property.
        config: Config = current_app.extensions["open_floor"].config
        return ImmutableMultiDict(accepted(self.environ.get("HTTP_COOKIE", ""), secure=config.secure))


def accepted(header: str, *, secure: bool) -> dict[str, str]:
    """Return {name without `PREFIX`: value} for the accepted cookies of a Cookie header.

    A name that occurs more than once is left out. With `secure`, cookies without `PREFIX` in their name are ignored.
    """
    pairs = _pairs(header)
    counts = Counter(name for name, _ in pairs)
    prefix = PREFIX if secure else ""
    return {name.removeprefix(prefix): value for name, value in pairs if counts[name] == 1 and name.startswith(prefix)}


def is_repeated(header: str, name: str, *, secure: bool) -> bool:
    """Return whether the Cookie header contains several cookies with this name. `accepted` then leaves the name out."""
    full = full_name(name, secure=secure)
    return sum(sent == full for sent, _ in _pairs(header)) > 1


def full_name(name: str, *, secure: bool) -> str:
    """Return the cookie's name in the browser. With `secure`, the name begins with `PREFIX`."""
    return PREFIX + name if secure else name


def store(response: Response, config: Config, name: str, value: str, max_age: int) -> None:
    """Add a cookie to a response. Scripts cannot read the cookie. `max_age`: in seconds."""
    response.set_cookie(
        full_name(name, secure=config.secure),
        value,
        max_age=max_age,
        path="/",
        httponly=True,
        samesite="Lax",
        secure=config.secure,
    )


def delete(response: Response, config: Config, name: str) -> None:
    """Let the browser delete a cookie. Under https, also delete a cookie without `PREFIX`, which an earlier version
    set.
    """
    for sent in {name, full_name(name, secure=config.secure)}:
        response.delete_cookie(sent, path="/", httponly=True, samesite="Lax", secure=config.secure)


def _pairs(header: str) -> list[tuple[str, str]]:
    """Return (name, value) for each cookie of a Cookie header, in the header's order. Omit parts without a name."""
    parts = (part.partition("=") for part in header.split(";"))
    return [(name.strip(" \t"), value.strip(" \t")) for name, equals, value in parts if equals and name.strip(" \t")]
