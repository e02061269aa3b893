"""One phone of the load: a browser's handshake, `subscribe`, then every byte read and every `change` counted."""

from __future__ import annotations

import base64
import os
import socket
import struct
import time
from typing import NamedTuple

HANDSHAKE = (
    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nPragma: no-cache\r\n"
    "Cache-Control: no-cache\r\nUser-Agent: Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36\r\nUpgrade: websocket\r\nOrigin: http://127.0.0.1:{port}\r\nSec-WebSocket-Version: 13\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: es-ES,es;q=0.9,en;q=0.8\r\nCookie: {cookie}\r\nSec-WebSocket-Key: {key}\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)
"""As Chrome on a phone sends it."""
READ = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
UPDATE = b'42["change"'
CONNECTED, SUBSCRIBED, PING = b"40", b"430", b"2"
COMPRESSED = 0x40
AWAITED = (b"0{", CONNECTED, SUBSCRIBED)
"""What a server says first, one after the other; a compressed message is taken for the next of them."""
ABORT = struct.pack("ii", 1, 0)


class Target(NamedTuple):
    """Where a phone goes, and the JSON body of its `subscribe`."""

    port: int
    cookie: str
    wish: str


class Phone:
    __slots__ = (
        "_buffer",
        "_step",
        "heard",
        "is_there",
        "returned_at",
        "said",
        "socket",
        "target",
        "update_bytes",
        "updated_at",
        "updates",
    )

    def __init__(self, target: Target):
        self.target = target
        self.socket: socket.socket | None = None
        self.is_there = False
        self.updates = self.heard = self.said = self.update_bytes = 0
        self.updated_at = 0.0
        self.returned_at: float | None = None
        self._buffer, self._step = b"", -1

    def open(self) -> None:
        """Connect and shake hands. Raises OSError where nobody listens."""
        self._buffer, self._step = b"", -1
        self.socket = socket.create_connection(("127.0.0.1", self.target.port), 10)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABORT)
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(HANDSHAKE.format(port=self.target.port, cookie=self.target.cookie, key=key).encode())
        self.socket.setblocking(False)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def read(self) -> bool:
        """Take what has come; False when the server has hung up."""
        try:
            data = self.socket.recv(65536)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        self.heard += len(data)
        self._buffer = self._buffer + data if self._buffer else data
        if self._step < 0 and not self._upgraded():
            return True
        while (framed := self._frame()) is not None:
            self._hear(*framed)
        return True

    def _upgraded(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 101 " not in head[:20]:
            raise RuntimeError(head[:200].decode("latin-1"))
        self._buffer, self._step = rest, 0
        return True

    def _frame(self) -> tuple[int, bytes] | None:
        """(first byte, payload) of the next whole frame."""
        buffer = self._buffer
        if len(buffer) < 2:
            return None
        size, at = buffer[1] & 127, 2
        if size == 126:
            size, at = int.from_bytes(buffer[2:4], "big"), 4
        elif size == 127:
            size, at = int.from_bytes(buffer[2:10], "big"), 10
        if len(buffer) < at + size:
            return None
        self._buffer = buffer[at + size :]
        return buffer[0], buffer[at : at + size]

    def _hear(self, first: int, payload: bytes) -> None:
        if payload.startswith(UPDATE):
            self.updates += 1
            self.update_bytes += len(payload)
            self.updated_at = time.monotonic()
        elif payload == PING:
            self._say("3")
        elif self._step < len(AWAITED) and (first & COMPRESSED or payload.startswith(AWAITED[self._step])):
            self._step += 1
            if self._step == 1:
                self._say("40")
            elif self._step == 2:
                self._say(f'420["subscribe",{self.target.wish}]')
            else:
                self.is_there = True

    def _say(self, text: str) -> None:
        """A masked frame of at most 65,535 bytes; the mask is zero, which a server cannot tell from another."""
        data = text.encode()
        head = (
            bytes((0x81, 0x80 | len(data))) if len(data) < 126 else bytes((0x81, 0xFE)) + len(data).to_bytes(2, "big")
        )
        self.said += self.socket.send(head + bytes(4) + data)


class Reading:
    """What a phone reads by HTTP, over a connection of its own. `got` is the answer so far."""

    def __init__(self, target: Target, path: str):
        self.got = b""
        self.socket = socket.create_connection(("127.0.0.1", target.port), 10)
        self.socket.sendall(READ.format(path=path, port=target.port, cookie=target.cookie).encode())
        self.socket.setblocking(False)

    def close(self) -> None:
        self.socket.close()

    def read(self) -> bool:
        """Take what has come; False at the end."""
        try:
            data = self.socket.recv(262144)
        except BlockingIOError:
            return True
        self.got += data
        return bool(data)


class CatchUp(Reading):
    """What a phone reads after a restart, since everything it holds is void: the snapshot. Nobody here has asked, so there is nothing else."""

    def __init__(self, phone: Phone, path: str):
        super().__init__(phone.target, f"{path}/snapshot?lang=en")
        self._phone = phone

    def read(self) -> bool:
        """Take what has come; False at the end, when the phone is back. Raises RuntimeError for other answers."""
        if super().read():
            return True
        if self.got.count(b"HTTP/1.1 200") != 1 or b'"reset":true' not in self.got:
            raise RuntimeError("a phone that came back could not read what it missed")
        self._phone.returned_at = time.monotonic()
        return False
