"""The accent colour of a session: its contrast, the nearest readable colour, and the colours that derive from it.

WCAG 2.2 defines the contrast. OKLCH (Björn Ottosson, 2020) defines lightness and hue.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from typing import NamedTuple

LEAST = 4.5
"""The minimum contrast of the accent colour, both as the colour of text and as the background of a button with white
text (WCAG 2.2, 1.4.3).
"""
LEAST_IN_THE_DARK = 7.0
PAPER, RAISED, SUNK, ON_BUTTON = "#FAF7F0", "#FFFEFB", "#F1EDE2", "#FFFFFF"
DARK_PAPER, DARK_RAISED, DARK_SUNK = "#11110F", "#1B1B18", "#090908"
"""Backgrounds of the light and the dark theme (static/css/tokens.css)."""
BACKGROUNDS = (PAPER, RAISED, SUNK, ON_BUTTON)
DARK_BACKGROUNDS = (DARK_PAPER, DARK_RAISED, DARK_SUNK)
_PATTERN = re.compile(r"#[0-9A-Fa-f]{6}")
_STEPS = 1000
_TINT, _DARK_TINT = 0.1, 0.2

Rgb = tuple[float, float, float]
"""Red, green and blue from 0 to 1, linear or encoded as sRGB."""


class Palette(NamedTuple):
    """The colours of a session that has its own accent colour. `tint`: the background of the row under the pointer."""

    accent: str
    on_accent: str
    tint: str
    dark_accent: str
    dark_on_accent: str
    dark_tint: str


def is_colour(text: str) -> bool:
    """Return whether the text is a colour of six hexadecimal digits, such as `#00586B`."""
    return _PATTERN.fullmatch(text) is not None


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least_contrast(accent: str) -> float:
    """Return the lowest contrast of an accent colour with a background of the light theme or with white text."""
    return min(contrast(accent, background) for background in BACKGROUNDS)


def nearest(accent: str) -> str:
    """Return the accent if its contrast is sufficient. Otherwise return the lightest readable colour of the same hue
    that is darker than the accent.
    """
    if least_contrast(accent) >= LEAST:
        return accent.upper()
    return _moved(accent, -1, BACKGROUNDS, LEAST)


def palette(accent: str) -> Palette:
    """Return the colours of both themes for an accent colour of sufficient contrast."""
    dark = _moved(accent, 1, DARK_BACKGROUNDS, LEAST_IN_THE_DARK)
    return Palette(
        accent.upper(),
        ON_BUTTON,
        _mixed(accent, PAPER, _TINT),
        dark,
        DARK_PAPER,
        _mixed(accent, DARK_PAPER, _DARK_TINT),
    )


def _moved(colour: str, direction: int, backgrounds: tuple[str, ...], least: float) -> str:
    """Make a colour lighter (`direction` 1) or darker (-1) until its contrast with each background is at least `least`.

    Return the colour that needs the smallest change. If a colour on the way has this contrast, all further colours have
    it too. Therefore a bisection of the lightness finds the result.
    """
    lightness, chroma, hue = _oklch(colour)
    first, last = round(lightness * _STEPS), _STEPS if direction > 0 else 0

    def candidate(step: int) -> str:
        return _from_oklch((first + direction * step) / _STEPS, chroma, hue)

    def is_readable(step: int) -> bool:
        shown = candidate(step)
        return min(contrast(shown, background) for background in backgrounds) >= least

    return candidate(bisect_left(range(abs(last - first)), True, key=is_readable))


def _rgb(colour: str) -> Rgb:
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(min(1.0, max(0.0, part)) * 255):02X}" for part in rgb)


def _mixed(colour: str, background: str, share: float) -> str:
    red, green, blue = (
        share * part + (1 - share) * other for part, other in zip(_rgb(colour), _rgb(background), strict=True)
    )
    return _hex((red, green, blue))


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (_decoded(part) for part in _rgb(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(colour: str) -> tuple[float, float, float]:
    """Return (lightness from 0 to 1, chroma, hue in radians)."""
    red, green, blue = (_decoded(part) for part in _rgb(colour))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """Return the sRGB colour. Reduce the chroma of a colour that sRGB does not contain."""

    def reduced(percent: int) -> Rgb:
        return _linear(lightness, chroma * (100 - percent) / 100, hue)

    def is_contained(percent: int) -> bool:
        return all(-1e-4 <= part <= 1 + 1e-4 for part in reduced(percent))

    rgb = reduced(bisect_left(range(100), True, key=is_contained))
    red, green, blue = (_encoded(min(1.0, max(0.0, part))) for part in rgb)
    return _hex((red, green, blue))


def _linear(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
