"""Tests of join codes as people type them."""

from __future__ import annotations

import pytest

from moderation.core.join_code import normal_code


@pytest.mark.parametrize(
    "typed",
    [
        "PANEL1",
        "panel1",
        " Panel 1 ",
        "PAN-EL-1",
        "PAN\u2013EL\u20141",
        "PAN\u2011EL\u22121",
        "PANEL\u00a01\n",
        "\u200ePAN\u00adEL\u200b1\ufeff",
        "\uff30\uff21\uff2e\uff25\uff2c\uff11",
        "PANEL\u0661",
        "panel\u06f1",
        "PAN\u30fc\u200dEL1".replace("\u30fc", "\uff0d"),
    ],
)
def test_a_typed_code_is_found(typed):
    assert normal_code(typed) == "PANEL1"


def test_other_characters_stay():
    assert normal_code("pan.el_1é") == "PAN.EL_1É"
