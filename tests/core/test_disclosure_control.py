"""Tests of disclosure control: nobody can derive a hidden cell from the published tables.

Even a reader who knows the rule for hiding cells cannot derive them. The tests try every table up to a maximum number
of questions.
"""

from __future__ import annotations

import itertools
from functools import cache
from operator import add

import pytest

from moderation.core.disclosure_control import HIDDEN, publish, together


def tables(cells: int, most: int) -> list[tuple[int, ...]]:
    return [table for table in itertools.product(range(most + 1), repeat=cells) if sum(table) <= most]


def release(occasions) -> tuple:
    """Simulate the publication of a session's figures. Return (total, cells) of each published table.

    A session can publish a table at each pause and at the close; each of these times is an occasion. `occasions`: for
    each occasion, the number of new questions in each cell. If the new questions are too few, no table is published,
    and they count at the next occasion.
    """
    published, waiting = [], (0,) * len(occasions[0])
    for arrived in occasions:
        waiting = tuple(map(add, waiting, arrived))
        cells = _published(waiting)
        if cells is not None:
            published.append((sum(waiting), cells))
            waiting = (0,) * len(waiting)
    return tuple(published)


@cache
def _published(counts: tuple[int, ...]) -> tuple | None:
    """Return the cells of the table that `publish` returns for these counts."""
    cells = publish({str(key): n for key, n in enumerate(counts)})
    return None if cells is None else tuple(cells.values())


def worlds(histories) -> dict[tuple, list]:
    """Group the histories by the tables that `release` publishes for them. Return {result of `release`: histories}.

    A history is a possible course of a session: an argument `occasions` of `release`. A reader of the published tables
    cannot distinguish the histories of one group.
    """
    histories_of: dict[tuple, list] = {}
    for history in histories:
        histories_of.setdefault(release(history), []).append(history)
    return histories_of


@pytest.mark.parametrize(("cells", "most"), [(2, 25), (3, 14), (4, 11), (5, 9)])
def test_no_hidden_cell_of_one_table_has_a_single_value(cells, most):
    hidden_cells = 0
    for published, histories in worlds((table,) for table in tables(cells, most)).items():
        for key, cell in enumerate(published[0][1] if published else ()):
            if cell == HIDDEN:
                assert len({history[0][key] for history in histories}) > 1, published
                hidden_cells += 1
            else:
                assert cell >= 3 and {history[0][key] for history in histories} == {cell}, published
    assert hidden_cells > 100 or cells == 2


@pytest.mark.parametrize(("cells", "most", "occasions"), [(2, 8, 3), (3, 7, 2), (4, 5, 2)])
def test_no_hidden_cell_of_several_tables_has_a_single_value(cells, most, occasions):
    """Check that a reader of all published tables cannot derive a hidden cell.

    Each hidden cell must have at least two possible values. Also check the hidden cells in the sum of all tables,
    because a column of the ledger shows this sum.
    """
    for published, histories in worlds(itertools.product(tables(cells, most), repeat=occasions)).items():
        sums = [_sums(history) for history in histories]
        for index, (_, shown) in enumerate(published):
            for key in (key for key, cell in enumerate(shown) if cell == HIDDEN):
                assert len({tables_of[index][key] for tables_of in sums}) > 1, (published, index, key)
        whole = together([dict(enumerate(shown)) for _, shown in published])
        for key in (key for key, cell in whole.items() if cell == HIDDEN):
            assert len({sum(table[key] for table in tables_of) for tables_of in sums}) > 1, (published, key)


def _sums(history) -> list[list[int]]:
    """Return the true cells of each published table of a history, that is, before `publish` hides cells."""
    tables, waiting = [], [0] * len(history[0])
    for arrived in history:
        waiting = [n + new for n, new in zip(waiting, arrived)]
        if sum(waiting) >= 3:
            tables.append(waiting)
            waiting = [0] * len(waiting)
    return tables


def test_the_smallest_and_the_second_smallest_cells_are_hidden():
    assert publish({"a": 2, "b": 9, "c": 5, "d": 5, "e": 12}) == {
        "a": HIDDEN,
        "b": 9,
        "c": HIDDEN,
        "d": HIDDEN,
        "e": 12,
    }
    assert publish({"a": 0, "b": 9, "c": 5}) == {"a": HIDDEN, "b": 9, "c": HIDDEN}


def test_a_table_without_small_cells_has_no_hidden_cell():
    assert publish({"a": 3, "b": 9}) == {"a": 3, "b": 9}
    assert publish({"a": 3}) == {"a": 3}


def test_a_table_with_only_small_cells_has_all_cells_hidden():
    assert publish({"a": 2, "b": 2, "c": 0}) == {"a": HIDDEN, "b": HIDDEN, "c": HIDDEN}


@pytest.mark.parametrize("counts", [{"a": 0, "b": 0}, {"a": 2, "b": 0}, {"a": 2}])
def test_a_table_of_fewer_than_three_questions_is_not_published(counts):
    assert publish(counts) is None


def test_the_sum_of_tables_hides_a_cell_that_any_table_hides():
    assert together([{"a": 4, "b": HIDDEN, "c": 3}, {"a": 5, "b": 8, "c": HIDDEN}]) == {
        "a": 9,
        "b": HIDDEN,
        "c": HIDDEN,
    }
    assert together([]) == {}
