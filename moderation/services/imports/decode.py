"""The decoding of a text file: UTF-8, UTF-16, Windows-1252, and the Windows encodings for Cyrillic and Arabic."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from .problems import ImportFileError

ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf-16": "utf-16",
    "windows-1252": "cp1252",
    "windows-1251": "cp1251",
    "windows-1256": "cp1256",
}
"""{name of an encoding: Python's codec}."""
_NAMES = {"cp1252": "windows-1252", "cp1251": "windows-1251", "cp1256": "windows-1256"}
_SAMPLE = 64 * 1024
"""Number of bytes at the beginning of a file from which its encoding is guessed."""
_NULS_OF_UTF16 = 0.05
"""A file without a byte order mark can be UTF-16 only if at least this share (0 to 1) of its bytes is NUL. In UTF-16,
every space, separator and line break contains a NUL byte, even in a text of a non-Latin script.
"""
_VALID_PER_DAMAGED = 10
"""A file with damaged characters (bytes that are not valid UTF-8) is still read as UTF-8 if it has at least this number
of valid characters outside ASCII for each damaged character.
"""
DAMAGED = "\ufffd"
"""The character in place of bytes that cannot be decoded."""


class Decoded(NamedTuple):
    """The text of a file. `encoding`: a key of ENCODINGS. Damaged bytes of UTF-8 are replaced by DAMAGED."""

    text: str
    encoding: str


def decode(content: bytes, encoding: str | None = None) -> Decoded:
    """Return the text of a file. `encoding`: a key of ENCODINGS; None to recognise the encoding.

    Raise ImportFileError `file.encoding` if the file cannot be decoded.
    """
    if encoding is not None:
        return Decoded(_strictly(content, ENCODINGS[encoding]), encoding)
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise ImportFileError("file.encoding")
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_strictly(content, "utf-16"), "utf-16")
    if byte_order := _utf16_byte_order(content):
        return Decoded(_strictly(content, byte_order), "utf-16")
    text = content.decode("utf-8-sig", "replace")
    damaged = text.count(DAMAGED)
    if not damaged or _VALID_PER_DAMAGED * damaged <= sum(not char.isascii() for char in text) - damaged:
        return Decoded(text, "utf-8")
    return _by_statistics(content)


def _utf16_byte_order(content: bytes) -> str | None:
    """Return the UTF-16 codec with the byte order of `content`, which has no byte order mark.

    Return None if `content` does not seem to be UTF-16.
    """
    sample = content[:_SAMPLE]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if first + second < _NULS_OF_UTF16 * len(sample) or min(first, second) * 4 > max(first, second):
        return None
    return "utf-16-le" if second > first else "utf-16-be"


def _by_statistics(content: bytes) -> Decoded:
    """Guess the single-byte encoding of a file, and return the decoded text."""
    # Load the library here, because most commands of the command line never use it.
    import charset_normalizer

    if any(byte < 32 and byte not in b"\t\n\v\f\r" for byte in content[:_SAMPLE]):
        raise ImportFileError("file.encoding")
    best = charset_normalizer.from_bytes(content[:_SAMPLE], cp_isolation=list(_NAMES)).best()
    for codec in dict.fromkeys((best.encoding if best else "cp1252", "cp1252")):
        try:
            return Decoded(content.decode(codec), _NAMES[codec])
        except UnicodeDecodeError:
            continue
    raise ImportFileError("file.encoding")


def _strictly(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        raise ImportFileError("file.encoding") from None
