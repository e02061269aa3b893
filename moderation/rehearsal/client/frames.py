"""WebSocket frames as a client sends and receives them (RFC 6455, section 5.2)."""

from __future__ import annotations

COMPRESSED = 0x40
"""The bit RSV1 of a frame's first byte: permessage-deflate has compressed the payload."""
TEXT_FRAME = 0x81
MASKED = 0x80
ZERO_MASK = bytes(4)


def encode_text(text: str) -> bytes:
    """Return one masked text frame. ValueError when the text is longer than 65,535 bytes.

    The mask is zero, so that the payload needs no second pass. A server cannot distinguish it from a random mask.
    """
    data = text.encode()
    if len(data) < 126:
        return bytes((TEXT_FRAME, MASKED | len(data))) + ZERO_MASK + data
    if len(data) > 0xFFFF:
        raise ValueError(f"a frame of {len(data)} bytes")
    return bytes((TEXT_FRAME, MASKED | 126)) + len(data).to_bytes(2, "big") + ZERO_MASK + data


def payload_bounds(buffer: bytes) -> tuple[int, int] | None:
    """Return where the payload of the buffer's first frame starts and ends; None while its head is incomplete.

    The frame is a server's: unmasked. The end may lie beyond the buffer.
    """
    if len(buffer) < 2:
        return None
    size, start = buffer[1] & 127, 2
    if size >= 126:
        start = 4 if size == 126 else 10
        if len(buffer) < start:
            return None
        size = int.from_bytes(buffer[2:start], "big")
    return start, start + size


def split_frame(buffer: bytes) -> tuple[int, bytes, bytes] | None:
    """Return the first byte and payload of the buffer's first frame, and the bytes after it; None while incomplete."""
    bounds = payload_bounds(buffer)
    if bounds is None or len(buffer) < bounds[1]:
        return None
    start, end = bounds
    return buffer[0], buffer[start:end], buffer[end:]
