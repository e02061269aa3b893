"""A TCP proxy on loopback that does to connections what networks do: cut, delay, truncate, double, lose, and hold without a word.

A *link* is one connection of a client with its other half to the server. What happens is drawn by the proxy's own chance for each piece
that a socket brings; WebSocket frames from the server and PUT requests are taken as wholes, so that one can be lost or doubled.
"""

from __future__ import annotations

import asyncio
import random
import socket
from asyncio import StreamReader, StreamWriter
from dataclasses import dataclass

PIECE = 65536
NARROW_BYTES, NARROW_SEGMENT = 4096, 1000
SOCKET = b"GET /socket.io"
HEAD_END = b"\r\n\r\n"
CHANGE = b'42["change"'


@dataclass
class Weather:
    """Chances for each piece. `delay`: seconds at most that it waits."""

    cut: float = 0.0
    truncate: float = 0.0
    lose: float = 0.0
    """A change, of the server's frames."""
    double: float = 0.0
    """A change, or a command, which is then brought to the server a second time by another connection."""
    delay: float = 0.0


class Link:
    """`is_swallowed["up"]` (to the server) and `["down"]` (to the client): bytes and the end of this direction go nowhere.

    `reads_server`: cleared, nothing is taken from the server any more. `request`: the client's latest. `passed`: bytes given to the client.
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
        """Whether it carries a WebSocket."""
        return self.request.startswith(SOCKET)

    async def run(self) -> None:
        """Until both halves have ended."""
        await asyncio.gather(
            self._relay("up", self._client[0], self._server[1]), self._relay("down", self._server[0], self._client[1])
        )

    def cut(self) -> None:
        """Both halves end at once, with whatever was on its way."""
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
        """One piece through the weather; False when it has ended the link."""
        weather, rng = self._proxy.weather, self._proxy.rng
        is_change = direction == "down" and CHANGE in piece[:24]
        if weather.delay:
            await asyncio.sleep(rng.uniform(0, weather.delay))
        if is_change and rng.random() < weather.lose:
            self._proxy.lost += 1
            return True
        if self.is_swallowed[direction]:
            return True
        if rng.random() < weather.cut:
            self.cut()
            return False
        if rng.random() < weather.truncate:
            writer.write(piece[: rng.randrange(len(piece))])
            await writer.drain()
            self.cut()
            return False
        writer.write(piece)
        if rng.random() < weather.double:
            if is_change:
                writer.write(piece)
            elif piece.startswith(b"PUT "):
                self._proxy.bring_again(piece)
        await writer.drain()
        return True

    async def _requests(self, reader: StreamReader):
        """Pieces as they come; a command whole, with its body."""
        while piece := await reader.read(PIECE):
            if not self.is_socket:
                self.request = piece
            while piece.startswith(b"PUT ") and not _is_whole(piece) and (more := await reader.read(PIECE)):
                piece += more
            yield piece

    async def _from_server(self, reader: StreamReader) -> bytes:
        await self.reads_server.wait()
        piece = await reader.read(PIECE)
        self.passed += len(piece)
        return piece

    async def _frames(self, reader: StreamReader):
        """Pieces as they come; of an open socket, frame by frame."""
        held = b""
        is_open = False
        while piece := await self._from_server(reader):
            if not self.is_socket:
                yield piece
                continue
            held += piece
            if not is_open:
                head, end, rest = held.partition(HEAD_END)
                if not end:
                    continue
                yield head + end
                held, is_open = rest, True
            while (size := _frame_size(held)) and len(held) >= size:
                yield held[:size]
                held = held[size:]


class Proxy:
    """`async with Proxy(port, to, rng) as proxy:` listens on `port` and relays to `to`. `weather` is what happens from now on.

    `lost` counts the changes that the weather took. `is_narrow`: little is on the way between it and the server, as on a mobile network; loopback alone would hold megabytes.
    """

    def __init__(self, port: int, to: int, rng: random.Random, is_narrow: bool = False):
        self.port, self._to, self.rng, self._is_narrow = port, to, rng, is_narrow
        self.weather = Weather()
        self.links: set[Link] = set()
        self.lost = 0
        self._again: set[asyncio.Task] = set()
        self._running: set[asyncio.Task] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sockets(self) -> list[Link]:
        """Links that carry a WebSocket, oldest first."""
        return [link for link in self.links if link.is_socket]

    def cut_all(self) -> None:
        """Every connection ends at this instant."""
        for link in list(self.links):
            link.cut()

    def bring_again(self, request: bytes) -> None:
        """Send a request to the server once more, and throw its answer away."""
        task = asyncio.create_task(self._bring(request))
        self._again.add(task)
        task.add_done_callback(self._again.discard)

    async def __aenter__(self) -> Proxy:
        self._listening = await asyncio.start_server(self._take, "127.0.0.1", self.port, limit=PIECE, backlog=1024)
        return self

    async def __aexit__(self, *failure) -> None:
        self._listening.close()
        for link in list(self.links):
            link.cut()
            link.reads_server.set()
        await asyncio.gather(*self._again, *self._running, return_exceptions=True)

    async def _take(self, reader: StreamReader, writer: StreamWriter) -> None:
        task = asyncio.current_task()
        self._running.add(task)
        try:
            server = await self._reach_server()
        except OSError:
            writer.transport.abort()
            self._running.discard(task)
            return
        link = Link(self, (reader, writer), server)
        self.links.add(link)
        try:
            await link.run()
        finally:
            link.cut()
            self.links.discard(link)
            self._running.discard(task)

    async def _reach_server(self) -> tuple[StreamReader, StreamWriter]:
        raw = socket.socket()
        raw.setblocking(False)
        if self._is_narrow:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, NARROW_BYTES)
            raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, NARROW_SEGMENT)
        try:
            await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", self._to))
        except OSError:
            raw.close()
            raise
        return await asyncio.open_connection(sock=raw, limit=NARROW_BYTES if self._is_narrow else PIECE)

    async def _bring(self, request: bytes) -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            return  # The server is away: then it was brought once.
        try:
            writer.write(request)
            await reader.readuntil(HEAD_END)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()


def _is_whole(request: bytes) -> bool:
    head, end, body = request.partition(HEAD_END)
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return bool(end) and len(body) >= int(lengths[0] if lengths else 0)


def _frame_size(held: bytes) -> int:
    """Bytes of the server's frame at the beginning, its head included; 0 while that is not all there (RFC 6455, section 5.2)."""
    if len(held) < 2:
        return 0
    size, head = held[1] & 127, 2
    if size >= 126:
        head += 2 if size == 126 else 8
        if len(held) < head:
            return 0
        size = int.from_bytes(held[2:head], "big")
    return head + size
