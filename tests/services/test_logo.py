"""Tests of the cleaning of logos: hostile, damaged and unsuitable files."""

from __future__ import annotations

import hashlib
import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, PngImagePlugin

from moderation.core.refusals import Refusal
from moderation.services import logo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><path d="M0 0h9v9z"/></svg>'
CANARY = b"CANARY-7f3a"


def png(
    width: int = 300, height: int = 100, mode: str = "RGBA", colour: object = (0, 88, 107, 255), **options
) -> bytes:
    out = BytesIO()
    Image.new(mode, (width, height), colour).save(out, "PNG", **options)
    return out.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def with_header(width: int, height: int, depth: int = 8, colour_type: int = 6, data: bytes = b"") -> bytes:
    """Return a PNG file with this size in its header, regardless of the size of its data."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour_type, 0, 0, 0)
    return logo.SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def with_chunk(content: bytes, kind: bytes, data: bytes) -> bytes:
    """Return the PNG file `content` with an additional chunk directly after its header."""
    return content[:33] + chunk(kind, data) + content[33:]


def refused(content: bytes) -> tuple[str, object]:
    with pytest.raises(Refusal) as caught:
        logo.clean(content)
    return caught.value.code, caught.value.data.get("limit")


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def test_a_logo_becomes_a_small_png_under_the_hash_of_its_content():
    cleaned = logo.clean(png(2000, 400))
    assert (cleaned.width, cleaned.height) == (800, 160) == opened(cleaned.content).size
    assert cleaned.hash == hashlib.sha256(cleaned.content).hexdigest()
    assert opened(cleaned.content).getpixel((9, 9)) == (0, 88, 107)


def test_a_small_logo_is_not_made_larger_and_a_cleaned_logo_does_not_change():
    cleaned = logo.clean(png(300, 100))
    assert (cleaned.width, cleaned.height) == (300, 100)
    assert logo.clean(cleaned.content) == cleaned


def test_a_transparent_border_is_cut_off():
    picture = Image.new("RGBA", (500, 300))
    picture.paste((9, 9, 9, 255), (100, 120, 300, 180))
    out = BytesIO()
    picture.save(out, "PNG")
    cleaned = logo.clean(out.getvalue())
    assert (cleaned.width, cleaned.height) == (200, 60)


@pytest.mark.parametrize(
    ("mode", "colour"),
    [("RGB", (9, 9, 9)), ("L", 9), ("LA", (9, 99)), ("P", 9), ("1", 1), ("I;16", 40000)],
)
def test_every_kind_of_pixel_is_read(mode, colour):
    assert (logo.clean(png(64, 40, mode, colour))[1:3]) == (64, 40)


@pytest.mark.parametrize("kind", [b"tEXt", b"iTXt", b"eXIf", b"iCCP", b"zTXt", b"prIv"])
def test_no_metadata_remains(kind):
    data = {
        b"zTXt": b"Comment\0\0" + zlib.compress(CANARY),
        b"eXIf": b"MM\0*" + CANARY,
        b"iCCP": CANARY + b"\0\0" + zlib.compress(CANARY * 9),
    }
    content = with_chunk(png(), kind, data.get(kind, b"Comment\0" + CANARY))
    assert kind in content
    cleaned = logo.clean(content)
    assert CANARY not in cleaned.content
    kinds = [cleaned.content[place - 4 : place] for place in _chunk_data(cleaned.content)]
    assert set(kinds) == {b"IHDR", b"IDAT", b"IEND"}


def _chunk_data(content: bytes) -> list[int]:
    places, place = [], len(logo.SIGNATURE)
    while place < len(content):
        places.append(place + 8)
        place += struct.unpack(">I", content[place : place + 4])[0] + 12
    return places


def test_exif_and_text_written_by_pillow_are_removed():
    info, exif = PngImagePlugin.PngInfo(), Image.Exif()
    info.add_text("Author", CANARY.decode())
    exif[0x010E] = CANARY.decode()
    content = png(pnginfo=info, exif=exif)
    assert content.count(CANARY) == 2
    cleaned = opened(logo.clean(content).content)
    assert (cleaned.info, dict(cleaned.getexif())) == ({}, {})


def test_data_after_the_end_of_the_picture_is_removed():
    assert CANARY not in logo.clean(png() + CANARY).content


def jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (99, 99)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG",
        SVG,
        b"\xef\xbb\xbf" + SVG,
        b"<?xml version='1.0'?>" + SVG,
        b"GIF89a" + bytes(99),
        jpeg(),
        bytes(9),
    ],
)
def test_another_kind_of_file_is_refused(content):
    assert refused(content) == ("logo.kind", None)


def test_an_svg_behind_the_signature_of_a_png_is_refused():
    assert refused(logo.SIGNATURE + SVG) == ("logo.damaged", None)


@pytest.mark.parametrize("size", [(2001, 9), (9, 2001), (100_000, 100_000), (2**31 - 1, 2**31 - 1)])
def test_huge_dimensions_are_refused_by_the_header(size):
    assert refused(with_header(*size)) == ("logo.pixels", 2000)


def test_a_picture_of_the_largest_size_is_accepted_and_stays_below_the_bound():
    content = png(2000, 2000)
    assert len(content) < logo.MOST_BYTES
    assert logo.clean(content)[1:3] == (160, 160)


def test_a_file_above_the_bound_is_refused_before_it_is_decoded():
    assert refused(bytes(logo.MOST_BYTES + 1)) == ("logo.too_large", 1)


def test_noise_is_made_smaller_until_it_is_light():
    picture = Image.effect_noise((800, 160), 200).convert("RGB")
    out = BytesIO()
    Image.merge("RGB", [Image.effect_noise((800, 160), 200) for _ in picture.getbands()]).save(out, "PNG")
    cleaned = logo.clean(out.getvalue())
    assert len(cleaned.content) <= logo.MOST_STORED
    assert cleaned.width < 800


def test_a_bomb_in_a_text_chunk_is_refused():
    bomb = b"Comment\0\0" + zlib.compress(bytes(64 * 1024 * 1024), 9)
    assert refused(with_chunk(png(), b"zTXt", bomb)) == ("logo.damaged", None)


def test_more_pixels_than_the_header_names_do_not_fill_the_memory():
    content = with_header(64, 64, data=bytes(64 * 1024 * 1024))
    assert len(content) < logo.MOST_BYTES
    assert refused(content) == ("logo.too_small", 32)


@pytest.mark.parametrize("length", range(9, len(png(64, 40)) - 24, 7))
def test_a_truncated_file_is_refused(length):
    assert refused(png(64, 40)[:length]) == ("logo.damaged", None)


@pytest.mark.parametrize("place", range(8, len(png(64, 40)) - 12, 5))
def test_a_changed_byte_gives_a_refusal_or_a_picture(place):
    content = bytearray(png(64, 40))
    content[place] ^= 0xFF
    outcome = ""
    try:
        cleaned = logo.clean(bytes(content))
        outcome = "picture" if opened(cleaned.content).size == (cleaned.width, cleaned.height) else "wrong size"
    except Refusal as refusal:
        outcome = refusal.code
    assert outcome in {"picture", "logo.damaged", "logo.pixels", "logo.too_small"}


@pytest.mark.parametrize("size", [(31, 99), (99, 31), (1, 1)])
def test_a_tiny_logo_is_refused(size):
    assert refused(png(*size)) == ("logo.too_small", 32)


def test_a_transparent_picture_is_refused():
    assert refused(png(99, 99, colour=(9, 9, 9, 0))) == ("logo.too_small", 32)


def test_only_the_first_picture_of_an_animation_is_kept():
    out = BytesIO()
    first, second = (Image.new("RGBA", (64, 64), colour) for colour in ("red", "blue"))
    first.save(out, "PNG", save_all=True, append_images=[second])
    cleaned = opened(logo.clean(out.getvalue()).content)
    assert (getattr(cleaned, "n_frames", 1), cleaned.getpixel((9, 9))) == (1, (255, 0, 0))
