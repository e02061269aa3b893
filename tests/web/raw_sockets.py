"""WebSocket clients that break the rules: they send arbitrary bytes, never read, or never subscribe."""

from __future__ import annotations

import selectors
import socket
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

PATIENCE = 20
"""Maximum seconds for which a test waits for the server before the test fails."""
TEXT, BINARY, CONTINUATION, PING = 1, 2, 0, 9
RECONNECTS = 100
HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{cookie}\r\n"
)


def handshake(port: int, cookie: str = "") -> bytes:
    """Return the HTTP request that opens a WebSocket."""
    return HANDSHAKE.format(port=port, cookie=f"Cookie: {cookie}\r\n" if cookie else "").encode()


def frame(payload: str | bytes, opcode: int = TEXT, *, is_final: bool = True) -> bytes:
    """Return a WebSocket frame from a client. Its mask is zero, so the payload is readable."""
    data = payload.encode() if isinstance(payload, str) else payload
    size = bytes((0x80 | len(data),)) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    return bytes(((0x80 if is_final else 0) | opcode,)) + size + bytes(4) + data


class RawSocket:
    """A WebSocket connection after its handshake. It reads nothing until `read_to_the_end` is called.

    `sent`: the number of bytes that `pump` has sent.
    """

    def __init__(self, port: int, cookie: str = ""):
        self._socket = socket.socket()
        # Make the receive buffer small, so it is soon full. From then on, the server must keep its answers in memory.
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._socket.settimeout(PATIENCE)
        self._socket.connect(("127.0.0.1", port))
        self._socket.sendall(handshake(port, cookie))
        assert self._socket.recv(12) == b"HTTP/1.1 101"
        self._rest = b""
        self.sent = 0

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, *frames: bytes) -> None:
        self._socket.sendall(b"".join(frames))

    def pump(self, frames: bytes) -> bool:
        """Send as many bytes as the connection accepts now, without waiting. Return False if the connection has ended.

        If the connection accepts only a part of the bytes, the next call sends the rest of them and ignores its own
        `frames`. Therefore no frame is cut.
        """
        self._rest = self._rest or frames
        try:
            accepted = self._socket.send(self._rest, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self._rest = self._rest[accepted:]
        self.sent += accepted
        return True

    def read_to_the_end(self) -> bytes:
        """Return all bytes that the server sends until it closes the connection.

        Raise TimeoutError if the connection stays open.
        """
        received = b""
        with suppress(ConnectionError):
            while data := self._socket.recv(65536):
                received += data
        return received

    def close(self) -> None:
        self._socket.close()


def unread_bytes(port: int) -> int:
    """Return the number of bytes that have arrived at this port and that the server has not read yet."""
    lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return sum(
        int(line[4].split(":")[1], 16) for line in lines if int(line[1].split(":")[1], 16) == port and line[3] == "01"
    )


class SocketFlood:
    """A context manager that keeps `count` WebSockets connected. They never subscribe.

    If the server refuses or closes WebSockets, connect about `RECONNECTS` of them again per second. Half of the
    WebSockets send one of the `cookies`; the other half send no cookie.
    """

    def __init__(self, port: int, count: int, cookies: list[str]):
        self._port, self._stack, self._ends = port, ExitStack(), threading.Event()
        self._selector = self._stack.enter_context(selectors.DefaultSelector())
        self._requests = [
            handshake(port, cookies[place % len(cookies)] if place % 2 else "") + frame("40") for place in range(count)
        ]
        self._closed: list[bytes] = []
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> SocketFlood:
        for request in self._requests:
            self._connect(request)
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._ends.set()
        self._thread.join()
        for key in list(self._selector.get_map().values()):
            key.fileobj.close()
        self._stack.close()

    def _connect(self, request: bytes) -> None:
        connection = socket.socket()
        connection.setblocking(False)
        connection.connect_ex(("127.0.0.1", self._port))
        self._selector.register(connection, selectors.EVENT_WRITE, request)

    def _run(self) -> None:
        reconnects_at = time.monotonic()
        while not self._ends.is_set():
            if self._closed and time.monotonic() >= reconnects_at:
                self._connect(self._closed.pop())
                reconnects_at += 1 / RECONNECTS
            for key, events in self._selector.select(1 / RECONNECTS):
                try:
                    if events & selectors.EVENT_WRITE:
                        key.fileobj.send(key.data)
                        self._selector.modify(key.fileobj, selectors.EVENT_READ, key.data)
                        continue
                    received = key.fileobj.recv(4096)
                except OSError:
                    received = b""
                if not received or b" 429 " in received:
                    self._selector.unregister(key.fileobj)
                    key.fileobj.close()
                    self._closed.append(key.data)
