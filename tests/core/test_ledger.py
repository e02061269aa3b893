"""Tests of the ledger: the outcomes of questions, calculated from log rows that the tests write."""

from __future__ import annotations

import json

import pytest

from moderation.core.ledger import Asked, Fate, Step, figures, fold
from moderation.core.model import Status

P, A, N, L = Status.PENDING, Status.APPROVED, Status.NEXT, Status.LIVE
ANSWERED, DECLINED, MERGED, WITHDRAWN = Status.ANSWERED, Status.DECLINED, Status.MERGED, Status.WITHDRAWN


def went(number: int, *way: Status, reason: str | None = None) -> list[Step]:
    """Return the log rows (steps) of question `number`, which gets the statuses of `way` one after another.

    Only the last row contains `reason`.
    """
    stood = [None, *way]
    return [
        Step(number, before, after, reason if index == len(way) - 1 else None)
        for index, (before, after) in enumerate(zip(stood, way))
    ]


def fate(*way: Status, **options) -> Fate:
    return fold(went(1, *way, **options), {1: Asked("media", "en")})[1]


@pytest.mark.parametrize(
    ("way", "reach", "outcome"),
    [
        ((P,), 0, ("not_approved", "waiting")),
        ((P, A), 1, ("approved", "waiting")),
        ((P, A, N), 1, ("approved", "waiting")),
        ((P, A, N, L), 2, ("approved", "waiting")),
        ((P, A, N, L, ANSWERED), 3, ("answered", "")),
        ((P, A, L, ANSWERED, L), 2, ("approved", "waiting")),
        ((P, A, L, A), 2, ("approved", "cut_short")),
        ((P, A, L, A, DECLINED), 2, ("approved", "cut_short")),
        ((P, DECLINED), 0, ("not_approved", "off_topic")),
        ((P, A, DECLINED), 1, ("approved", "off_topic")),
        ((P, DECLINED, P), 0, ("not_approved", "waiting")),
        ((P, WITHDRAWN), 0, ("not_approved", "withdrawn")),
        ((P, A, WITHDRAWN), 1, ("approved", "withdrawn")),
        ((A,), 1, ("approved", "waiting")),
        ((L, ANSWERED), 3, ("answered", "")),
    ],
)
def test_the_highest_stage_and_the_outcome_of_a_question(way, reach, outcome):
    got = fate(*way, reason="off_topic" if way[-1] is DECLINED else None)
    assert (got.reach, got.outcome) == (reach, outcome)


def test_undone_acts_and_their_undos_do_not_count():
    undone = Step(1, P, A, void=True)
    undoing = Step(1, A, P, void=True)
    assert fold([*went(1, P), undone, undoing], {1: Asked("media", "en")}) == {1: Fate(P)}
    assert fold([Step(1, None, A, void=True), Step(1, A, WITHDRAWN, void=True)], {1: Asked("media", "en")}) == {}


LEAD, FOLLOWER = 1, 2
JOINED = {LEAD: Asked("media", "en"), FOLLOWER: Asked("academia", "es", lead=LEAD)}


@pytest.mark.parametrize(
    ("lead", "reason", "becomes"),
    [
        ((P,), None, (0, ("not_approved", "waiting"))),
        ((P, A), None, (1, ("approved", "waiting"))),
        ((P, A, L), None, (2, ("approved", "waiting"))),
        ((P, A, L, ANSWERED), None, (3, ("answered", ""))),
        ((P, DECLINED), "too_long", (0, ("not_approved", "too_long"))),
    ],
)
def test_a_merged_question_has_the_outcome_of_its_lead(lead, reason, becomes):
    fates = fold([*went(LEAD, *lead, reason=reason), *went(FOLLOWER, P, MERGED)], JOINED)
    assert (fates[FOLLOWER].reach, fates[FOLLOWER].outcome) == becomes == (fates[LEAD].reach, fates[LEAD].outcome)


def test_a_merged_question_keeps_its_own_highest_stage():
    fates = fold([*went(LEAD, P), *went(FOLLOWER, P, A, MERGED)], JOINED)
    assert (fates[LEAD].reach, fates[FOLLOWER].reach) == (0, 1)


def test_a_question_that_was_split_from_its_lead_has_its_own_outcome():
    steps = [*went(LEAD, P, A, L, ANSWERED), *went(FOLLOWER, P, MERGED, P)]
    assert fold(steps, {LEAD: JOINED[LEAD], FOLLOWER: Asked("academia", "es")})[FOLLOWER] == Fate(P)


STEPS = [
    *went(1, P, A, L, ANSWERED),
    *went(2, P, MERGED),
    *went(3, P, A, DECLINED, reason="no_time_left"),
    *went(4, P, DECLINED, reason="off_topic"),
    *went(5, P, WITHDRAWN),
    *went(6, P),
    *went(7, P, A, L),
    *went(8, P, DECLINED, reason="off_topic"),
]
ASKED = {
    1: Asked("media", "en"),
    2: Asked("academia", "es", lead=1, topic="rights"),
    3: Asked("media", "fr", topic="access"),
    4: Asked("media", "en"),
    5: Asked("other", "en"),
    6: Asked("media", "und"),
    7: Asked("academia", "es"),
    8: Asked("academia", "es"),
}


def test_all_figures_of_a_ledger():
    assert figures(STEPS, ASKED) == {
        "received": 8,
        "approved": 4,
        "taken": 3,
        "answered": 2,
        "merged": 1,
        "withdrawn": 1,
        "waiting": 2,
        "declined": {"no_time_left": 1, "off_topic": 2},
        "outcomes": {
            "answered": 2,
            "approved": {"no_time_left": 1, "waiting": 1},
            "not_approved": {"off_topic": 2, "waiting": 1, "withdrawn": 1},
        },
        "by_group": {
            "academia": {"received": 3, "approved": 2, "taken": 2, "answered": 1},
            "media": {"received": 4, "approved": 2, "taken": 1, "answered": 1},
            "other": {"received": 1, "approved": 0, "taken": 0, "answered": 0},
        },
        "by_language": {
            "en": {"received": 3, "approved": 1, "taken": 1, "answered": 1},
            "es": {"received": 3, "approved": 2, "taken": 2, "answered": 1},
            "fr": {"received": 1, "approved": 1, "taken": 0, "answered": 0},
            "und": {"received": 1, "approved": 0, "taken": 0, "answered": 0},
        },
        "by_topic": {
            "access": {"received": 1, "approved": 1, "taken": 0, "answered": 0},
            "rights": {"received": 1, "approved": 1, "taken": 1, "answered": 1},
        },
    }


def test_outcomes_and_tables_add_up_to_the_totals():
    ledger = figures(STEPS, ASKED)
    parts = ledger["outcomes"]
    assert (
        parts["answered"] + sum(parts["approved"].values()) + sum(parts["not_approved"].values()) == ledger["received"]
    )
    assert parts["answered"] + sum(parts["approved"].values()) == ledger["approved"]
    for margin in ("by_group", "by_language"):
        for figure in ("received", "approved", "taken", "answered"):
            assert sum(row[figure] for row in ledger[margin].values()) == ledger[figure], (margin, figure)


def test_nothing_asked():
    ledger = figures([], {})
    assert (ledger["received"], ledger["declined"], ledger["by_group"]) == (0, {}, {})
    assert json.loads(json.dumps(ledger)) == ledger
