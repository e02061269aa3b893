"""WebSocket frames (RFC 6455, section 5): a builder for server frames, and a reader for client frames with limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsproto.frame_protocol import FrameProtocol, Opcode, ParseFailed

FINAL = 0x80
MOST_FRAMES = 64
"""Maximum number of frames of one message. Socket.IO clients send each message in one frame."""


class NoMessage(Exception):
    """The bytes are not a message of a Socket.IO client. The caller must close the connection."""


def frame(payload: bytes, opcode: int = Opcode.TEXT) -> bytes:
    """Return an unmasked WebSocket frame. It contains a whole message or a control frame's payload."""
    size = len(payload)
    if size < 126:
        head = bytes((FINAL | opcode, size))
    elif size < 65536:
        head = bytes((FINAL | opcode, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((FINAL | opcode, 127)) + size.to_bytes(8, "big")
    return head + payload


class Reader:
    """An incremental parser of a client's bytes.

    `limit`: the maximum size of a message in bytes.
    """

    __slots__ = ("_frames", "_limit", "_payload", "_protocol", "_size")

    def __init__(self, limit: int):
        self._limit = limit
        self._protocol = FrameProtocol(client=False, extensions=[])
        self._payload: Any = None
        self._size = self._frames = 0

    def take(self, data: bytes) -> Iterator[tuple[Opcode, Any]]:
        """Parse more bytes.

        Yield (opcode, payload) of each message or control frame that is now complete. The payload is str for text,
        (code, reason) for CLOSE, and bytes for all other opcodes. Raises NoMessage if a message is too long, a message
        has too many frames, or the bytes break the protocol.
        """
        try:
            self._protocol.receive_bytes(data)
            for received in self._protocol.received_frames():
                if received.opcode.iscontrol():
                    yield received.opcode, received.payload
                    continue
                # Append each part of a frame to the payload immediately. A frame may arrive in many small parts, and a
                # list of these parts would use more memory.
                part = received.payload
                self._payload = part if self._payload is None else self._payload + part
                self._size += len(part.encode()) if isinstance(part, str) else len(part)
                self._frames += received.frame_finished
                if self._size > self._limit or self._frames > MOST_FRAMES:
                    raise NoMessage
                if received.message_finished:
                    yield received.opcode, self._message()
        except (ParseFailed, ValueError) as broken:
            raise NoMessage from broken

    def _message(self) -> Any:
        payload, self._payload, self._size, self._frames = self._payload, None, 0, 0
        return payload
