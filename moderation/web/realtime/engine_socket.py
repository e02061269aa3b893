"""One phone's Engine.IO connection, in the eventlet mode: no green thread while nothing happens, frames straight to the socket.

The library has three green threads for a connection (reading, writing, pinging), 16 KiB of frame stack each, and a queue without
bound between. Here the loop watches the socket; whoever sends writes to the idle socket at once, and only what the socket does not
take, or a message that needs an answer, has a thread for a moment. Packets keep their order; a phone that does not read loses the
changes that it would never have caught up with, and finds the hole by their numbers.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable
from typing import Any

from engineio import packet
from engineio.exceptions import UnknownPacketError
from engineio.socket import Socket
from wsproto.frame_protocol import Opcode

from ...concurrency import LoopRuntime
from .frames import Reader, frame

RECORD, HANDLER = "open_floor.record", "open_floor.handler"
"""Where the server's own record of a request, and its handler, stand in the copies that are made of it."""

MOST_WAITING = 64 * 1024
"""Bytes that wait for one phone before whole changes are left out."""
MOST_UNHEARD = 50
"""Messages that wait for their answers; a page has two or three in its life."""
RECEIVED = 4096
PONG = "3"
KEPT = (
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
"""What answering a `subscribe` needs of the request that opened the socket; the rest of it is let go."""


class EngineSocket(Socket):
    """Takes the place of the library's Socket. `runtime` and `pinger` are set by `fanout.install`."""

    runtime: LoopRuntime | None = None
    pinger: Any = None

    def __init__(self, server, sid):
        # What the library's own constructor sets, but for its queue, which costs more than all the rest.
        self.server, self.sid, self.session = server, sid, {}
        self.connected = self.upgrading = self.upgraded = self.closing = self.closed = False
        self.last_ping = None
        self._green: Any = None
        self._write: Any = None
        self._waiting: deque[bytes] | None = None
        self._waiting_bytes = 0
        self._reader: Reader | None = None
        self._unheard: deque[str | bytes] | None = None
        self._stop_watching: Any = None

    def send(self, pkt: packet.Packet) -> None:
        """Send a packet of the library's: before the socket is there it waits, afterwards it goes out in its turn."""
        if self.closed:
            return
        data = pkt.encode()
        binary = isinstance(data, bytes)
        framed = frame(data if binary else data.encode(), Opcode.BINARY if binary else Opcode.TEXT)
        if self._write is None:
            self._put_off(framed)
        else:
            self.send_frame(framed, droppable=False)

    def send_frame(self, framed: bytes, droppable: bool = True) -> None:
        """Write a whole frame, now if the socket takes it, else in order; a droppable one is left out where too much waits already."""
        if self._waiting:
            if self._write is not _gone and not self.closed and (not droppable or self._waiting_bytes < MOST_WAITING):
                self._put_off(framed)
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
        """End the connection as it is: whoever watches it finds out and tidies up."""
        self._write = _gone
        if self._green is not None:
            try:
                self._green.fd.shutdown(2)
            except OSError:
                pass  # The other side was faster.

    def schedule_ping(self) -> None:
        self.last_ping = None
        self.pinger.after(self.server.ping_interval, self.ping)

    def ping(self) -> None:
        """Ask whether the phone is there; no answer in `ping_timeout` seconds ends the connection."""
        if self.closed or self.closing:
            return
        self.last_ping = time.monotonic()
        self.send(packet.Packet(packet.PING))
        self.pinger.after(self.server.ping_timeout, self._check, self.last_ping)

    def check_ping_timeout(self) -> bool:
        """The library's own watch is off: clocks that jump must not end connections."""
        return True

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
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
            self.pinger.after(self.server.ping_timeout, self.hang_up)  # Whoever does not read must not stay for ever.
        else:
            self.hang_up()

    def _check(self, asked: float) -> None:
        if self.last_ping == asked and not self.closed:
            self.close(wait=False, abort=True, reason=self.server.reason.PING_TIMEOUT)
            self.hang_up()

    def _upgrade_websocket(self, environ, start_response):
        """A handshake that comes to nothing leaves nothing: the server knows the phone from before it."""
        try:
            return super()._upgrade_websocket(environ, start_response)
        finally:
            if not self.upgraded:
                self.close(wait=False, abort=True)
                self.server.sockets.pop(self.sid, None)

    def _websocket_handler(self, ws) -> list:
        """Take the connection over from the request, which ends. What had to wait for the socket goes out first."""
        self._green = ws.socket
        self._green.settimeout(None)
        self._let_go(ws)
        self.connected = self.upgraded = True
        self._drain()
        self._write = self._green.fd.send
        self._reader = Reader(self.server.max_http_buffer_size)
        self._stop_watching = self.runtime.when_readable(self._green.fd, self._read)
        return []

    def _read(self) -> None:
        """Called by the loop: nothing here may wait."""
        try:
            received = self._green.fd.recv(RECEIVED)
            going_on = (
                bool(received) and not self.closed and all(self._take(*whole) for whole in self._reader.take(received))
            )
        except BlockingIOError:
            return
        except Exception:
            going_on = False  # Gone, or nobody's phone.
        if not going_on:
            # Before anybody else writes: nothing may follow the goodbye.
            self._write = _gone
            self._stop_watching()
            self.runtime.spawn(self._tidy_up)

    def _take(self, opcode: int, payload: Any) -> bool:
        """Whether the connection goes on after this message."""
        if opcode is Opcode.CLOSE:
            self.send_frame(frame(b"", Opcode.CLOSE), droppable=False)
            return False
        if opcode is Opcode.PING:
            self.send_frame(frame(bytes(payload), Opcode.PONG))
        elif payload == PONG:
            if self.last_ping is not None:  # Nobody asked for others: each would have its own next ping.
                self.schedule_ping()
        elif opcode is not Opcode.PONG:
            if self._unheard is None:
                self._unheard = deque()
                self.runtime.spawn(self._hear_all)
            self._unheard.append(payload if isinstance(payload, str) else bytes(payload))
            return len(self._unheard) <= MOST_UNHEARD
        return True

    def _hear_all(self) -> None:
        """One message after another, in the order in which they came."""
        try:
            while self._unheard and not self.closed:
                self._hear(self._unheard[0])
                self._unheard.popleft()
        except Exception:
            self.hang_up()  # Nobody's phone: a server's own log would quote what it sent.
        finally:
            self._unheard = None

    def _tidy_up(self) -> None:
        self.close(wait=False, abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        self.hang_up()
        self.server.sockets.pop(self.sid, None)
        while self._waiting:
            self.runtime.sleep(
                0.01
            )  # Whoever still writes has been told by the hanging up; a closed descriptor would tell nobody.
        self._green.close()

    def _hear(self, payload: str | bytes) -> None:
        try:
            self.receive(packet.Packet(encoded_packet=payload))
        except UnknownPacketError:
            pass  # As the library does.

    def _drain(self) -> None:
        """Write what waits, as the socket takes it; ends when nothing waits any more."""
        try:
            while self._waiting:
                self._green.sendall(self._waiting[0])
                self._waiting_bytes -= len(self._waiting.popleft())
        except OSError:
            self.hang_up()
        finally:
            self._waiting, self._waiting_bytes = None, 0
            if self.closed:
                self.hang_up()

    def _write_later(self, rest: bytes) -> None:
        """What the idle socket did not take."""
        self._put_off(rest)
        self.runtime.spawn(self._drain)

    def _put_off(self, framed: bytes) -> None:
        if self._waiting is None:
            self._waiting = deque()
        self._waiting.append(framed)
        self._waiting_bytes += len(framed)

    def _let_go(self, ws) -> None:
        """Forget what the handshake needed and a connection does not; the server's own request ends with it, so its record must stay."""
        if HANDLER in ws.environ:
            ws.environ[HANDLER].detach()
        for environ in (ws.environ, ws.environ.get(RECORD, {})):
            for name in [name for name in environ if name not in KEPT and not name.startswith("eventlet.")]:
                del environ[name]
        ws.websocket_closed = True
        ws.log_context = ws.environ = ws.iterator = ws.origin = ws.path = None


def _gone(framed: bytes) -> int:
    """In place of a socket's `send` once it was hung up on."""
    raise BrokenPipeError


def send_to(phones: Iterable[EngineSocket], framed: bytes) -> None:
    """`send_frame` for many, without a call for each that is idle and takes it whole: of thousands nearly all."""
    size = len(framed)
    for phone in phones:
        if phone._waiting:
            phone.send_frame(framed)
            continue
        try:
            written = phone._write(framed)
        except OSError:
            phone.send_frame(framed)
            continue
        if written != size:
            phone._write_later(framed[written:])
