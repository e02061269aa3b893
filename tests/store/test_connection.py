"""Tests of the lists of parameters that both databases accept."""

from __future__ import annotations

import pytest

from moderation.store.connection import LONGEST_LIST, in_lists

pytestmark = pytest.mark.databases("sqlite")


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ([], []),
        ([7], [("?", [7])]),
        ([7, 8], [("?, ?", [7, 8])]),
        ([7, 8, 9], [("?, ?, ?, ?", [7, 8, 9, 9])]),
    ],
)
def test_a_list_is_filled_up_to_a_power_of_two(values, parts):
    assert list(in_lists(values)) == parts


def test_a_long_list_is_divided():
    values = list(range(2 * LONGEST_LIST + 3))
    parts = list(in_lists(iter(values)))
    assert [len(part) for _, part in parts] == [LONGEST_LIST, LONGEST_LIST, 4]
    assert [marks.count("?") for marks, _ in parts] == [LONGEST_LIST, LONGEST_LIST, 4]
    assert [value for _, part in parts for value in part] == [*values, values[-1]]
