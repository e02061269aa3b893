"""A Socket.IO connection over an aiohttp WebSocket, opened in the same way as by the page's script."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

from .browser import Browser, Unreachable
from .client import packets

OPEN_SECONDS = 20
"""Time-out in seconds for the handshake and for each acknowledgement."""
HANDSHAKE_BYTES = 700
"""Approximate size of the handshake in bytes, both directions together."""
FRAME_OVERHEAD_SENT, FRAME_OVERHEAD_RECEIVED = 6, 4


class Connection:
    """A connection in the namespace `/`. Every method except `close` raises Unreachable if the connection has ended."""

    __slots__ = ("_browser", "_early", "_websocket")

    def __init__(self, browser: Browser, websocket: aiohttp.ClientWebSocketResponse):
        self._browser, self._websocket = browser, websocket
        self._early: list[str] = []

    @classmethod
    async def open(cls, browser: Browser) -> Connection:
        """Connect and enter the namespace `/`."""
        try:
            # Use asyncio.timeout instead of wait_for. Before Python 3.12, wait_for loses a cancellation that arrives
            # together with the result.
            async with asyncio.timeout(OPEN_SECONDS):
                websocket = await browser.http.ws_connect(
                    browser.base + packets.PATH,
                    headers=browser.headers | {"Origin": browser.base},
                    compress=0,
                    max_msg_size=0,
                )
        except (TimeoutError, aiohttp.ClientError, OSError) as problem:
            raise Unreachable(f"no websocket: {problem!r}") from None
        browser.moved += HANDSHAKE_BYTES
        connection = cls(browser, websocket)
        try:
            await connection._expect(packets.OPEN)
            await connection._send(packets.CONNECT)
            await connection._expect(packets.CONNECT)
        except BaseException:
            await connection.close()
            raise
        return connection

    async def call(self, name: str, body: dict[str, Any]) -> Any:
        """Send an event and return the first argument of its acknowledgement.

        Queue events that arrive before the acknowledgement, for `next_event`.
        """
        await self._send(packets.encode_event(name, body, ack_id=1))
        return packets.decode_ack(await self._expect(packets.ack_prefix(1)))

    async def next_event(self, silence_seconds: float) -> tuple[str, list[Any]]:
        """Return the name and arguments of the next event.

        Raise Unreachable after `silence_seconds` without a packet.
        """
        if self._early:
            return packets.decode_event(self._early.pop(0))
        while True:
            packet = await self._receive(silence_seconds)
            if packet.startswith(packets.EVENT):
                return packets.decode_event(packet)

    async def close(self) -> None:
        """Close the WebSocket."""
        await self._websocket.close()

    async def _expect(self, prefix: str) -> str:
        while True:
            packet = await self._receive(OPEN_SECONDS)
            if packet.startswith(prefix):
                return packet
            if packet.startswith(packets.EVENT):
                self._early.append(packet)

    async def _receive(self, silence_seconds: float) -> str:
        """Return the next packet. If the packet is a ping, send the answer first."""
        try:
            message = await self._websocket.receive(silence_seconds)
        except TimeoutError:
            raise Unreachable("the socket is silent") from None
        if message.type is not aiohttp.WSMsgType.TEXT:
            raise Unreachable(f"the socket is closed: {message.data}")
        packet: str = message.data
        size = len(packet) if packet.isascii() else len(packet.encode())
        self._browser.moved += FRAME_OVERHEAD_RECEIVED + size
        if packet == packets.PING:
            await self._send(packets.PONG)
        elif packets.is_end(packet):
            raise Unreachable(f"the server ended the connection: {packet[:200]}")
        return packet

    async def _send(self, packet: str) -> None:
        self._browser.moved += len(packet) + FRAME_OVERHEAD_SENT
        try:
            await self._websocket.send_str(packet)
        except (aiohttp.ClientError, OSError) as problem:
            raise Unreachable(f"the socket is closed: {problem!r}") from None
