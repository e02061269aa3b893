"""One simulated phone. It sends a browser's handshake, subscribes, and counts every byte and every `change`."""

from __future__ import annotations

import base64
import os
import socket
import struct
import time
from typing import NamedTuple

from moderation.rehearsal.client import packets
from moderation.rehearsal.client.frames import COMPRESSED, encode_text, split_frame

HANDSHAKE = (
    f"GET {packets.PATH} HTTP/1.1\r\n"
    "Host: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nPragma: no-cache\r\nCache-Control: no-cache\r\n"
    "User-Agent: Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Mobile Safari/537.36\r\n"
    "Upgrade: websocket\r\nOrigin: http://127.0.0.1:{port}\r\nSec-WebSocket-Version: 13\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: es-ES,es;q=0.9,en;q=0.8\r\n"
    "Cookie: {cookie}\r\nSec-WebSocket-Key: {key}\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n"
)
"""The WebSocket handshake request in the form that Chrome on a phone sends."""
READ = "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nCookie: {cookie}\r\n\r\n"
UPDATE = packets.event_prefix("change").encode()
CONNECTED, SUBSCRIBED, PING = packets.CONNECT.encode(), packets.ack_prefix(0).encode(), packets.PING.encode()
AWAITED = (packets.OPEN.encode() + b"{", CONNECTED, SUBSCRIBED)
"""The server's first packets, in order.

The phone does not decompress messages and cannot read the kind of a compressed packet. So the phone assumes that each
compressed packet is the next packet in this order.
"""
ABORT = struct.pack("ii", 1, 0)
"""The value of SO_LINGER that makes `close` reset the connection."""


class Target(NamedTuple):
    """The server's port, a phone's cookie, and the argument of its `subscribe` as JSON."""

    port: int
    cookie: str
    subscription: str


CHECK = 7
CHECKED = f"43{CHECK}[".encode()
FRAME_HEAD = 4
"""Bytes in the header of a server's frame with a text of 126 to 65,535 bytes."""


class Phone:
    """One phone.

    `updates`: the number of changes received. `is_lost`: whether the phone has lost a connection. After a restart of
    the server, the phone reads the snapshot by a GET request. `failed_reads`: the number of these requests that failed.
    `returned_at`: the time (monotonic clock) at which the phone had the snapshot.
    """

    __slots__ = (
        "_buffer",
        "_step",
        "check_bytes",
        "failed_reads",
        "is_lost",
        "is_subscribed",
        "received_bytes",
        "returned_at",
        "sent_bytes",
        "socket",
        "target",
        "update_bytes",
        "updated_at",
        "updates",
    )

    def __init__(self, target: Target):
        self.target = target
        self.socket: socket.socket | None = None
        self.is_subscribed = False
        self.updates = self.received_bytes = self.sent_bytes = self.update_bytes = 0
        self.updated_at = 0.0
        self.check_bytes = 0
        self.failed_reads, self.is_lost = 0, False
        self.returned_at: float | None = None
        self._buffer, self._step = b"", -1

    def open(self) -> None:
        """Connect and send the handshake. Raise OSError if the server does not listen."""
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
        """Process the bytes that have arrived. Return False if the server has closed the connection."""
        try:
            data = self.socket.recv(65536)
        except BlockingIOError:
            return True
        except OSError:
            return False
        if not data:
            return False
        self.received_bytes += len(data)
        self._buffer = self._buffer + data if self._buffer else data
        if self._step < 0 and not self._upgraded():
            return True
        while (frame := split_frame(self._buffer)) is not None:
            first, payload, self._buffer = frame
            self._handle(first, payload)
        return True

    def _upgraded(self) -> bool:
        head, end, rest = self._buffer.partition(b"\r\n\r\n")
        if not end:
            return False
        if b" 101 " not in head[:20]:
            raise RuntimeError(head[:200].decode("latin-1"))
        self._buffer, self._step = rest, 0
        return True

    def _handle(self, first: int, payload: bytes) -> None:
        if payload.startswith(UPDATE):
            self.updates += 1
            self.update_bytes += len(payload)
            self.updated_at = time.monotonic()
        elif payload.startswith(CHECKED):
            self.check_bytes += len(payload) + FRAME_HEAD
        elif payload == PING:
            self._send(packets.PONG)
        elif self._step < len(AWAITED) and (first & COMPRESSED or payload.startswith(AWAITED[self._step])):
            self._step += 1
            if self._step == 1:
                self._send(packets.CONNECT)
            elif self._step == 2:
                self._send(f'{packets.EVENT}0["subscribe",{self.target.subscription}]')
            else:
                self.is_subscribed = True

    def check(self) -> None:
        """Repeat `subscribe`, as the page of an asker does once a minute. Count the bytes of both directions."""
        text = f'{packets.EVENT}{CHECK}["subscribe",{self.target.subscription}]'
        self.check_bytes = len(encode_text(text))
        self._send(text)

    @property
    def is_checked(self) -> bool:
        """Return whether the acknowledgement of `check` has arrived."""
        text = f'{packets.EVENT}{CHECK}["subscribe",{self.target.subscription}]'
        return self.check_bytes > len(encode_text(text))

    def _send(self, text: str) -> None:
        self.sent_bytes += self.socket.send(encode_text(text))


class HttpRead:
    """One GET request of a phone over a separate connection. `answer`: the bytes received so far."""

    def __init__(self, target: Target, path: str):
        self.answer = b""
        self.socket = socket.create_connection(("127.0.0.1", target.port), 10)
        self.socket.sendall(READ.format(path=path, port=target.port, cookie=target.cookie).encode())
        self.socket.setblocking(False)

    def close(self) -> None:
        self.socket.close()

    def read(self) -> bool:
        """Read the bytes that have arrived, and append them to `answer`. Return False at the end of the answer."""
        try:
            data = self.socket.recv(262144)
        except BlockingIOError:
            return True
        except OSError:
            return False
        self.answer += data
        return bool(data)


class SnapshotRead(HttpRead):
    """The GET request with which a phone reads the snapshot after a restart of the server.

    The restart starts a new epoch of the stream and makes the phone's state invalid. The simulated phones have asked no
    question, so they do not read `own`.
    """

    def __init__(self, phone: Phone, path: str):
        super().__init__(phone.target, f"{path}/snapshot?lang=en")
        self.phone = phone

    def read(self) -> bool:
        """Read the bytes that have arrived, and append them to `answer`.

        At the end of the answer, set `returned_at` and return False. If the proxy has refused the request or closed the
        connection, only return False. Raise RuntimeError for any other answer that is not a snapshot.
        """
        if super().read():
            return True
        if not self.answer or self.answer.startswith(b"HTTP/1.1 50"):
            return False
        if self.answer.count(b"HTTP/1.1 200") != 1 or b'"reset":true' not in self.answer:
            raise RuntimeError("a phone that came back could not read the snapshot")
        self.phone.returned_at = time.monotonic()
        return False
