"""Places in the queue: strings that sort, with room between any two, so that a move touches one question only.

A place is eight decimal digits (its head) and a fraction in base 62 that never ends in "0".
Ends of the queue use the head, so strings stay short; a place between two others lengthens the fraction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from .model import Question, Status

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
HEAD = 8
FIRST = "50000000"


class QueueItem(Protocol):
    """One of the queue."""

    number: int
    place: str | None


def between(low: str | None, high: str | None) -> str:
    """A place after `low` and before `high`; None stands for the end on that side. Needs low < high."""
    if low is None and high is None:
        return FIRST
    if high is None:
        return f"{int(low[:HEAD]) + 1:0{HEAD}}"
    if low is None:
        return f"{int(high[:HEAD]) - 1:0{HEAD}}"
    if low >= high:
        raise ValueError("no place between these two")
    upper = high[HEAD:] if low[:HEAD] == high[:HEAD] else None
    return low[:HEAD] + _fraction(low[HEAD:], upper)


def _fraction(low: str, high: str | None) -> str:
    """A fraction strictly between two; None is the end. Neither side, nor the result, ends in "0"."""
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
    """Those of a collection that stand in the queue."""
    return [question for question in questions if question.status is Status.APPROVED]


def in_order(queue: Iterable[QueueItem]) -> list[QueueItem]:
    """First to last."""
    return sorted(queue, key=lambda one: (one.place or "", one.number))


def place_at_end(queue: list[QueueItem]) -> str:
    return between(queue[-1].place if queue else None, None)


def place_at_top(queue: list[QueueItem]) -> str:
    return between(None, queue[0].place if queue else None)


def place_after(queue: list[QueueItem], number: int) -> str:
    """The place right after question `number` (0: the top). LookupError when it is not in the queue."""
    if number == 0:
        return place_at_top(queue)
    for index, one in enumerate(queue):
        if one.number == number:
            following = queue[index + 1].place if index + 1 < len(queue) else None
            return between(one.place, following)
    raise LookupError(number)


def place_again(queue: list[QueueItem], place: str) -> str:
    """The former `place`, or, where another question has it by now, the nearest free one after it."""
    taken = next((index for index, one in enumerate(queue) if one.place == place), None)
    if taken is None:
        return place
    following = queue[taken + 1].place if taken + 1 < len(queue) else None
    return between(place, following)
