"""What an act looks at: everything in play, and the questions that it names."""

from __future__ import annotations

from dataclasses import dataclass

from . import queue
from .model import Question, Status


@dataclass(frozen=True)
class Board:
    """Questions by number: all that are approved, next or live, those that an act names, and whom these lead or follow."""

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
