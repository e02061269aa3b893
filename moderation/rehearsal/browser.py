"""One browser over HTTP: its cookies, the headers a page's script sends, and the bytes it moves."""

from __future__ import annotations

import asyncio
import json
import re
from contextlib import asynccontextmanager
from dataclasses import dataclass
from html import unescape

import aiohttp

from .options import CannotRehearse

ANSWER_WITHIN = 15
PAGE = re.compile(r'<script[^>]*\bid="page"[^>]*>(.*?)</script>', re.DOTALL)


class Unreachable(Exception):
    """No answer came: refused, cut off or too late."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict
    text: str

    @property
    def is_accepted(self) -> bool:
        return 200 <= self.status < 300

    @property
    def body(self) -> dict:
        """The JSON object; {} where the answer is none."""
        try:
            body = json.loads(self.text)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    @property
    def code(self) -> str:
        """The refusal's code, or `http.STATUS` where it has none."""
        return self.body.get("code") or f"http.{self.status}"

    @property
    def retry_after(self) -> float:
        """Seconds to wait before the next try; 1 where the answer does not say."""
        try:
            return max(0.1, float(self.body.get("retry_after") or self.headers.get("Retry-After") or 1))
        except (TypeError, ValueError):
            return 1.0


@asynccontextmanager
async def open_http():
    """One client session for every simulated browser; each keeps its own cookies."""
    connector = aiohttp.TCPConnector(limit=0)
    limit = aiohttp.ClientTimeout(total=ANSWER_WITHIN)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar(), timeout=limit, max_line_size=65536
    ) as http:
        yield http


class Browser:
    """`base` is the server's address without a trailing slash. `moved` counts bytes both ways, without TCP, TLS, scripts and styles."""

    __slots__ = ("base", "cookies", "http", "lang", "moved")

    def __init__(self, http: aiohttp.ClientSession, base: str, lang: str = "en"):
        self.http, self.base, self.lang = http, base.rstrip("/"), lang
        self.cookies: dict[str, str] = {}
        self.moved = 0

    @property
    def headers(self) -> dict:
        """What a browser sends along with everything: its language and its cookies."""
        headers = {"Accept-Language": self.lang}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return headers

    async def get(self, path: str, **params) -> Answer:
        """GET a page or a read. Unreachable when no answer comes."""
        return await self._send("GET", path, params=params)

    async def command(self, path: str, body: dict) -> Answer:
        """PUT a command. Unreachable when no answer comes: it may have been done."""
        return await self._send("PUT", path, body=body)

    async def post(self, path: str, body: dict) -> Answer:
        return await self._send("POST", path, body=body)

    async def open_page(self, path: str) -> dict:
        """GET a page, wait when asked to, and read the block `#page`. CannotRehearse when there is none."""
        while True:
            answer = await self.get(path)
            if answer.status not in (429, 503):
                break
            await asyncio.sleep(answer.retry_after)
        block = PAGE.search(answer.text)
        if not answer.is_accepted or not block:
            raise CannotRehearse(f"{path} answers {answer.status}{'' if block else ' without its page data'}.")
        try:
            return json.loads(block[1])
        except ValueError:
            return json.loads(unescape(block[1]))

    async def _send(self, method: str, path: str, params: dict | None = None, body: dict | None = None) -> Answer:
        headers, data = self.headers, None
        if body is not None:
            headers |= {"Content-Type": "application/json", "X-Open-Floor": "1", "Origin": self.base}
            # ASCII escapes carry what UTF-8 cannot: hostile input holds lone surrogates.
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
    sent = (
        len(path)
        + 16
        + sum(len(name) + len(value) + 4 for name, value in response.request_info.headers.items())
        + len(data or b"")
    )
    heads = 17 + sum(len(name) + len(value) + 4 for name, value in response.raw_headers)
    length = response.headers.get("Content-Length")
    return sent + heads + (int(length) if length else len(text.encode("utf-8", "replace")))
