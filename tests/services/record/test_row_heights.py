"""Tests of the heights of rows whose text is wrapped."""

from __future__ import annotations

import pytest

from moderation.services.record.row_heights import HIGHEST, LINE, count_lines, height


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("Why?", 1),
        ("one\ntwo\n\nfour", 4),
        (" ".join(["word"] * 11), 1),
        (" ".join(["word"] * 24), 3),
        ("x" * 100, 2),
        ("问" * 30, 2),
        ("e\u0301" * 50, 1),
    ],
)
def test_lines_in_a_column_of_60_characters(text, lines):
    assert count_lines(text, 60) == lines


def test_a_row_is_as_high_as_its_highest_text():
    assert height([(1, 14), (None, 14), ("one\ntwo", 60), ("a b", 14)]) == 2 * LINE
    assert height([(7, 14)]) == LINE
    assert height([("line\n" * 100, 60)]) == HIGHEST
