"""Which question of the queue could come next, so that more are heard: a hint with its reasons, never an order.

The hints and their order are those of docs/balance.md, which names where each is from: a group not yet heard, the first
question of this person, the longest wait. Votes and places in the queue are no part of what the rule is given.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

NO_GROUP = frozenset({"other", "undisclosed"})
"""Answers that name no group of people: nobody can be missing from them."""
NEW_GROUP, FIRST_QUESTION, WAITING = "group_not_heard", "first_question", "waiting"
"""The reasons, in the order in which they weigh."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved question as the rule sees it, with all whom it speaks for.

    `groups`: theirs; `first`: whether it is the first question of one of them; `asked_at`: when the first of them asked, UTC, ISO 8601.
    """

    number: int
    groups: frozenset[str]
    first: bool
    asked_at: str


def suggest(queue: Iterable[Candidate], heard: Collection[str]) -> dict | None:
    """{"number", "reasons": the codes that hold, "groups": those it would bring in, "since": when it was first asked}, or None where nobody waits.

    `heard`: the groups of every question next, live or answered. The order of `queue` does not matter.
    """
    settled = NO_GROUP | set(heard)
    best = min(queue, key=lambda one: (one.groups <= settled, not one.first, one.asked_at, one.number), default=None)
    if best is None:
        return None
    groups = sorted(best.groups - settled)
    holds = {NEW_GROUP: bool(groups), FIRST_QUESTION: best.first, WAITING: True}
    return {
        "number": best.number,
        "reasons": [reason for reason, held in holds.items() if held],
        "groups": groups,
        "since": best.asked_at,
    }
