"""A simulated browser over HTTP. It keeps cookies, sends the headers of a page's script and counts the bytes."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape
from typing import Any, cast

import aiohttp

from ..core.contracts import PageData
from .options import CannotRehearse

ANSWER_WITHIN = 15
"""Time-out of a request in seconds. After this time, the request raises Unreachable."""
PAGE = re.compile(r'<script[^>]*\bid="page"[^>]*>(.*?)</script>', re.DOTALL)


class Unreachable(Exception):
    """The exception for a connection that failed, and for a missing or unusable answer of the server."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer with its body as text."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_accepted(self) -> bool:
        """Return whether the status is from 200 to 299."""
        return 200 <= self.status < 300

    @property
    def body(self) -> dict[str, Any]:
        """Return the JSON object in the body; {} if the body is not a JSON object."""
        try:
            body = json.loads(self.text)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def code(self) -> str:
        """Return the code of the refusal, or `http.STATUS` if the body has no code."""
        return self.body.get("code") or f"http.{self.status}"

    @property
    def retry_after(self) -> float:
        """Return the seconds to wait before the next try, at least 0.1. Return 1 if the answer contains no number of
        seconds.
        """
        try:
            return max(0.1, float(self.body.get("retry_after") or self.headers.get("Retry-After") or 1))
        except (TypeError, ValueError):
            return 1.0


@asynccontextmanager
async def open_http() -> AsyncIterator[aiohttp.ClientSession]:
    """Open one client session for all simulated browsers. Each browser keeps its own cookies."""
    connector = aiohttp.TCPConnector(limit=0)
    limit = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=limit, max_line_size=65536
    ) as http:
        yield http


class Browser:
    """A simulated browser. `base`: the address of the server.

    `moved`: the number of bytes sent and received, without TCP and TLS overhead, scripts and styles.
    """

    __slots__ = ("base", "cookies", "http", "lang", "moved")

    def __init__(self, http: aiohttp.ClientSession, base: str, lang: str = "en"):
        self.http, self.base, self.lang = http, base.rstrip("/"), lang
        self.cookies: dict[str, str] = {}
        self.moved = 0

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that the browser adds to every request: language and cookies."""
        headers = {"Accept-Language": self.lang}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    async def get(self, path: str, **params: str) -> Answer:
        """Send a GET request. Raise Unreachable if there is no answer."""
        return await self._send("GET", path, params=params)

    async def command(self, path: str, body: dict[str, Any]) -> Answer:
        """Send a command (PUT). Raise Unreachable if there is no answer; the server may have executed the command."""
        return await self._send("PUT", path, body=body)

    async def post(self, path: str, body: dict[str, Any]) -> Answer:
        """Send a JSON object (POST). Raise Unreachable if there is no answer."""
        return await self._send("POST", path, body=body)

    async def open_page(self, path: str) -> PageData:
        """Return the data in the block `#page` of a page. Retry after status 429 and 503.

        Raise CannotRehearse after any other error status, or if the page has no such block. Raise Unreachable if there
        is no answer.
        """
        while True:
            answer = await self.get(path)
            if answer.status not in (429, 503):
                break
            await asyncio.sleep(answer.retry_after)
        block = PAGE.search(answer.text)
        if not answer.is_accepted or not block:
            raise CannotRehearse(f"{path} answers {answer.status}{'' if block else ' without its page data'}.")
        try:
            return cast(PageData, json.loads(block[1]))
        except ValueError:
            return cast(PageData, json.loads(unescape(block[1])))

    async def _send(
        self, method: str, path: str, params: dict[str, str] | None = None, body: dict[str, Any] | None = None
    ) -> Answer:
        headers, data = self.headers, None
        if body is not None:
            headers |= {"Content-Type": "application/json", "X-Open-Floor": "1", "Origin": self.base}
            # Send ASCII with JSON escapes, because hostile input contains lone surrogates, which UTF-8 cannot encode.
            data = json.dumps(body).encode("ascii")
        try:
            async with self.http.request(
                method, self.base + path, params=params or None, data=data, headers=headers
            ) as response:
                text = await response.text("utf-8", "replace")
                self.cookies.update((name, cookie.value) for name, cookie in response.cookies.items())
                self.moved += _size(response, text, path, data)
                return Answer(response.status, dict(response.headers), text)
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            raise Unreachable(f"{path}: {problem!r}") from None


def _size(response: aiohttp.ClientResponse, text: str, path: str, data: bytes | None) -> int:
    """Return the size of a request and its answer in bytes: first lines, headers and bodies."""
    request_headers = sum(len(name) + len(value) + 4 for name, value in response.request_info.headers.items())
    request = len(path) + 16 + request_headers + len(data or b"")
    response_head = 17 + sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
    length = response.headers.get("Content-Length")
    return request + response_head + (int(length) if length else len(text.encode("utf-8", "replace")))
