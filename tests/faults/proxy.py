"""A TCP proxy that simulates faults of a network.

The proxy cuts connections or leaves them half-open. It delays, truncates, duplicates or loses data. A *link* is one
client connection together with its connection to the server. The proxy draws a fault at random for each piece of data.
Each WebSocket frame from the server is one piece, and each PUT request is one piece. The proxy can therefore lose a
whole frame, or duplicate a whole frame or request.
"""

from __future__ import annotations

import asyncio
import random
import socket
from asyncio import StreamReader, StreamWriter

from tests.faults.proxy_link import HEAD_END, PIECE, Link, NetworkFaults

__all__ = ["NetworkFaults", "Proxy"]

NARROW_BYTES, NARROW_SEGMENT = 4096, 1000


class Proxy:
    """A context manager that listens on `port` and relays to the port `to`.

    - `faults`: the current probabilities of faults.
    - `lost`: the number of changes that the proxy has lost.
    - `is_narrow`: if true, the connections to the server have small buffers, as on a mobile network. With the default
      buffers, megabytes of unread data could wait in the kernel.
    """

    def __init__(self, port: int, to: int, rng: random.Random, is_narrow: bool = False):
        self.port, self._to, self.rng, self._is_narrow = port, to, rng, is_narrow
        self.faults = NetworkFaults()
        self.links: set[Link] = set()
        self.lost = 0
        self._again: set[asyncio.Task] = set()
        self._running: set[asyncio.Task] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sockets(self) -> list[Link]:
        """The links that carry a WebSocket."""
        return [link for link in self.links if link.is_socket]

    def cut_all(self) -> None:
        """Abort the connections of all links."""
        for link in list(self.links):
            link.cut()

    def send_again(self, request: bytes) -> None:
        """Send a request to the server a second time. Discard the answer."""
        task = asyncio.create_task(self._send_again(request))
        self._again.add(task)
        task.add_done_callback(self._again.discard)

    async def __aenter__(self) -> Proxy:
        self._listener = await asyncio.start_server(self._take, "127.0.0.1", self.port, limit=PIECE, backlog=1024)
        return self

    async def __aexit__(self, *failure) -> None:
        self._listener.close()
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

    async def _send_again(self, request: bytes) -> None:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            return  # The server is down, so it cannot get the duplicate.
        try:
            writer.write(request)
            await reader.readuntil(HEAD_END)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()
