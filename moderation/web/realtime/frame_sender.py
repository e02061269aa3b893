"""The sending side of an Engine.IO connection in the eventlet mode.

Each frame is written directly to the socket. An idle socket accepts the whole frame, without a queue or a green thread.
If the socket does not accept all bytes, the remaining bytes are queued. A green thread then writes the queue and ends.
Frames keep their order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from ...concurrency import LoopRuntime

MOST_WAITING = 64 * 1024
"""Limit of the queue for droppable frames, in bytes. If at least this number of bytes is queued, drop the new frame.

The client detects the missing changes by the sequence numbers.
"""
MOST_PACKETS_WAITING = 80 * 1024
"""Limit of the queue for frames that are not droppable, in bytes.

If at least this number of bytes is queued, end the connection instead of queueing the frame.
"""
FRAME_OVERHEAD = 64
"""Estimated memory of a queued frame in addition to its content, in bytes."""


def write_nowhere(framed: bytes) -> int:
    """Raise BrokenPipeError. After the end of a connection, this function replaces the `send` of its socket."""
    raise BrokenPipeError


class FrameSender:
    """The sending side of one connection. `fanout.install` sets `runtime`.

    - `_green`: eventlet's socket. None before the handshake.
    - `_write`: the function that writes a frame. It is None until the handshake has ended and the queued packets are
      written. Then it is the `send` of the real socket. After the end of the connection, it is `write_nowhere`.
    """

    runtime: LoopRuntime
    closed: bool

    def __init__(self) -> None:
        self._green: Any = None
        self._write: Callable[[bytes], int] | None = None
        self._waiting: deque[bytes] | None = None
        self._waiting_bytes = 0

    def send_frame(self, framed: bytes, droppable: bool = True) -> None:
        """Write a whole frame, or add the frame to the queue. Called on the hub thread; does not block.

        If at least `MOST_WAITING` bytes are queued, drop a droppable frame. If at least `MOST_PACKETS_WAITING` bytes
        are queued, any other frame ends the connection. After the end of the connection, drop every frame.
        """
        if self._write is None or self._waiting:
            is_open = self._write is not write_nowhere and not self.closed
            if is_open and self._waiting_bytes < (MOST_WAITING if droppable else MOST_PACKETS_WAITING):
                self._enqueue(framed)
            elif is_open and not droppable:
                self.hang_up()
            return
        try:
            written = self._write(framed)
        except BlockingIOError:
            written = 0
        except OSError:
            self.hang_up()
            return
        if written != len(framed):
            self._write_later(framed[written:])

    def hang_up(self) -> None:
        """Shut the socket down without a CLOSE packet.

        The hub then reports the socket as readable, and `EngineSocket._read` ends the connection.
        """
        self._write = write_nowhere
        if self._green is not None:
            with suppress(OSError):  # Ignore the error if the client has already closed the connection.
                self._green.fd.shutdown(2)

    def _drain(self) -> None:
        """Write all queued bytes to the socket.

        Blocks the calling green thread until the queue is empty or a write fails.
        """
        try:
            while self._waiting:
                self._green.sendall(self._waiting[0])
                self._waiting_bytes -= len(self._waiting.popleft()) + FRAME_OVERHEAD
        except OSError:
            self.hang_up()
        finally:
            self._waiting, self._waiting_bytes = None, 0
            if self.closed:
                self.hang_up()

    def _write_later(self, rest: bytes) -> None:
        """Queue the rest of a frame that the socket did not accept, and start a green thread that writes the queue."""
        self._enqueue(rest)
        self.runtime.spawn(self._drain)

    def _enqueue(self, framed: bytes) -> None:
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(framed)
        self._waiting_bytes += len(framed) + FRAME_OVERHEAD


def send_to(sockets: Iterable[FrameSender], framed: bytes) -> None:
    """Send a droppable frame to many sockets.

    Nearly all sockets are idle and accept the whole frame. For an idle socket, call nothing but the socket's `send`.
    Each further call would take noticeable time with thousands of sockets.
    """
    size = len(framed)
    for socket in sockets:
        if socket._waiting or socket._write is None:
            socket.send_frame(framed)
            continue
        try:
            written = socket._write(framed)
        except OSError:
            socket.send_frame(framed)
            continue
        if written != size:
            socket._write_later(framed[written:])
