"""One simulated browser over HTTP: its cookies, the headers of a page's script, and a count of the bytes moved."""

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
"""Seconds after which a request without an answer counts as unreachable."""
PAGE = re.compile(r'<script[^>]*\bid="page"[^>]*>(.*?)</script>', re.DOTALL)


class Unreachable(Exception):
    """No answer came: the connection was refused, cut or too slow."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer with its body as text."""

    status: int
    headers: dict[str, str]
    text: str

    @property
    def is_accepted(self) -> bool:
        """True for a status from 200 to 299."""
        return 200 <= self.status < 300

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object of the body; {} if the body is something else."""
        try:
            body = json.loads(self.text)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def code(self) -> str:
        """The refusal's code, or `http.STATUS` if the body has none."""
        return self.body.get("code") or f"http.{self.status}"

    @property
    def retry_after(self) -> float:
        """Seconds to wait before the next try, at least 0.1; 1 if the answer does not say."""
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
    """A browser at the server address `base`.

    `moved` counts the bytes of both directions, without TCP, TLS, scripts and styles.
    """

    __slots__ = ("base", "cookies", "http", "lang", "moved")

    def __init__(self, http: aiohttp.ClientSession, base: str, lang: str = "en"):
        self.http, self.base, self.lang = http, base.rstrip("/"), lang
        self.cookies: dict[str, str] = {}
        self.moved = 0

    @property
    def headers(self) -> dict[str, str]:
        """The headers that the browser adds to every request: its language and its cookies."""
        headers = {"Accept-Language": self.lang}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    async def get(self, path: str, **params: str) -> Answer:
        """GET a page or a read. Unreachable when no answer comes."""
        return await self._send("GET", path, params=params)

    async def command(self, path: str, body: dict[str, Any]) -> Answer:
        """PUT a command. Unreachable when no answer comes: the server may have executed the command."""
        return await self._send("PUT", path, body=body)

    async def post(self, path: str, body: dict[str, Any]) -> Answer:
        """POST a JSON object. Unreachable when no answer comes."""
        return await self._send("POST", path, body=body)

    async def open_page(self, path: str) -> PageData:
        """GET a page and return its block `#page`; repeat after 429 and 503. CannotRehearse for a page without it."""
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
            # Hostile input contains lone surrogates: JSON escapes can carry them, UTF-8 cannot.
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
    """Return the bytes of a request and its answer: first lines, headers and bodies."""
    request_headers = sum(len(name) + len(value) + 4 for name, value in response.request_info.headers.items())
    request = len(path) + 16 + request_headers + len(data or b"")
    response_head = 17 + sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
    length = response.headers.get("Content-Length")
    return request + response_head + (int(length) if length else len(text.encode("utf-8", "replace")))
