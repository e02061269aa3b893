"""What each act of a chair or asker does to the questions: pure functions from a board to the questions that change.

A board is what is in play (every approved, next and live question) and the question that the act names.
No function here stamps versions or times: `stamp` does, once, for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from . import queue
from .model import Question, Status
from .refusals import Refusal

BEFORE_IMAGE = ("status", "place", "reason", "reason_number", "language", "language_source", "unsure", "looks_like", "live_at")
"""The fields of a question that an act may change, kept in the log for undo."""


@dataclass(frozen=True)
class Board:
    """Questions by number: all that are approved, next or live, and those that an act names."""

    questions: dict[int, Question]

    @property
    def live(self) -> Question | None:
        return self._single(Status.LIVE)

    @property
    def next(self) -> Question | None:
        return self._single(Status.NEXT)

    @property
    def queue(self) -> list[Question]:
        return queue.ordered(self.questions.values())

    def _single(self, status: Status) -> Question | None:
        return next((q for q in self.questions.values() if q.status is status), None)

    def without(self, *numbers: int) -> "Board":
        return Board({n: q for n, q in self.questions.items() if n not in numbers})


def approve(board: Board, question: Question, after: int | None = None) -> list[Question]:
    """Into the queue: at the end, or after a given number (0: the top). Refuses `move.left_queue`."""
    return [replace(question, status=Status.APPROVED, place=_place(board.queue, after), reason=None, reason_number=None)]


def decline(board: Board, question: Question, reason: str, reason_number: int | None = None) -> list[Question]:
    return [replace(question, status=Status.DECLINED, place=None, reason=reason, reason_number=reason_number)]


def reconsider(board: Board, question: Question) -> list[Question]:
    return [replace(question, status=Status.PENDING, reason=None, reason_number=None)]


def withdraw(board: Board, question: Question) -> list[Question]:
    return [replace(question, status=Status.WITHDRAWN, place=None)]


def move(board: Board, question: Question, after: int) -> list[Question]:
    """Elsewhere in the queue; nothing when it stands there already. Refuses `move.left_queue`."""
    numbers = [q.number for q in board.queue]
    index = numbers.index(question.number)
    if after == (numbers[index - 1] if index else 0) or after == question.number:
        return []
    return [replace(question, place=_place(board.without(question.number).queue, after))]


def set_next(board: Board, question: Question) -> list[Question]:
    """This one is next; the old next goes back to the top."""
    changed = [replace(question, status=Status.NEXT, place=None)]
    if board.next:
        changed.append(_to_top(board.without(question.number), board.next))
    return changed


def take(board: Board, question: Question) -> list[Question]:
    """On the screen now; the question that was live is answered."""
    changed = [_to_screen(question)]
    if board.live:
        changed.append(replace(board.live, status=Status.ANSWERED))
    return changed


def put_back(board: Board, question: Question) -> list[Question]:
    return [_to_top(board, question)]


def answer(board: Board, question: Question) -> list[Question]:
    return [replace(question, status=Status.ANSWERED)]


def bring_back(board: Board, question: Question) -> list[Question]:
    """On the screen again. Refuses `live.taken` while another question is live."""
    if board.live:
        raise Refusal("live.taken", question=board.live)
    return [_to_screen(question)]


def advance(board: Board) -> list[Question]:
    """Next (else the top of the queue) goes live, the top of what remains becomes next, the old live is answered.

    Refuses `advance.nothing` when nothing is live and nothing waits.
    """
    waiting = ([board.next] if board.next else []) + board.queue
    changed = [replace(board.live, status=Status.ANSWERED)] if board.live else []
    if waiting:
        changed.append(_to_screen(waiting[0]))
    if len(waiting) > 1:
        changed.append(replace(waiting[1], status=Status.NEXT, place=None))
    if not changed:
        raise Refusal("advance.nothing")
    return changed


def set_language(board: Board, question: Question, language: str) -> list[Question]:
    return [replace(question, language=language, language_source="corrected", unsure=False, looks_like=None)]


def close(questions: Iterable[Question]) -> list[Question]:
    """The end of a session: live is answered, whatever still waits is declined for want of time."""
    changed = []
    for question in questions:
        if question.status is Status.LIVE:
            changed.append(replace(question, status=Status.ANSWERED))
        elif question.status in (Status.PENDING, Status.APPROVED, Status.NEXT):
            changed += decline(Board({}), question, "no_time_left")
    return changed


def restore(board: Board, question: Question, before: dict) -> Question:
    """The question with its before-image; its former place, or the nearest free one."""
    image = {field: before[field] for field in BEFORE_IMAGE} | {"status": Status(before["status"])}
    if image["place"] is not None:
        image["place"] = queue.place_again(board.without(question.number).queue, image["place"])
    return replace(question, **image)


def before_image(question: Question) -> dict:
    """What `restore` needs, as JSON values."""
    return {field: getattr(question, field) for field in BEFORE_IMAGE}


def stamp(before: Question, after: Question, seat: str, at: str) -> Question:
    """The version rises by one, but not for a mere move; a question that came to the screen gets the time, one that undo brought back has its own."""
    live_at = at if after.status is Status.LIVE and after.live_at is None else after.live_at
    moved_only = replace(after, place=before.place) == before
    if moved_only:
        return replace(after, changed_at=before.changed_at)
    return replace(after, version=before.version + 1, by=seat, changed_at=at, live_at=live_at)


def _place(waiting: list[Question], after: int | None) -> str:
    try:
        return queue.place_at_end(waiting) if after is None else queue.place_after(waiting, after)
    except LookupError:
        raise Refusal("move.left_queue", number=after) from None


def _to_screen(question: Question) -> Question:
    return replace(question, status=Status.LIVE, place=None, live_at=None)


def _to_top(board: Board, question: Question) -> Question:
    return replace(question, status=Status.APPROVED, place=queue.place_at_top(board.queue))


ON_ONE: dict[str, Callable[..., list[Question]]] = {
    act.__name__: act
    for act in (approve, decline, reconsider, withdraw, move, set_next, take, put_back, answer, bring_back, set_language)
}
"""The acts on one question, by name."""
