"""An Engine.IO connection for the threading mode, with two limited queues.

For each connection, the library has three threads: the first reads, the second handles messages, the third writes. The
library's queues between these threads have no limit. This module depends on private names of the libraries (see
docs/library-internals.md).
"""

from __future__ import annotations

import socket
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import simple_websocket  # type: ignore[import-untyped]  # The library has no types.
from engineio import packet
from engineio.async_drivers._websocket_wsgi import SimpleWebSocketWSGI
from wsproto.utilities import LocalProtocolError

from .limited_socket import MOST_UNHANDLED, MOST_UNHANDLED_BYTES, PONG, LimitedSocket

MOST_WAITING, MOST_PACKETS_WAITING = 64 * 1024, 80 * 1024
"""Two limits for the bytes that wait in the queue of a connection.

The queue takes an event only while fewer than MOST_WAITING bytes wait. Otherwise, the event is dropped. The client
detects the missing event by the sequence numbers. The queue takes any other packet only while fewer than
MOST_PACKETS_WAITING bytes wait. Otherwise, the connection ends.
"""
PACKET_OVERHEAD = 512
"""Estimated memory of a queued packet in addition to its length, in bytes."""
WRITE_SECONDS = 20
"""The time-out of a write, in seconds.

If the client does not read during this time, the write fails and the connection ends.
"""
EVENT = "2"
"""The first character of an encoded Socket.IO event."""


class ThreadedSocket(LimitedSocket):
    """The replacement for `engineio.socket.Socket`. `fanout.install_threaded` sets `limits`."""

    def __init__(self, server: Any, sid: str) -> None:
        super().__init__(server, sid)
        self._lock = threading.Lock()
        self._raw: Any = None
        self._waiting_bytes = self._polled_bytes = 0

    def send(self, pkt: packet.Packet) -> None:
        """Queue a packet. If too many bytes are queued already, drop the packet.

        If the dropped packet is not an event, end the connection.
        """
        size = _size(pkt)
        is_event = isinstance(pkt.data, str) and pkt.data.startswith(EVENT)
        with self._lock:
            is_full = self._waiting_bytes >= (MOST_WAITING if is_event else MOST_PACKETS_WAITING)
            if not is_full:
                self._waiting_bytes += size
        if not is_full:
            super().send(pkt)
        elif not is_event:
            self.hang_up()

    def poll(self) -> list[packet.Packet]:
        """Wait until packets are queued, and return them. The caller must write them before it calls `poll` again."""
        with self._lock:
            self._waiting_bytes -= self._polled_bytes
            self._polled_bytes = 0
        packets: list[packet.Packet] = super().poll()
        with self._lock:
            self._polled_bytes = sum(map(_size, packets))
        return packets

    def receive(self, pkt: packet.Packet) -> None:
        """Handle a packet. If `is_refused` is then set, close the connection."""
        super().receive(pkt)
        if self.is_refused:
            self.close()

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close the connection without waiting for the client to read the queued packets."""
        self.limits.closed(self)
        super().close(wait=False, abort=abort, reason=reason)
        if abort:
            self.hang_up()

    def hang_up(self) -> None:
        """Shut the socket down, so that the threads of this connection end."""
        if self._raw is not None:
            with suppress(OSError):  # Ignore the error if the client has already closed the connection.
                self._raw.shutdown(socket.SHUT_RDWR)

    def _shake_hands(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self._raw = environ["werkzeug.socket"]
        self._raw.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", WRITE_SECONDS, 0))
        try:
            return BoundedWebSocket(self)(environ, start_response)
        finally:
            self.server.sockets.pop(self.sid, None)


class BoundedWebSocket(SimpleWebSocketWSGI):  # type: ignore[misc]  # The library has no types.
    """The WebSocket of a ThreadedSocket. `wait` checks each message before the library reads it."""

    def __init__(self, connection: ThreadedSocket) -> None:
        super().__init__(connection._websocket_handler, connection.server)
        self._connection = connection

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Handle the connection until it ends. Then raise ConnectionError, so that Werkzeug sends no HTTP response."""
        size = self._connection.server.max_http_buffer_size
        self.ws = _BoundedServer(environ, max_message_size=size)
        self.app(self)
        raise ConnectionError

    def wait(self) -> str | None:
        """Return the next message. If the connection has ended or must end, return None."""
        connection, message = self._connection, super().wait()
        if message is None or connection.closed:
            return None
        if message == PONG:
            admitted = PONG if connection.last_ping or not connection.limits.wait_for_message(connection) else None
        else:
            admitted = connection.admitted(message)
        if admitted is None:
            connection.hang_up()
        return admitted

    def close(self) -> None:
        """Send a CLOSE frame and shut the socket down.

        Do not wait for an answer, because the client may never send one.
        """
        with suppress(OSError, simple_websocket.ConnectionClosed, LocalProtocolError):
            super().close()
        self._connection.hang_up()


class _BoundedServer(simple_websocket.Server):  # type: ignore[misc]  # The library has no types.
    def _handle_events(self) -> bool:
        """Decode the received frames. If too many messages then wait for a handler, drop all of them and disconnect."""
        goes_on: bool = super()._handle_events()
        waiting = list(self.input_buffer)
        if len(waiting) <= MOST_UNHANDLED and sum(map(sys.getsizeof, waiting)) <= MOST_UNHANDLED_BYTES:
            return goes_on
        self.connected = False
        self.input_buffer.clear()
        self.event.set()
        return False


def _size(pkt: packet.Packet) -> int:
    return len(pkt.encode()) + PACKET_OVERHEAD
