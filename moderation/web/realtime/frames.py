"""WebSocket frames as the server sends them, and a bounded reader of those that phones send (RFC 6455, section 5)."""

from __future__ import annotations

from collections.abc import Iterator

from wsproto.frame_protocol import FrameProtocol, Opcode, ParseFailed

FINAL = 0x80
MOST_FRAMES = 64
"""A message of more pieces than this is nobody's phone."""


class NoMessage(Exception):
    """What was received is no message of a client of ours: hang up."""


def frame(payload: bytes, opcode: int = Opcode.TEXT) -> bytes:
    """One whole, unmasked frame, as a server sends them."""
    size = len(payload)
    if size < 126:
        head = bytes((FINAL | opcode, size))
    elif size < 65536:
        head = bytes((FINAL | opcode, 126)) + size.to_bytes(2, "big")
    else:
        head = bytes((FINAL | opcode, 127)) + size.to_bytes(8, "big")
    return head + payload


class Reader:
    """Takes bytes as they come, gives (opcode, payload) of whole messages and control frames. Messages are at most `most` bytes in all."""

    __slots__ = ("_most", "_parts", "_pieces", "_protocol", "_size")

    def __init__(self, most: int):
        self._most = most
        self._protocol = FrameProtocol(client=False, extensions=[])
        self._parts: list = []
        self._size = self._pieces = 0

    def take(self, data: bytes) -> Iterator[tuple[int, str | bytes | tuple]]:
        """What is complete with these bytes. Raises NoMessage for what is too long or breaks the protocol."""
        try:
            self._protocol.receive_bytes(data)
            for received in self._protocol.received_frames():
                if received.opcode.iscontrol():
                    yield received.opcode, received.payload
                    continue
                self._parts.append(received.payload)
                self._size += len(received.payload)
                self._pieces += 1
                if self._size > self._most or self._pieces > MOST_FRAMES:
                    raise NoMessage
                if received.message_finished:
                    yield received.opcode, self._whole()
        except (ParseFailed, ValueError) as broken:
            raise NoMessage from broken

    def _whole(self) -> str | bytes:
        parts, self._parts, self._size, self._pieces = self._parts, [], 0, 0
        return parts[0] if len(parts) == 1 else type(parts[0])().join(parts)
