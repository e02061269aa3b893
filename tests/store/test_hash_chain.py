"""Tests of the hash chain: every change of a row and every missing row is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.store.hash_chain import ChangedQuestion, LogEntry, first_wrong, next_hash

pytestmark = pytest.mark.databases("sqlite")

words = st.sampled_from(["", "a", "b", "ask", '","'])
changed = st.builds(ChangedQuestion, st.integers(1, 3), st.none() | words, words, st.none() | words, st.integers(1, 3))
entries = st.builds(
    LogEntry,
    st.integers(1, 9),
    words,
    words,
    words,
    st.none() | st.integers(1, 9),
    st.none() | words,
    st.lists(changed, max_size=2, unique_by=lambda question: question.number).map(tuple),
)


def sealed(rows: list[LogEntry]) -> list[tuple[LogEntry, str]]:
    """Return (log row, its hash) for each row, in the order of the rows.

    Each hash is computed from the row and from the hash of the row before it.
    """
    chain, previous = [], ""
    for row in rows:
        previous = next_hash(previous, row)
        chain.append((row, previous))
    return chain


@given(st.lists(entries, min_size=1, max_size=5))
def test_an_unchanged_chain_is_correct(rows):
    chain = sealed(rows)
    assert first_wrong(chain) == (None, chain[-1][1])


@given(st.lists(entries, min_size=1, max_size=5), st.data())
def test_a_changed_row_is_found(rows, data):
    chain = sealed(rows)
    place = data.draw(st.integers(0, len(rows) - 1))
    other = data.draw(entries.filter(lambda row: row != rows[place]))
    if sorted(other.questions) == sorted(rows[place].questions) and other[:-1] == rows[place][:-1]:
        return  # `other` only lists the same questions in another order. The hash does not depend on this order.
    before = chain[place - 1][1] if place else ""
    assert first_wrong([*chain[:place], (other, chain[place][1]), *chain[place + 1 :]]) == (other.id, before)


@given(st.lists(entries, min_size=2, max_size=5), st.data())
def test_the_row_after_a_missing_row_is_found(rows, data):
    chain = sealed(rows)
    place = data.draw(st.integers(0, len(rows) - 2))
    assert first_wrong([*chain[:place], *chain[place + 1 :]])[0] == rows[place + 1].id


def test_the_hash_is_the_documented_one():
    """Compare the hash with a constant that `sha256sum` computed from the JSON text.

    The test then fails if the documented format changes.
    """
    entry = LogEntry(
        1,
        "2021-04-14T13:00:00.000Z",
        "chair.a",
        "approve",
        None,
        None,
        (ChangedQuestion(7, "pending", "approved", None, 2),),
    )
    assert next_hash("", entry) == "6e66d5d091bee2afabd26fcd82a3d6da92ddf930131e751b1abf7a4b534e6927"


def test_an_empty_chain_is_correct():
    assert first_wrong([]) == (None, "")
