"""Tests of entry codes as they are printed and as people type them."""

from __future__ import annotations

import pytest

from moderation.core.entry_code import ALPHABET, LENGTH, grouped, normal_entry_code


@pytest.mark.parametrize(
    "typed",
    [
        "7K02M9XP1T",
        "7K02M-9XP1T",
        "7k02m 9xp1t",
        " 7K0 2M\u20139XP\u00a01T\n",
        "7KO2M-9XPIT",
        "7ko2m-9xplt",
        "\u200e7K02M\u22129XP1T\ufeff",
        "\uff17\uff2b\uff10\uff12\uff2d\uff0d\uff19\uff38\uff30\uff11\uff34",
        "\u0667K\u0660\u0662M-\u0669XP\u0661T",
        "\u06f7K\u06f0\u06f2M-\u06f9XP\u06f1T",
    ],
)
def test_a_typed_code_is_found(typed):
    assert normal_entry_code(typed) == "7K02M9XP1T"


@pytest.mark.parametrize(
    "typed", ["", "7K02M9XP1", "7K02M9XP1TT", "7K02M9XP1U", "7K02M9XP1É", "'7K02M9XP1T", "7" * 301, "\ud800" * 10]
)
def test_another_text_is_no_code(typed):
    assert normal_entry_code(typed) == ""


def test_the_alphabet_has_5_bits_for_each_character_and_no_look_alikes():
    assert len(set(ALPHABET)) == 32 and not set("OILU") & set(ALPHABET)
    assert LENGTH * 5 == 50


def test_a_printed_code_has_two_groups():
    assert grouped("7K02M9XP1T") == "7K02M-9XP1T"
    assert normal_entry_code(grouped(ALPHABET[:10])) == ALPHABET[:10]
