"""Sockets of seats. In the benchmark's process, one thread reads from each socket."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tests.servers import Server
from tests.web.socket_client import Disconnected, SocketClient


class SeatListener(threading.Thread):
    """A socket that has subscribed to the stream of one seat. Its thread calls `on_change(change)` for each change."""

    def __init__(self, server: Server, seat: str, on_change: Callable[[dict], None]):
        super().__init__(daemon=True)
        self._on_change = on_change
        self._client = SocketClient(server.client(seat))
        self._client.subscribe()
        self.start()

    def run(self) -> None:
        try:
            while True:
                _, change = self._client.wait("change")
                self._on_change(change)
        except (Disconnected, OSError):
            return

    def close(self) -> None:
        """Close the socket. Then the thread ends."""
        self._client.close()
