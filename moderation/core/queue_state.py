"""What an act looks at: who is live and next, the order of the queue, and the questions that it names."""

from __future__ import annotations

from dataclasses import dataclass

from . import queue
from .model import Question, Status


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """A question of the queue by its place alone: of most that wait an act needs no more."""

    number: int
    place: str


@dataclass(frozen=True)
class QueueState:
    """`questions` by number: the live and the next one, the first two of the queue, those that an act names, and whom these lead or follow.

    `placed`: the whole queue, in any order; a question that stands among `questions` counts as it stands there.
    """

    questions: dict[int, Question]
    placed: tuple[QueueEntry, ...] = ()

    @property
    def live(self) -> Question | None:
        return self._single(Status.LIVE)

    @property
    def next(self) -> Question | None:
        return self._single(Status.NEXT)

    @property
    def queue(self) -> list[Question | QueueEntry]:
        """Who waits, first to last."""
        return queue.in_order(
            [
                *queue.approved(self.questions.values()),
                *(one for one in self.placed if one.number not in self.questions),
            ]
        )

    def first(self, many: int) -> list[Question]:
        """The first of the queue, at most two."""
        return [self.questions[one.number] for one in self.queue[:many]]

    def _single(self, status: Status) -> Question | None:
        return next((q for q in self.questions.values() if q.status is status), None)

    def without(self, *numbers: int) -> QueueState:
        return QueueState(
            {n: q for n, q in self.questions.items() if n not in numbers},
            tuple(one for one in self.placed if one.number not in numbers),
        )
