"""Who was heard: counts of questions received, approved and heard, by group, language and region.

Always computed from the questions, never kept by hand; questions count once each, whatever their votes.
A merged question counts as its lead does: the store gives it the lead's status.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from .model import Status
from .suggestion import Candidate, suggest

HEARD = frozenset({Status.LIVE, Status.ANSWERED})
CHOSEN = HEARD | {Status.NEXT}
"""What the chairs have taken, or are about to take."""
APPROVED = CHOSEN | {Status.APPROVED}

BalanceRow = tuple[str, str, str | None, Status, int]
"""Group, language, region, status, how many questions."""


def counts(rows: Collection[BalanceRow], queue: Iterable[Candidate]) -> dict:
    """What the chairs see while choosing (docs/wire.md, `counts`): the balance of all questions, and the suggestion out of the queue."""
    chosen = {group for group, _, _, status, many in rows if status in CHOSEN and many}
    return balance(rows) | {"suggestion": suggest(queue, chosen)}


def balance(rows: Iterable[BalanceRow]) -> dict:
    """From (group, language, region, status, how many) to {"group": {key: [received, approved, heard]}, "language": …, "region": …}.

    Received counts every question but the withdrawn ones; approved holds heard, received holds approved.
    """
    shares: dict[str, dict[str, list[int]]] = {"group": {}, "language": {}, "region": {}}
    for group, language, region, status, many in rows:
        if status is Status.WITHDRAWN:
            continue
        for dimension, key in (("group", group), ("language", language), ("region", region)):
            if key is None:
                continue
            cell = shares[dimension].setdefault(key, [0, 0, 0])
            cell[0] += many
            cell[1] += many if status in APPROVED else 0
            cell[2] += many if status in HEARD else 0
    return shares
