"""The suggestion: a question in the queue that the chairs could set as Next to hear more groups and people.

The criteria are, in this order: a group not yet heard, an asker's first question, the longest wait. docs/balance.md
gives their sources. Votes and places in the queue do not influence the suggestion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .contracts import Suggestion, SuggestionReason

NO_GROUP = frozenset({"other", "undisclosed"})
"""The answers "other group" and "no answer" to the question about the asker's group.

The suggestion never counts these answers as groups that are not yet heard.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An approved question together with its followers, reduced to the input of `suggest`.

    `groups`: the groups of all askers. `first`: at least one of the questions is its asker's first question.
    `asked_at`: the time of the earliest question among them (UTC, ISO 8601).
    """

    number: int
    groups: frozenset[str]
    first: bool
    asked_at: str


def suggest(queue: Iterable[Candidate], heard: Collection[str]) -> Suggestion | None:
    """Return the suggested question with the reasons for it, or None for an empty queue.

    `queue`: the candidates in any order. `heard`: the groups of all questions that are next, live or answered. In the
    result, `groups` contains those groups of the suggested question that are not yet heard, sorted. `since` is its
    `asked_at`.
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
