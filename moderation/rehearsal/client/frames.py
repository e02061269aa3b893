"""The encoding and decoding of WebSocket frames by a client (RFC 6455, section 5.2)."""

from __future__ import annotations

COMPRESSED = 0x40
"""The bit RSV1 of a frame's first byte. If this bit is set, permessage-deflate has compressed the payload."""
TEXT_FRAME = 0x81
MASKED = 0x80
ZERO_MASK = bytes(4)


def encode_text(text: str) -> bytes:
    """Return one masked text frame. Raise ValueError if the text is longer than 65,535 bytes.

    The mask is zero, so the masked payload equals the payload, and masking takes no time. A server accepts every mask.
    """
    data = text.encode()
    if len(data) < 126:
        return bytes((TEXT_FRAME, MASKED | len(data))) + ZERO_MASK + data
    if len(data) > 0xFFFF:
        raise ValueError(f"a frame of {len(data)} bytes")
    return bytes((TEXT_FRAME, MASKED | 126)) + len(data).to_bytes(2, "big") + ZERO_MASK + data


def payload_bounds(buffer: bytes) -> tuple[int, int] | None:
    """Return (start, end) of the payload of the first frame in the buffer; None if its header is incomplete.

    The frame must come from a server: such a frame has no mask. The end may be beyond the end of the buffer.
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
    """Return (first byte, payload, remaining bytes) of the first frame in the buffer; None for an incomplete frame."""
    bounds = payload_bounds(buffer)
    if bounds is None or len(buffer) < bounds[1]:
        return None
    start, end = bounds
    return buffer[0], buffer[start:end], buffer[end:]
