"""Hypothesis strategies for HTTP requests to every route of the access table. Some heads and bodies are damaged."""

from __future__ import annotations

import json
from functools import cache
from urllib.parse import quote, urlencode

from hypothesis import strategies as st

from moderation.core.model import SeatKind, Status
from moderation.web.access import ACTS, ROUTES, Access
from moderation.web.api.parsing import FIELDS
from tests.faults.fuzz_values import CANARY, KNOWN, RAW, TEXT, body, damaged

ENDING = ("close", "reopen", "purge")
"""The acts that end or reopen the session.

The random requests must not execute these acts; only the test itself executes them.
"""
KEY = "KEY-" * 7
"""A placeholder for the idempotency key of a command.

Each time a request is sent, a new key of the same length replaces the placeholder.
"""
CODE = "CYB421"
SOCKET = Access("GET", "/socket.io/")
[COMMAND] = (row for row in ROUTES if row.path.endswith("<act>/<key>"))
FREQUENT = ("ask", "add", "wording", "translate", "note", "approve")
"""Acts that are drawn more often than the rest. These acts store texts; `approve` publishes a question."""
SEATS = ("attendee", "chair/a", "chair/b", "stage", "panel/socco", "booth", "organiser")
METHODS = ("GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE", CANARY)


def path_text(text: str) -> str:
    """Return a text in percent-encoding, for use in a path."""
    return quote(text.encode("utf-8", "replace"), safe="")[:1500]


PART = TEXT.map(path_text)
RARE = st.integers(0, 14).map(lambda chance: chance == 7)


def or_rarely(usual: st.SearchStrategy, other: st.SearchStrategy) -> st.SearchStrategy:
    return RARE.flatmap(lambda is_rare: other if is_rare else usual)


QUERY = st.dictionaries(
    st.sampled_from(("lang", "epoch", "after", "before", "status", "format", "all", "code", "asked", "read", "EIO")),
    st.one_of(
        TEXT,
        st.sampled_from(
            [*Status, "csv", "json", "xlsx", "html", "en", "fr", "0", "1", "99999999999999", "4", "websocket"]
        ),
    ),
    max_size=3,
).map(lambda query: urlencode(query, errors="replace")[:4000])
HEADERS = st.dictionaries(
    st.sampled_from(
        (
            "Origin",
            "Referer",
            "User-Agent",
            "Accept-Language",
            "Accept-Encoding",
            "If-None-Match",
            "Range",
            "Authorization",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "Sec-Fetch-Site",
            "Content-Encoding",
            "Upgrade",
            "X-HTTP-Method-Override",
        )
    ),
    st.one_of(TEXT, st.sampled_from(("gzip", "bytes=0-1", "null", "cross-site", f"Bearer {CANARY}", "websocket"))),
    max_size=3,
)
LENGTH = st.sampled_from((None,) * 20 + ("0", "-1", "1_0", "99999999999", "1, 1", CANARY))
TYPE = or_rarely(
    st.just(None),
    st.sampled_from(
        ("text/plain", f"multipart/form-data; boundary={CANARY}", f"application/json; charset={CANARY}", CANARY)
    ),
)


@st.composite
def requests(draw, cookies: dict[str, str], tokens: dict[str, str]) -> bytes:
    """Draw a request as bytes. `cookies`: {seat: Cookie header}; `tokens`: {"attendee": form token}."""
    route = draw(st.one_of(st.sampled_from((*ROUTES, SOCKET)), st.just(COMMAND)))
    act = draw(or_rarely(st.sampled_from((*FIELDS, *FREQUENT * 5)), PART))
    kinds = (ACTS.get(act, route.seats) if route is COMMAND else route.seats) or set(SeatKind)
    seats = [seat for seat in SEATS if SeatKind(seat.partition("/")[0]) in kinds]
    seat = draw(or_rarely(st.sampled_from(seats), st.sampled_from(SEATS)))
    method = draw(or_rarely(st.just(route.method), st.sampled_from(METHODS)))
    path = route.path
    for name, usual in {
        "<code>": CODE,
        "<path:seat>": seat,
        "<act>": act,
        "<key>": KEY if "<act>" in path else seat.rpartition("/")[2],
        "<name>": "floor.js",
        "<accent>": "00586B",
        "<digest>": "a" * 64,
    }.items():
        if name in path:
            path = path.replace(name, draw(or_rarely(st.just(usual), PART)))
    if act in ENDING and seat == "organiser" and route.path.startswith("/api/s/"):
        seat = "attendee"
    query = draw(or_rarely(st.just(""), QUERY) if method != "GET" else QUERY)
    cookie = draw(or_rarely(st.just(cookies[seat]), TEXT))
    content, kind = b"", None
    if method in ("POST", "PUT") and draw(or_rarely(st.just(True), st.just(False))):
        content, kind = (
            draw(form(tokens)) if route.path.startswith("/s/") else (draw(commands(act)), "application/json")
        )
    lines = {"Host": "127.0.0.1", "X-Open-Floor": "1", "Cookie": cookie} | draw(HEADERS)
    if content:
        lines |= {"Content-Type": draw(TYPE) or kind, "Content-Length": draw(LENGTH) or str(len(content))}
    head = "".join(f"{name}: {one_line(text)}\r\n" for name, text in lines.items())
    target = f"{path}?{query}" if query else path
    return b"".join((f"{method} {target} HTTP/1.1\r\n".encode(), head.encode(errors="replace"), b"\r\n", content))


@cache
def commands(act: str) -> st.SearchStrategy[bytes]:
    """Return a strategy for the request bodies of the command `act`. Some are damaged JSON or random bytes."""
    return or_rarely(damaged(body(act).map(lambda value: json.dumps(value).encode())), RAW)


@st.composite
def form(draw, tokens: dict[str, str]) -> tuple[bytes, str]:
    """Draw the body of a form. Return (body, content type)."""
    names = (
        "text",
        "name",
        "language",
        "group",
        "region",
        "topic",
        "to",
        "number",
        "version",
        "wish",
        "questions",
        "reword",
    )
    fields = {"token": tokens["attendee"], "key": KEY} | {
        name: draw(st.one_of(TEXT, st.sampled_from((*KNOWN.get(name, ()), "1", "2"))))
        for name in draw(st.sets(st.sampled_from(names)))
    }
    if "questions" in fields:
        # A form with the field `questions` can be the form "Forget me". Give it an invalid token, because a valid one
        # would make the attendee's cookie invalid for all later requests.
        fields["token"] = CANARY
    return draw(damaged(st.just(urlencode(fields, errors="replace").encode()))), "application/x-www-form-urlencoded"


def one_line(text: str) -> str:
    """Return the text without line breaks, for use as the value of a header."""
    return text.replace("\r", " ").replace("\n", " ").strip()[:3000]


BROKEN = st.one_of(
    RAW,
    damaged(
        st.sampled_from(
            tuple(
                template.replace("X", CANARY).encode()
                for template in (
                    "GET /healthz HTTP/1.1\r\nHost: X\r\n\r\n",
                    "GET /X HTTP/9.9\r\nHost: 127.0.0.1\r\n\r\n",
                    "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: X\r\n\r\n",
                    "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX X: X\r\n\r\n",
                    "PUT /join HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nX\r\n\r\n",
                    "POST /join HTTP/1.1\r\nHost: X\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ncode=\r\n0\r\n\r\n",
                    "POST /join HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\nContent-Length: 1\r\n\r\ncode=X",
                    "GET http://X/healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                    "GET //X/..%2f%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
                )
            )
        )
    ),
)
"""Random bytes, and requests with an invalid or unusual head."""
