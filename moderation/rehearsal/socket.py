"""Socket.IO as the page speaks it: text frames over one websocket (Engine.IO 4, Socket.IO 5)."""

from __future__ import annotations

import asyncio
import json
from functools import lru_cache

import aiohttp

from .browser import Browser, Unreachable

PATH = "/socket.io/?EIO=4&transport=websocket"
OPEN_WITHIN = 20
EVENT, ACK, CLOSE, ERROR = "42", "43", "41", "44"
PING, PONG = "2", "3"


@lru_cache(maxsize=64)
def event_of(frame: str) -> tuple[str, list]:
    """The event's name and arguments. A change reaches every phone as the same text: it is parsed once, so leave it as it is."""
    name, *arguments = json.loads(frame[2:])
    if len(arguments) == 1 and isinstance(arguments[0], list):
        arguments = arguments[0]
    return name, arguments


class Socket:
    """One connection. Every method raises Unreachable when it is over."""

    __slots__ = ("_browser", "_early", "_websocket")

    def __init__(self, browser: Browser, websocket: aiohttp.ClientWebSocketResponse):
        self._browser, self._websocket = browser, websocket
        self._early: list[str] = []

    @classmethod
    async def open(cls, browser: Browser) -> Socket:
        """Connect and enter the namespace `/`."""
        try:
            # Not wait_for, which forgets a cancellation that comes together with what it waits for (until Python 3.12).
            async with asyncio.timeout(OPEN_WITHIN):
                websocket = await browser.http.ws_connect(
                    browser.base + PATH, headers=browser.headers | {"Origin": browser.base}, compress=0, max_msg_size=0
                )
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            raise Unreachable(f"no websocket: {problem!r}") from None
        browser.moved += 700  # the handshake, both ways
        socket = cls(browser, websocket)
        try:
            await socket._expect("0")
            await socket._send("40")
            await socket._expect("40")
        except BaseException:
            await socket.close()
            raise
        return socket

    async def call(self, name: str, body: dict) -> dict:
        """Emit with acknowledgement; its first argument. Events that overtake the answer are kept for `event`."""
        await self._send(f"421{json.dumps([name, body])}")
        return (json.loads((await self._expect("431"))[3:]) or [{}])[0]

    async def event(self, silence: float) -> tuple[str, list]:
        """The next event: its name and arguments. Unreachable after `silence` seconds without a frame."""
        if self._early:
            return event_of(self._early.pop(0))
        while True:
            frame = await self._frame(silence)
            if frame.startswith(EVENT):
                return event_of(frame)

    async def close(self) -> None:
        await self._websocket.close()

    async def _expect(self, start: str) -> str:
        while True:
            frame = await self._frame(OPEN_WITHIN)
            if frame.startswith(start):
                return frame
            if frame.startswith(EVENT):
                self._early.append(frame)

    async def _frame(self, silence: float) -> str:
        try:
            message = await self._websocket.receive(silence)
        except TimeoutError:
            raise Unreachable("the socket is silent") from None
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise Unreachable(f"the socket is closed: {message.data}")
        frame = message.data
        self._browser.moved += 4 + (len(frame) if frame.isascii() else len(frame.encode()))
        if frame == PING:
            await self._send(PONG)
        elif frame.startswith((CLOSE, ERROR)) or frame == "1":
            raise Unreachable(f"the server ended it: {frame[:200]}")
        return frame

    async def _send(self, frame: str) -> None:
        self._browser.moved += len(frame) + 6
        try:
            await self._websocket.send_str(frame)
        except (aiohttp.ClientError, OSError) as problem:
            raise Unreachable(f"the socket is closed: {problem!r}") from None
