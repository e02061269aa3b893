"""An Engine.IO connection in the eventlet mode that needs no green thread while it is idle.

The library runs three green threads for each connection (reading, writing, pinging). Each green thread has a stack of
16 KiB, and the queue between reading and writing is unbounded. In this module, the hub watches the socket, a timer
wheel sends the pings, and frames are written directly to the socket (frame_sender.py). A green thread starts only if a
message needs an answer, or if the socket does not accept all bytes. Packets keep their order. A client that does not
read misses changes and later detects the gap by the sequence numbers.

This class depends on private names of the library: docs/library-internals.md.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from engineio import packet
from engineio.exceptions import UnknownPacketError
from engineio.socket import Socket
from wsproto.frame_protocol import Opcode

from ...concurrency import LoopRuntime
from .frame_sender import FrameSender, write_nowhere
from .frames import Reader, frame
from .timers import TimerWheel

ORIGINAL_ENVIRON, REQUEST_HANDLER = "open_floor.original_environ", "open_floor.request_handler"
"""Keys of the WSGI environ. Their values are the HTTP server's original environ, and the HTTP server's request handler.

The original environ is needed because the libraries copy the environ.
"""

MOST_UNHANDLED = 50
"""Maximum number of queued messages of one client. A page sends only two or three messages in total."""
RECEIVE_BYTES = 4096
PONG = "3"
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
"""The keys of the handshake's environ that the handler of `subscribe` needs. All other keys are deleted."""


class EngineSocket(FrameSender, Socket):
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
        self._unhandled: deque[str | bytes] | None = None
        self._stop_watching: Callable[[], None] | None = None

    def send(self, pkt: packet.Packet) -> None:
        """Send a packet of the library, in order. Before the end of the handshake, packets wait in the queue."""
        if self.closed:
            return
        data = pkt.encode()
        binary = isinstance(data, bytes)
        framed = frame(data if binary else data.encode(), Opcode.BINARY if binary else Opcode.TEXT)
        self.send_frame(framed, droppable=False)

    def schedule_ping(self) -> None:
        """Schedule the next ping after the ping interval."""
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
        """Return True. The library's check is not used, because a jump of the wall clock would close connections."""
        return True

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """Close the connection and raise the `disconnect` event once. Unless `abort`, send a CLOSE packet first.

        Queued frames are still written, but no longer than the ping time-out.
        """
        if self.closed or self.closing:
            return
        self.closing = True
        self.server._trigger_event(
            "disconnect", self.sid, reason or self.server.reason.SERVER_DISCONNECT, run_async=False
        )
        if not abort:
            self.send(packet.Packet(packet.CLOSE))
        self.closed = True
        if self._waiting:
            self.timers.after(self.server.ping_timeout, self.hang_up)
        else:
            self.hang_up()

    def _close_unless_answered(self, sent_at: float) -> None:
        if self.last_ping == sent_at and not self.closed:
            self.close(wait=False, abort=True, reason=self.server.reason.PING_TIMEOUT)
            self.hang_up()

    def _upgrade_websocket(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        """Run the handshake. If the handshake fails, remove the connection, which the server has already registered."""
        try:
            return super()._upgrade_websocket(environ, start_response)
        finally:
            if not self.upgraded:
                self.close(wait=False, abort=True)
                self.server.sockets.pop(self.sid, None)

    def _websocket_handler(self, ws: Any) -> list[Any]:
        """Detach the connection from its HTTP request, write the queued packets, and let the hub watch the socket."""
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
            # Prevent further writing, because no frame may follow the CLOSE frame.
            self._write = write_nowhere
            self._stop_watching()
            self.runtime.spawn(self._tidy_up)

    def _handle_message(self, opcode: Opcode, payload: Any) -> bool:
        """Handle one message without blocking. Return False if the connection must end."""
        if opcode is Opcode.CLOSE:
            self.send_frame(frame(b"", Opcode.CLOSE), droppable=False)
            return False
        if opcode is Opcode.PING:
            self.send_frame(frame(bytes(payload), Opcode.PONG))
        elif payload == PONG:
            if self.last_ping is not None:  # An unsolicited pong must not schedule an additional ping.
                self.schedule_ping()
        elif opcode is not Opcode.PONG:
            if self._unhandled is None:
                self._unhandled = deque()
                self.runtime.spawn(self._receive_all)
            self._unhandled.append(payload if isinstance(payload, str) else bytes(payload))
            return len(self._unhandled) <= MOST_UNHANDLED
        return True

    def _receive_all(self) -> None:
        """Pass the queued messages to the library, one after another in the order of their arrival."""
        try:
            while self._unhandled and not self.closed:
                self._receive(self._unhandled[0])
                self._unhandled.popleft()
        except Exception:
            self.hang_up()  # Do not raise: the library would log the client's message.
        finally:
            self._unhandled = None

    def _receive(self, payload: str | bytes) -> None:
        with suppress(UnknownPacketError):  # The library ignores unknown packets too.
            self.receive(packet.Packet(encoded_packet=payload))

    def _tidy_up(self) -> None:
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        self.hang_up()
        self.server.sockets.pop(self.sid, None)
        while self._waiting:
            # Let `hang_up` wake the writing green thread. A closed descriptor would never wake this thread.
            self.runtime.sleep(0.01)
        self._green.close()

    def _detach(self, ws: Any) -> None:
        """Free the parts of the handshake that the connection does not need.

        Empty the original environ but keep the object, because the HTTP server needs the object to end its request.
        """
        if REQUEST_HANDLER in ws.environ:
            ws.environ[REQUEST_HANDLER].detach()
        for environ in (ws.environ, ws.environ.get(ORIGINAL_ENVIRON, {})):
            for name in [name for name in environ if name not in ENVIRON_KEYS and not name.startswith("eventlet.")]:
                del environ[name]
        ws.websocket_closed = True
        ws.log_context = ws.environ = ws.iterator = ws.origin = ws.path = None
