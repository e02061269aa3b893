"""Places in the queue: strings whose alphabetical order is the order of the queue.

Between any two places, a new place can be made, so a move changes only one question. A place consists of eight decimal
digits (the head) and a base-62 fraction that never ends in "0". At the start and the end of the queue, a new place gets
a new head and no fraction. Between two places, a new place can need a longer fraction.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from .model import Question, Status

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HEAD = 8
FIRST = "50000000"


class QueueItem(Protocol):
    """A question in the queue."""

    @property
    def number(self) -> int: ...

    @property
    def place(self) -> str | None: ...


Item = TypeVar("Item", bound=QueueItem)


def between(low: str | None, high: str | None) -> str:
    """Return a place between the places `low` and `high` (None: the start and the end of the queue).

    Raises ValueError if `low` is not less than `high`.
    """
    if low is None:
        return FIRST if high is None else f"{int(high[:HEAD]) - 1:0{HEAD}}"
    if high is None:
        return f"{int(low[:HEAD]) + 1:0{HEAD}}"
    if low >= high:
        raise ValueError("no place between these two")
    upper = high[HEAD:] if low[:HEAD] == high[:HEAD] else None
    return low[:HEAD] + _fraction(low[HEAD:], upper)


def _fraction(low: str, high: str | None) -> str:
    """Return the fraction of a place (see the module docstring) that sorts between the fractions `low` and `high`.

    `high`: None for no upper bound. The result does not end in "0", because no fraction sorts between "5" and "50".
    """
    if high is not None:
        shared = 0
        while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _fraction(low[shared:], high[shared:])
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0]) if high else len(DIGITS)
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if high and len(high) > 1:
        return high[0]
    return DIGITS[first] + _fraction(low[1:], None)


def approved(questions: Iterable[Question]) -> list[Question]:
    """Return the questions that are in the queue, in the given order."""
    return [question for question in questions if question.status is Status.APPROVED]


def in_order(queue: Iterable[Item]) -> list[Item]:
    """Return the items sorted by place, then by number."""
    return sorted(queue, key=lambda item: (item.place or "", item.number))


def place_at_end(queue: Sequence[QueueItem]) -> str:
    """Return a place after the last item of an ordered queue."""
    return between(queue[-1].place if queue else None, None)


def place_at_top(queue: Sequence[QueueItem]) -> str:
    """Return a place before the first item of an ordered queue."""
    return between(None, queue[0].place if queue else None)


def place_after(queue: Sequence[QueueItem], number: int) -> str:
    """Return a place directly after question `number`, or at the top for number 0.

    Raises LookupError if the queue does not contain the question.
    """
    if number == 0:
        return place_at_top(queue)
    for index, item in enumerate(queue):
        if item.number == number:
            following = queue[index + 1].place if index + 1 < len(queue) else None
            return between(item.place, following)
    raise LookupError(number)


def place_again(queue: Sequence[QueueItem], place: str) -> str:
    """Return the former `place` if it is free, otherwise the nearest free place after `place`."""
    taken = next((index for index, item in enumerate(queue) if item.place == place), None)
    if taken is None:
        return place
    following = queue[taken + 1].place if taken + 1 < len(queue) else None
    return between(place, following)
