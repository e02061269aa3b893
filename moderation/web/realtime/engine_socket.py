"""An Engine.IO connection in the eventlet mode. An idle connection needs no green thread.

For each connection, the library would run three green threads (reading, writing, pinging), each with a stack of 16 KiB.
The library's queue between reading and writing is unbounded. In this module, the hub watches the socket, a timer wheel
sends the pings, and frames are written directly to the socket (frame_sender.py). A green thread starts only to handle a
message, to end the connection, or to write bytes that the socket did not accept. Packets keep their order. A client
that does not read its socket misses changes. Later, the client detects the gap by the sequence numbers.

This module depends on private names of the library: docs/library-internals.md.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from engineio import packet
from wsproto.frame_protocol import Opcode

from ...concurrency import LoopRuntime
from .frame_sender import FrameSender, write_nowhere
from .frames import Reader, frame
from .limited_socket import MOST_UNHANDLED, MOST_UNHANDLED_BYTES, PONG, LimitedSocket
from .timers import TimerWheel

ORIGINAL_ENVIRON, REQUEST_HANDLER = "open_floor.original_environ", "open_floor.request_handler"
"""Two keys that wsgi_guard.py adds to the WSGI environ of a Socket.IO request.

The value of the first key is the environ itself, as the HTTP server made it. `_detach` needs it, because the libraries
pass only a copy of it. The value of the second key is the HTTP server's request handler.
"""

RECEIVE_BYTES = 4096
ENVIRON_KEYS = (
    "REQUEST_METHOD",
    "SCRIPT_NAME",
    "PATH_INFO",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
    "HTTP_HOST",
    "HTTP_COOKIE",
    "HTTP_ACCEPT_LANGUAGE",
    "flask.app",
)
"""The keys of the WSGI environ that the handler of `subscribe` reads.

