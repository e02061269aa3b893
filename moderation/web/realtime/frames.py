"""WebSocket frames (RFC 6455, section 5): a builder for server frames, and a bounded reader for client frames."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsproto.frame_protocol import FrameProtocol, Opcode, ParseFailed

FINAL = 0x80
MOST_FRAMES = 64
"""Maximum number of frames in one message. Socket.IO clients never exceed it; a longer message raises NoMessage."""


class NoMessage(Exception):
    """The received bytes are not a message of a Socket.IO client. The connection must be closed."""


def frame(payload: bytes, opcode: int = Opcode.TEXT) -> bytes:
    """Return a server frame with this payload: final and unmasked."""
    size = len(payload)
    if size < 126:
        head = bytes((FINAL | opcode, size))
    elif size < 65536:
        head = bytes((FINAL | opcode, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((FINAL | opcode, 127)) + size.to_bytes(8, "big")
    return head + payload


class Reader:
    """An incremental parser of a client's bytes. `limit` is the maximum size of a message in bytes."""

    __slots__ = ("_frames", "_limit", "_parts", "_protocol", "_size")

    def __init__(self, limit: int):
        self._limit = limit
        self._protocol = FrameProtocol(client=False, extensions=[])
        self._parts: list[Any] = []
        self._size = self._frames = 0

    def take(self, data: bytes) -> Iterator[tuple[Opcode, Any]]:
        """Parse more bytes. Yield (opcode, payload) of each message and control frame that is now complete.

        The payload is str for text, bytes for binary data, a tuple for CLOSE. Raises NoMessage if a message is too long
        or the bytes break the protocol.
        """
        try:
            self._protocol.receive_bytes(data)
            for received in self._protocol.received_frames():
                if received.opcode.iscontrol():
                    yield received.opcode, received.payload
                    continue
                self._parts.append(received.payload)
                self._size += len(received.payload)
                self._frames += 1
                if self._size > self._limit or self._frames > MOST_FRAMES:
                    raise NoMessage
                if received.message_finished:
                    yield received.opcode, self._message()
        except (ParseFailed, ValueError) as broken:
            raise NoMessage from broken

    def _message(self) -> Any:
        parts, self._parts, self._size, self._frames = self._parts, [], 0, 0
        return parts[0] if len(parts) == 1 else type(parts[0])().join(parts)
