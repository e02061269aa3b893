"""Tests of the accent colour: contrast, nearest readable colour, derived colours."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from moderation.core import colour

TOKENS = (Path(__file__).parents[2] / "static" / "css" / "tokens.css").read_text("utf-8")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#FFFFFF", "#767676", 4.54),
        ("#00586B", "#FAF7F0", 7.53),
        ("#abcdef", "#ABCDEF", 1.0),
    ],
)
def test_contrast_is_that_of_wcag(first, second, expected):
    assert round(colour.contrast(first, second), 2) == expected


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        ("#2FA3B5", "#037786"),
        ("#FFDD00", "#7D6B00"),
        ("#FFFFFF", "#6B6B6B"),
        ("#FF0000", "#D90704"),
        ("#00586b", "#00586B"),
        ("#000000", "#000000"),
    ],
)
def test_the_nearest_colour_keeps_the_hue_and_is_readable(wanted, nearest):
    assert colour.nearest(wanted) == nearest
    assert colour.least_contrast(nearest) >= 4.5


@pytest.mark.parametrize("accent", ["#00586B", "#7D6B00", "#000000", "#233E90", "#D90704"])
def test_every_derived_pair_of_colours_is_readable(accent):
    palette = colour.palette(accent)
    assert palette.accent == accent
    assert colour.contrast(palette.accent, palette.on_accent) >= 4.5
    assert colour.contrast(palette.dark_accent, palette.dark_on_accent) >= 7
    assert all(colour.contrast(palette.dark_accent, background) >= 7 for background in colour.DARK_BACKGROUNDS)
    assert colour.contrast("#1C1B18", palette.tint) >= 7
    assert colour.contrast("#F2EFE7", palette.dark_tint) >= 7


def test_a_palette_needs_few_conversions(monkeypatch):
    conversions = []
    linear = colour._linear
    monkeypatch.setattr(colour, "_linear", lambda *args: conversions.append(args) or linear(*args))
    colour.palette("#0000FF")
    assert len(conversions) <= 100


@pytest.mark.parametrize("text", ["#00586B", "#abcdef"])
def test_six_digits_are_a_colour(text):
    assert colour.is_colour(text)


@pytest.mark.parametrize("text", ["", "00586B", "#0586B", "#00586B0", "#00586G", "#00586B;", "#00586B\n", "red"])
def test_other_texts_are_no_colour(text):
    assert not colour.is_colour(text)


def test_the_backgrounds_are_those_of_the_style_sheets():
    parts = (TOKENS.split("@media")[0], TOKENS.split(':root[data-theme="dark"]')[1])
    light, dark = (dict(re.findall(r"--([\w-]+): (#\w+);", part)) for part in parts)
    assert (light["paper"], light["raised"], light["sunk"]) == (colour.PAPER, colour.RAISED, colour.SUNK)
    assert (dark["paper"], dark["raised"], dark["sunk"]) == colour.DARK_BACKGROUNDS
