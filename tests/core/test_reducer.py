"""Tests of a stream's reducer. For each change, the reducer decides: apply, ignore, request missing changes, or load
the snapshot.
"""

from __future__ import annotations

import pytest

from moderation.core import reducer

SNAPSHOT = {
    "epoch": "e1",
    "after": 0,
    "seq": 4,
    "at": "t4",
    "reset": True,
    "put": [{"number": 1, "votes": 0}, {"number": 2, "votes": 0}],
    "drop": [],
    "queue": [1, 2],
    "counts": {"group": {}},
    "settings": {"phase": "open"},
}


def state():
    return reducer.reduce(reducer.empty(), SNAPSHOT)


def change(after, seq, epoch="e1", **fields):
    return {"epoch": epoch, "after": after, "seq": seq, "at": f"t{seq}", "put": [], "drop": []} | fields


@pytest.mark.parametrize(
    ("received", "verdict"),
    [
        (change(4, 5), "apply"),
        (change(2, 5), "apply"),
        (change(0, 9), "apply"),
        (change(4, 4), "ignore"),
        (change(3, 4), "ignore"),
        (change(1, 2), "ignore"),
        (change(5, 6), "gap"),
        (change(4, 5, "e2"), "reset"),
        (change(0, 1, "e2"), "reset"),
        (SNAPSHOT, "apply"),
        (SNAPSHOT | {"seq": 9}, "apply"),
        (SNAPSHOT | {"seq": 3}, "ignore"),
        (SNAPSHOT | {"seq": 3, "epoch": "e2"}, "apply"),
    ],
)
def test_each_message_has_its_verdict(received, verdict):
    assert reducer.verdict(state(), received) == verdict


@pytest.mark.parametrize("received", [change(0, 1), change(4, 5)])
def test_an_empty_state_accepts_only_a_snapshot(received):
    assert reducer.verdict(reducer.empty(), received) == "reset"
    assert reducer.verdict(reducer.empty(), SNAPSHOT) == "apply"


def test_a_snapshot_replaces_the_whole_state():
    other = reducer.reduce(
        state(), SNAPSHOT | {"epoch": "e2", "seq": 1, "put": [{"number": 7}], "queue": [], "counts": {}, "settings": {}}
    )
    assert other == {
        "epoch": "e2",
        "seq": 1,
        "at": "t4",
        "questions": {7: {"number": 7}},
        "queue": [],
        "counts": {},
        "settings": {},
        "notes": [],
    }


def test_a_change_replaces_the_values_of_its_keys_and_keeps_all_others():
    after = reducer.reduce(
        state(), change(4, 5, put=[{"number": 3, "votes": 0}, {"number": 2, "votes": 8}], drop=[1, 99], queue=[2, 3])
    )
    assert after == {
        "epoch": "e1",
        "seq": 5,
        "at": "t5",
        "questions": {2: {"number": 2, "votes": 8}, 3: {"number": 3, "votes": 0}},
        "queue": [2, 3],
        "counts": {"group": {}},
        "settings": {"phase": "open"},
        "notes": [],
    }


def test_totals_change_only_questions_that_the_state_contains():
    after = reducer.reduce(state(), change(4, 5, votes={"2": 3, "44": 9}))
    assert after["questions"] == {1: {"number": 1, "votes": 0}, 2: {"number": 2, "votes": 3}}


def test_reduce_does_not_modify_the_earlier_state():
    before = state()
    reducer.reduce(before, change(4, 5, put=[{"number": 3}], drop=[1], votes={"2": 3}, queue=[2]))
    assert before == state()


def test_change_applied_twice_is_applied_once():
    received = change(4, 5, put=[{"number": 3}], drop=[1], queue=[2, 3])
    once = reducer.reduce(state(), received)
    assert reducer.reduce(once, received) == once