After the handshake, `_detach` keeps only these keys and the keys that begin with `eventlet.`, and deletes all others.
"""


class EngineSocket(FrameSender, LimitedSocket):
    """The replacement for `engineio.socket.Socket`. `fanout.install` sets `runtime` and `timers`."""

    runtime: LoopRuntime
    timers: TimerWheel

    def __init__(self, server: Any, sid: str) -> None:
        # Do not call the library's constructor: it would create a queue that uses more memory than this object.
        FrameSender.__init__(self)
        self.server, self.sid = server, sid
        self.session: dict[str, Any] = {}
        self.connected = self.upgrading = self.upgraded = self.closing = self.closed = False
        self.last_ping: float | None = None
        self._reader: Reader | None = None
        self._unhandled: deque[str] | None = None
        self._unhandled_bytes = 0
        self._stop_watching: Callable[[], None] | None = None

    def send(self, pkt: packet.Packet) -> None:
        """Send `pkt` after all earlier packets. Do nothing if the connection is closed.

        Before the end of the handshake, packets wait in the queue.
        """
        if self.closed:
            return
        data = pkt.encode()
        binary = isinstance(data, bytes)
        framed = frame(data if binary else data.encode(), Opcode.BINARY if binary else Opcode.TEXT)
        self.send_frame(framed, droppable=False)

    def schedule_ping(self) -> None:
        """Schedule the next ping after the ping interval, and mark the latest ping as answered."""
        self.last_ping = None
        self.timers.after(self.server.ping_interval, self.ping)

    def ping(self) -> None:
        """Send a ping. Close the connection if no answer arrives within the ping time-out."""
        if self.closed or self.closing:
            return
        self.last_ping = time.monotonic()
        self.send(packet.Packet(packet.PING))
        self.timers.after(self.server.ping_timeout, self._close_unless_answered, self.last_ping)

    def check_ping_timeout(self) -> bool:
        """Return True, which disables the library's check for late answers to pings.

        The library's check uses the wall clock, so it would close connections when the wall clock jumps. Instead,
        `ping` schedules a check by the monotonic clock.
        """
        return True

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Raise the `disconnect` event once, then close the connection.

        Before the connection closes, a CLOSE packet is sent after all queued frames. If they cannot be written within
        the ping time-out, they are dropped. If `abort` is true, close immediately: send no CLOSE packet, and drop the
        queued frames. `wait` has no effect.
        """
        if self.closed or self.closing:
            return
        self.closing = True
        self.limits.closed(self)
        self.server._trigger_event(
            "disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False
        )
        if not abort:
            self.send(packet.Packet(packet.CLOSE))
        self.closed = True
        if self._waiting and not abort:
            self.timers.after(self.server.ping_timeout, self.hang_up)
        else:
            self.hang_up()

    def _close_unless_answered(self, sent_at: float) -> None:
        if self.last_ping == sent_at and not self.closed:
            self.close(wait=False, abort=True, reason=self.server.reason.PING_TIMEOUT)
            self.hang_up()

    def _websocket_handler(self, ws: Any) -> list[Any]:
        """Detach the connection from its HTTP request, write the queued packets, and let the hub watch the socket."""
        if self.closed:
            return []  # The client exceeded a limit during the handshake, so the connection was closed.
        self._green = ws.socket
        self._green.settimeout(None)
        self._detach(ws)
        self.connected = self.upgraded = True
        self._drain()
        self._write = self._green.fd.send
        self._reader = Reader(self.server.max_http_buffer_size)
        self._stop_watching = self.runtime.when_readable(self._green.fd, self._read)
        return []

    def _read(self) -> None:
        """Handle received bytes. Called by the hub whenever the socket is readable; must not block."""
        assert self._reader is not None and self._stop_watching is not None
        try:
            received = self._green.fd.recv(RECEIVE_BYTES)
            goes_on = (
                bool(received)
                and not self.closed
                and all(self._handle_message(*message) for message in self._reader.take(received))
            )
        except BlockingIOError:
            return
        except Exception:
            goes_on = False  # The connection is broken, or the client did not send Socket.IO messages.
        if not goes_on:
            # Prevent further writing: no frame may follow the CLOSE frame.
            self._write = write_nowhere
            self._stop_watching()
            self.runtime.spawn(self._tidy_up)

    def _handle_message(self, opcode: Opcode, payload: Any) -> bool:
        """Handle one message without blocking. Return False if the connection must end."""
        if opcode is Opcode.CLOSE:
            self.send_frame(frame(b"", Opcode.CLOSE), droppable=False)
            return False
        if opcode is Opcode.PONG:
            return True
        if payload == PONG and self.last_ping is not None:  # A pong without a ping schedules no ping.
            self.schedule_ping()
            return True
        if opcode is Opcode.PING or payload == PONG:
            if opcode is Opcode.PING:
                self.send_frame(frame(bytes(payload), Opcode.PONG))
            return not self.limits.wait_for_message(self)
        return isinstance(payload, str) and self._handle_later(payload)

    def _handle_later(self, payload: str) -> bool:
        """Queue a message. Return False if the client's messages exceed the limits of the queue."""
        if self._unhandled is None:
            self._unhandled, self._unhandled_bytes = deque(), 0
            self.runtime.spawn(self._receive_all)
        self._unhandled.append(payload)
        self._unhandled_bytes += sys.getsizeof(payload)
        return len(self._unhandled) <= MOST_UNHANDLED and self._unhandled_bytes <= MOST_UNHANDLED_BYTES

    def _receive_all(self) -> None:
        """Pass the queued messages to the library, one after another in the order of their arrival."""
        try:
            while self._unhandled and not self.closed:
                self._receive(self._unhandled[0])
                self._unhandled_bytes -= sys.getsizeof(self._unhandled.popleft())
        except Exception:
            # Do not raise the exception: it may quote the client's message, and eventlet would log it.
            self.close(abort=True)
        finally:
            self._unhandled = None

    def _receive(self, payload: str) -> None:
        text = self.admitted(payload)
        if text is None:
            self.close(abort=True)
            return
        self.receive(packet.Packet(encoded_packet=text))
        if self.is_refused:
            self.close()

    def _tidy_up(self) -> None:
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        self.hang_up()
        self.server.sockets.pop(self.sid, None)
        while self._waiting:
            # Close the descriptor only after the green thread that writes the queue has ended. `hang_up` has woken this
            # green thread; closing the descriptor would not wake it.
            self.runtime.sleep(0.01)
        self._green.close()

    def _detach(self, ws: Any) -> None:
        """Free the data of the handshake that the connection does not need.

        Delete most entries of the HTTP server's environ and of the libraries' copy. Keep the environ object itself,
        because the HTTP server uses it at the end of the request.
        """
        if REQUEST_HANDLER in ws.environ:
            ws.environ[REQUEST_HANDLER].detach()
        for environ in (ws.environ, ws.environ.get(ORIGINAL_ENVIRON, {})):
            for name in [name for name in environ if name not in ENVIRON_KEYS and not name.startswith("eventlet.")]:
                del environ[name]
        ws.websocket_closed = True
        ws.log_context = ws.environ = ws.iterator = ws.origin = ws.path = None
