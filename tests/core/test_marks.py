"""Tests of the marks (symbols) of stakeholder groups."""

from __future__ import annotations

import re

from moderation.core import marks
from moderation.paths import ROOT
from moderation.services import words

SPRITE = (ROOT / "templates" / "_sprite.html").read_text("utf-8")


def test_the_groups_of_the_word_list_have_the_marks_of_their_keys():
    assert marks.marks_of(words.groups()) == {key: key for key in words.groups()}
    assert set(marks.STANDARD) == set(words.groups())


def test_a_sessions_own_groups_get_shapes_then_fills_in_the_sessions_order():
    keys = ["farmers", "government", "utilities", *(f"own{index}" for index in range(15)), "undisclosed"]
    given = marks.marks_of(keys)
    assert list(given) == keys
    assert (given["government"], given["undisclosed"]) == ("government", "undisclosed")
    own = [mark for key, mark in given.items() if key not in marks.STANDARD]
    assert own[:3] == ["house-solid", "dome-solid", "drop-solid"]
    assert own[7:10] == ["lens-solid", "house-hollow", "dome-hollow"]
    assert own[16] == "house-split" and len(set(own)) == 17


def test_twenty_four_own_groups_have_distinct_marks():
    keys = [f"own{index}" for index in range(25)]
    given = list(marks.marks_of(keys).values())
    assert len(set(given[:24])) == 24 and given[24] == given[0]


def test_the_sprite_has_a_symbol_for_each_mark_and_no_other_mark():
    assert sorted(re.findall(r'<symbol id="mark-([^"]+)"', SPRITE)) == sorted([*marks.STANDARD, *marks.OWN])
