"""Conversion of a Chromium screenshot (8-bit RGB) to a PNG file with at most 256 colours and 1 byte per pixel."""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def shrink(path: Path) -> None:
    """Reduce a PNG file to its 256 most frequent colours, to make it smaller.

    Replace every other colour by the nearest of these colours.
    """
    width, height, data = _read(path.read_bytes())
    colours = [
        pixels for row in _rows(data, width, height) for pixels in (row[i : i + 3] for i in range(0, len(row), 3))
    ]
    palette = [colour for colour, _ in Counter(colours).most_common(256)]
    place = {colour: index for index, colour in enumerate(palette)}
    for colour in set(colours) - place.keys():
        place[colour] = min(
            range(len(palette)), key=lambda index: sum((a - b) ** 2 for a, b in zip(palette[index], colour))
        )
    indexes = bytes(place[colour] for colour in colours)
    lines = b"".join(b"\0" + indexes[start : start + width] for start in range(0, len(indexes), width))
    path.write_bytes(
        SIGNATURE
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
        + _chunk(b"PLTE", b"".join(palette))
        + _chunk(b"IDAT", zlib.compress(lines, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _read(picture: bytes) -> tuple[int, int, bytes]:
    """Return (width, height, filtered lines). Raise ValueError if the file is not an 8-bit RGB picture."""
    width, height, depth, kind, *_ = struct.unpack(">IIBBBBB", picture[16:29])
    if not picture.startswith(SIGNATURE) or (depth, kind) != (8, 2):
        raise ValueError("not an 8-bit RGB picture")
    packed, at = b"", len(SIGNATURE)
    while at < len(picture):
        length, name = struct.unpack(">I4s", picture[at : at + 8])
        packed += picture[at + 8 : at + 8 + length] if name == b"IDAT" else b""
        at += length + 12
    return width, height, zlib.decompress(packed)


def _rows(data: bytes, width: int, height: int):
    """Yield the lines without their filters (PNG specification, section 9: Filtering)."""
    size = width * 3
    above = bytearray(size)
    for start in range(0, height * (size + 1), size + 1):
        kind, line = data[start], bytearray(data[start + 1 : start + 1 + size])
        if kind == 2:
            line = bytearray((a + b) & 255 for a, b in zip(line, above))
        elif kind:
            for i in range(size):
                left, corner = (line[i - 3], above[i - 3]) if i >= 3 else (0, 0)
                guess = left if kind == 1 else (left + above[i]) // 2 if kind == 3 else _paeth(left, above[i], corner)
                line[i] = (line[i] + guess) & 255
        above = line
        yield bytes(line)


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    to_left, to_up, to_corner = abs(near - left), abs(near - up), abs(near - corner)
    return left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner
