"""Cookie headers for every state that the access table (moderation/web/access.py) distinguishes."""

from __future__ import annotations

from moderation.web.access import Cookie


def cookie_headers(right: str, others: list[str], foreign: str, revoked: str | None) -> list[tuple[Cookie, str]]:
    """Return (state, Cookie header) for every state of a seat's cookie.

    The states OTHER_SESSION and OTHER_SEAT have two headers each. In the first header, each wrong cookie has the name
    with which the server has set it. In the second header, a wrong cookie has the name of the seat's valid cookie.

    All arguments are cookies as `name=value`.
    - `right`: the seat's valid cookie.
    - `others`: the cookies of all other seats of the session.
    - `foreign`: the cookie of the same seat in another session.
    - `revoked`: a cookie that the seat had before its link was renewed; None for attendees, who have no link.
    """
    name, value = right.split("=", 1)
    headers = [
        (Cookie.NONE, ""),
        (Cookie.FORGED, f"{name}={value[:-1]}{'A' if value[-1] != 'A' else 'B'}"),
        (Cookie.OTHER_SESSION, foreign),
        (Cookie.OTHER_SESSION, f"{name}={foreign.split('=', 1)[1]}"),
        (Cookie.OTHER_SEAT, "; ".join(others)),
        (Cookie.OTHER_SEAT, f"{name}={others[0].split('=', 1)[1]}"),
        (Cookie.RIGHT, right),
    ]
    return headers if revoked is None else [*headers, (Cookie.REVOKED, revoked)]
