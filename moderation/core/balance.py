"""The balance: how many questions were received, approved and heard, by group, language, region and topic.

Each question that is not withdrawn counts once, regardless of its votes. A merged question counts with the status of
its lead, the question into which it is merged. The store supplies that status.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from .contracts import Counts, Shares
from .model import Status
from .suggestion import Candidate, suggest

HEARD = frozenset({Status.LIVE, Status.ANSWERED})
CHOSEN = HEARD | {Status.NEXT}
"""For the choice of the suggested next question, a stakeholder group counts as heard if it has a question in one of
these statuses.
"""
APPROVED = CHOSEN | {Status.APPROVED}


class BalanceRow(NamedTuple):
    """A row of counts: `questions` is the number of questions with this group, language, region, topic and status."""

    group: str
    language: str
    region: str | None
    topic: str | None
    status: Status
    questions: int


def balance_section(rows: Collection[BalanceRow], queue: Iterable[Candidate]) -> Counts:
    """Return the `counts` section of the chairs' stream: the balance of all questions, and the suggested next question.

    The caller sets `newcomers`, the figures about new phones.
    """
    chosen = {row.group for row in rows if row.status in CHOSEN and row.questions}
    shares = balance(rows)
    return {
        "group": shares["group"],
        "language": shares["language"],
        "region": shares["region"],
        "topic": shares["topic"],
        "suggestion": suggest(queue, chosen),
        "newcomers": None,
    }


def balance(rows: Iterable[BalanceRow]) -> Shares:
    """Return three counts of questions for each group, language, region and topic: [received, approved, heard].

    Withdrawn questions do not count. `received` includes `approved`, and `approved` includes `heard`.
    """
    shares: Shares = {"group": {}, "language": {}, "region": {}, "topic": {}}
    for group, language, region, topic, status, count in rows:
        if status is Status.WITHDRAWN:
            continue
        for cells, key in (
            (shares["group"], group),
            (shares["language"], language),
            (shares["region"], region),
            (shares["topic"], topic),
        ):
            if key is None:
                continue
            cell = cells.setdefault(key, [0, 0, 0])
            cell[0] += count
            cell[1] += count if status in APPROVED else 0
            cell[2] += count if status in HEARD else 0
    return shares
