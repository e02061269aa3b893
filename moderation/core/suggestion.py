"""The suggestion: a question of the queue that could come next so that more groups and people are heard. Only a hint.

The hints, their order and their sources are in docs/balance.md: a group not yet heard, a first question, the longest
wait. Votes and places in the queue are not an input of this rule.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .contracts import Suggestion, SuggestionReason

NO_GROUP = frozenset({"other", "undisclosed"})
"""Answers that name no group. They never count as a group not yet heard."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved question with its followers, as the rule sees it.

    `groups`: the groups of its askers. `first`: it is the first question of at least one asker. `asked_at`: the
    earliest time at which one of them asked, UTC, ISO 8601.
    """

    number: int
    groups: frozenset[str]
    first: bool
    asked_at: str


def suggest(queue: Iterable[Candidate], heard: Collection[str]) -> Suggestion | None:
    """Return the suggested question with the reasons that apply, or None for an empty queue.

    `heard`: the groups of all questions that are next, live or answered. The order of `queue` does not matter.
    In the result, `groups` are the groups not yet heard, sorted, and `since` is the candidate's `asked_at`.
    """
    settled = NO_GROUP | set(heard)
    best = min(
        queue, key=lambda item: (item.groups <= settled, not item.first, item.asked_at, item.number), default=None
    )
    if best is None:
        return None
    groups = sorted(best.groups - settled)
    reasons: list[SuggestionReason] = []
    if groups:
        reasons.append("group_not_heard")
    if best.first:
        reasons.append("first_question")
    reasons.append("waiting")
    return {"number": best.number, "reasons": reasons, "groups": groups, "since": best.asked_at}
