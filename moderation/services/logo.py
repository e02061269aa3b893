"""The cleaning of an uploaded logo: it becomes a small PNG file that contains only pixels.

docs/decisions/logos-as-png.md gives the reason for PNG only.
"""

from __future__ import annotations

import hashlib
import warnings
from io import BytesIO

from PIL import Image

from ..core.refusals import Refusal
from ..store.logos import Logo

MOST_BYTES = 1024 * 1024
MOST_SIDE = 2000
"""Maximum width and height of an uploaded picture, in pixels.

The limit bounds the memory: a decoded picture has at most 16 MB, and at most `runtime.LONG_WORKERS` uploads are decoded
at the same time.
"""
LEAST_SIDE = 32
"""Minimum width and height of a logo without its transparent border, in pixels."""
MOST_WIDTH, MOST_HEIGHT = 800, 160
"""Maximum width and height of a stored logo, in pixels. The height is about 7 percent of a screen with 2,160 lines."""
MOST_STORED = 150 * 1024
"""Maximum size of a stored logo, in bytes.

A larger logo is made smaller, because hundreds of phones load the logo over one wireless network.
"""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SMALLER = 0.75


def clean(content: bytes) -> Logo:
    """Convert an uploaded PNG file to a logo of at most 800 × 160 pixels, without transparent border and metadata.

    Before the file is decoded, check its length and the picture size in its header. Call this function in a real
    thread, because it takes up to a second. Refusals: `logo.too_large`, `logo.kind`, `logo.damaged`, `logo.pixels`,
    `logo.too_small`.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("logo.too_large", limit=MOST_BYTES // 1024**2)
    if not content.startswith(SIGNATURE):
        raise Refusal("logo.kind")
    picture = _without_border(_decode(content))
    if min(picture.size) < LEAST_SIDE:
        raise Refusal("logo.too_small", limit=LEAST_SIDE)
    picture.thumbnail((MOST_WIDTH, MOST_HEIGHT), Image.Resampling.LANCZOS)
    encoded = _encode(picture)
    while len(encoded) > MOST_STORED:
        width, height = picture.size
        picture = picture.resize((max(1, int(width * _SMALLER)), max(1, int(height * _SMALLER))))
        encoded = _encode(picture)
    return Logo(hashlib.sha256(encoded).hexdigest(), *picture.size, encoded)


def _decode(content: bytes) -> Image.Image:
    """Return the first picture of a PNG file as RGBA. Refusals: `logo.damaged`, `logo.pixels`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(BytesIO(content), formats=["PNG"])
        if max(opened.size) > MOST_SIDE:
            raise Refusal("logo.pixels", limit=MOST_SIDE)
        opened.load()
        picture: Image.Image = opened
        if picture.mode.startswith("I"):  # Convert 16-bit grey to 8-bit grey.
            picture = picture.point(lambda value: value / 256).convert("L")
        return picture.convert("RGBA")
    except Image.DecompressionBombError:
        raise Refusal("logo.pixels", limit=MOST_SIDE) from None
    except Refusal:
        raise
    except Exception:  # Catch every exception: Pillow's decoders raise exceptions of many types for damaged files.
        raise Refusal("logo.damaged") from None


def _without_border(picture: Image.Image) -> Image.Image:
    box = picture.getchannel("A").getbbox()
    if box is None:
        raise Refusal("logo.too_small", limit=LEAST_SIDE)
    return picture.crop(box)


def _encode(picture: Image.Image) -> bytes:
    """Return the pixels as a PNG file without any other data."""
    opaque = picture.getchannel("A").getextrema() == (255, 255)
    pixels = Image.new("RGB" if opaque else "RGBA", picture.size)
    pixels.paste(picture.convert(pixels.mode))
    out = BytesIO()
    pixels.save(out, "PNG", optimize=True)
    return out.getvalue()
