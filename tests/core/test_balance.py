"""Tests of the balance: questions received, approved and heard, by group, language, region and topic.

Each question is counted once.
"""

from __future__ import annotations

from moderation.core.balance import BalanceRow, balance, balance_section
from moderation.core.model import Status
from moderation.core.suggestion import Candidate

EMPTY = {"group": {}, "language": {}, "region": {}, "topic": {}}


def test_the_balance_without_questions_has_every_table_empty():
    assert balance([]) == EMPTY


def test_each_status_counts_in_the_figures_that_wire_md_names():
    received = {status: [1, 0, 0] for status in Status}
    received |= {Status.APPROVED: [1, 1, 0], Status.NEXT: [1, 1, 0], Status.LIVE: [1, 1, 1], Status.ANSWERED: [1, 1, 1]}
    del received[Status.WITHDRAWN]
    for status in Status:
        figures = balance([("media", "es", "africa", "access", status, 1)])
        cell = received.get(status)
        keys = {"group": "media", "language": "es", "region": "africa", "topic": "access"}
        assert figures == ({dimension: {key: cell} for dimension, key in keys.items()} if cell else EMPTY)


def test_figures_add_up_over_dimensions():
    rows = [
        ("media", "es", None, "access", Status.PENDING, 3),
        ("media", "en", None, "access", Status.LIVE, 1),
        ("academia", "es", "africa", None, Status.APPROVED, 2),
        ("academia", "es", "africa", "rights", Status.WITHDRAWN, 9),
    ]
    assert balance(rows) == {
        "group": {"media": [4, 1, 1], "academia": [2, 2, 0]},
        "language": {"es": [5, 2, 0], "en": [1, 1, 1]},
        "region": {"africa": [2, 2, 0]},
        "topic": {"access": [4, 1, 1]},
    }


def test_the_section_of_counts_contains_balance_and_suggestion():
    assert balance_section([], []) == EMPTY | {"suggestion": None, "newcomers": None}


def test_only_next_live_and_answered_questions_make_a_group_heard():
    waiting = [Candidate(1, frozenset({"media"}), True, "1"), Candidate(2, frozenset({"academia"}), True, "2")]
    for status in Status:
        rows = [
            BalanceRow("media", "es", None, None, status, 1),
            BalanceRow("academia", "es", None, None, Status.APPROVED, 1),
        ]
        is_chosen = status in (Status.NEXT, Status.LIVE, Status.ANSWERED)
        assert balance_section(rows, waiting)["suggestion"]["number"] == (2 if is_chosen else 1), status
    assert (
        balance_section([BalanceRow("media", "es", None, None, Status.LIVE, 0)], waiting)["suggestion"]["number"] == 1
    )
