"""The balance: how many questions were received, approved and heard, by group, language and region.

Each question counts once, regardless of its votes. A merged question counts with the status of its lead; the store
supplies that status.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from .contracts import Counts, Shares
from .model import Status
from .suggestion import Candidate, suggest

HEARD = frozenset({Status.LIVE, Status.ANSWERED})
CHOSEN = HEARD | {Status.NEXT}
"""The statuses of questions that the chairs have taken or are about to take."""
APPROVED = CHOSEN | {Status.APPROVED}


class BalanceRow(NamedTuple):
    """The number of questions with the same group, language, region and status."""

    group: str
    language: str
    region: str | None
    status: Status
    questions: int


def balance_section(rows: Collection[BalanceRow], queue: Iterable[Candidate]) -> Counts:
    """Return the `counts` section of the chairs' stream: the balance of all questions, and the suggestion."""
    chosen = {group for group, _, _, status, count in rows if status in CHOSEN and count}
    shares = balance(rows)
    return {
        "group": shares["group"],
        "language": shares["language"],
        "region": shares["region"],
        "suggestion": suggest(queue, chosen),
    }


def balance(rows: Iterable[BalanceRow]) -> Shares:
    """Return {key: [received, approved, heard]} for groups, languages and regions.

    Withdrawn questions do not count. `received` includes `approved`, and `approved` includes `heard`. Rows with the
    same key are added.
    """
    shares: Shares = {"group": {}, "language": {}, "region": {}}
    for group, language, region, status, count in rows:
        if status is Status.WITHDRAWN:
            continue
        for cells, key in ((shares["group"], group), (shares["language"], language), (shares["region"], region)):
            if key is None:
                continue
            cell = cells.setdefault(key, [0, 0, 0])
            cell[0] += count
            cell[1] += count if status in APPROVED else 0
            cell[2] += count if status in HEARD else 0
    return shares
