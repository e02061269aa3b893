"""One link of the proxy: a client's connection, the connection to the server, and the simulated faults."""

from __future__ import annotations

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from moderation.rehearsal.client.frames import payload_bounds
from moderation.rehearsal.client.packets import event_prefix

if TYPE_CHECKING:
    from tests.faults.proxy import Proxy

PIECE = 65536
WEBSOCKET = b"GET /socket.io"
HEAD_END = b"\r\n\r\n"
CHANGE = event_prefix("change").encode()


@dataclass
class NetworkFaults:
    """The faults that the proxy simulates. Each field is the probability with which a piece of data gets this fault.

    The exception is `delay`: the maximum delay of a piece in seconds.
    """

    cut: float = 0.0
    truncate: float = 0.0
    lose: float = 0.0
    """The probability that a frame with a change is lost. No other data is lost."""
    double: float = 0.0
    """The probability that a frame with a change or a command is duplicated.

    The proxy sends the second copy of a command to the server over another connection.
    """
    delay: float = 0.0
    cut_answer: float = 0.0
    """The probability that the link is cut when the server sends data.

    The client then gets no answer, although its request has reached the server.
    """


class Link:
    """One client connection and its connection to the server.

    - `is_swallowed`: {direction: True if the link discards all data in this direction, including the end of the
      stream}. The directions are "up" (to the server) and "down" (to the client).
    - `reads_server`: an event. While it is not set, the link reads no data from the server.
    - `request`: the client's latest request.
    - `passed`: the number of bytes read from the server.
    - `server_left`: an event that is set when the server has closed its connection.
    """

    def __init__(
        self, proxy: Proxy, client: tuple[StreamReader, StreamWriter], server: tuple[StreamReader, StreamWriter]
    ):
        self._proxy, self._client, self._server = proxy, client, server
        self.is_swallowed = {"up": False, "down": False}
        self.request, self.passed = b"", 0
        self.reads_server = asyncio.Event()
        self.reads_server.set()
        self.server_left = asyncio.Event()

    @property
    def is_socket(self) -> bool:
        """True if the link carries a WebSocket."""
        return self.request.startswith(WEBSOCKET)

    async def run(self) -> None:
        """Relay data until both directions have ended."""
        await asyncio.gather(
            self._relay("up", self._client[0], self._server[1]), self._relay("down", self._server[0], self._client[1])
        )

    def cut(self) -> None:
        """Abort both connections immediately. Data that have not yet been sent are lost."""
        for _, writer in (self._client, self._server):
            writer.transport.abort()

    async def _relay(self, direction: str, reader: StreamReader, writer: StreamWriter) -> None:
        cut_up = self._requests if direction == "up" else self._frames
        try:
            async for piece in cut_up(reader):
                if not await self._pass(direction, piece, writer):
                    return
        except OSError:
            pass
        if direction == "down":
            self.server_left.set()
        if not self.is_swallowed[direction]:
            writer.close()

    async def _pass(self, direction: str, piece: bytes, writer: StreamWriter) -> bool:
        """Send one piece, possibly with a random fault. Return False if the fault has cut the link."""
        faults, rng = self._proxy.faults, self._proxy.rng
        is_change = direction == "down" and CHANGE in piece[:24]
        if faults.delay:
            await asyncio.sleep(rng.uniform(0, faults.delay))
        if is_change and rng.random() < faults.lose:
            self._proxy.lost += 1
            return True
        if self.is_swallowed[direction]:
            return True
        if direction == "down" and faults.cut_answer and rng.random() < faults.cut_answer:
            self.cut()
            return False
        if rng.random() < faults.cut:
            self.cut()
            return False
        if rng.random() < faults.truncate:
            writer.write(piece[: rng.randrange(len(piece))])
            await writer.drain()
            self.cut()
            return False
        writer.write(piece)
        if rng.random() < faults.double:
            if is_change:
                writer.write(piece)
            elif piece.startswith(b"PUT "):
                self._proxy.send_again(piece)
        await writer.drain()
        return True

    async def _requests(self, reader: StreamReader) -> AsyncIterator[bytes]:
        """Yield the client's data in pieces, as they arrive. The head and the body of a command are one piece."""
        while piece := await reader.read(PIECE):
            if not self.is_socket:
                self.request = piece
            while piece.startswith(b"PUT ") and not _is_whole(piece) and (rest_of_body := await reader.read(PIECE)):
                piece += rest_of_body
            yield piece

    async def _from_server(self, reader: StreamReader) -> bytes:
        await self.reads_server.wait()
        piece = await reader.read(PIECE)
        self.passed += len(piece)
        return piece

    async def _frames(self, reader: StreamReader) -> AsyncIterator[bytes]:
        """Yield the server's data in pieces, as they arrive.

        After the handshake of a WebSocket, each frame is one piece.
        """
        buffer = b""
        is_open = False
        while piece := await self._from_server(reader):
            if not self.is_socket:
                yield piece
                continue
            buffer += piece
            if not is_open:
                head, end, rest = buffer.partition(HEAD_END)
                if not end:
                    continue
                yield head + end
                buffer, is_open = rest, True
            while (bounds := payload_bounds(buffer)) and len(buffer) >= bounds[1]:
                yield buffer[: bounds[1]]
                buffer = buffer[bounds[1] :]


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(HEAD_END)
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(end) and len(body) >= int(lengths[0] if lengths else 0)
