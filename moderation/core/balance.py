"""Who was heard: counts of questions received, approved and heard, by group, language and region.

Always computed from the questions, never kept by hand; questions count once each, whatever their votes.
"""

from __future__ import annotations

from collections.abc import Iterable

from .model import Status

HEARD = frozenset({Status.LIVE, Status.ANSWERED})
APPROVED = HEARD | {Status.APPROVED, Status.NEXT}


def balance(rows: Iterable[tuple[str, str, str | None, Status, int]]) -> dict:
    """From (group, language, region, status, how many) to {"group": {key: [received, approved, heard]}, "language": …, "region": …}.

    Received counts every question but the withdrawn ones; approved holds heard, received holds approved.
    """
    counts: dict[str, dict[str, list[int]]] = {"group": {}, "language": {}, "region": {}}
    for group, language, region, status, many in rows:
        if status is Status.WITHDRAWN:
            continue
        for dimension, key in (("group", group), ("language", language), ("region", region)):
            if key is None:
                continue
            cell = counts[dimension].setdefault(key, [0, 0, 0])
            cell[0] += many
            cell[1] += many if status in APPROVED else 0
            cell[2] += many if status in HEARD else 0
    return counts
