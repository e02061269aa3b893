"""The input of an act: the live and next questions, the order of the queue, and the questions that the act names."""

from __future__ import annotations

from dataclasses import dataclass

from . import queue
from .model import Question, Status


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """The number and place of a queued question. For most queued questions, an act needs no other values."""

    number: int
    place: str


@dataclass(frozen=True)
class QueueState:
    """The questions that an act may read or change, and the order of the queue.

    `questions`: {number: question} of the live question, the next question, the first two questions of the queue, the
    questions that the act names, and the leads and followers of the named questions.
    `placed`: the whole queue, in any order. The state in `questions` overrides an entry with the same number.
    """

    questions: dict[int, Question]
    placed: tuple[QueueEntry, ...] = ()

    @property
    def live(self) -> Question | None:
        """The live question."""
        return self._with_status(Status.LIVE)

    @property
    def next(self) -> Question | None:
        """The next question."""
        return self._with_status(Status.NEXT)

    @property
    def queue(self) -> list[Question | QueueEntry]:
        """The queue, first to last."""
        entries = (entry for entry in self.placed if entry.number not in self.questions)
        return queue.in_order([*queue.approved(self.questions.values()), *entries])

    def first(self, count: int) -> list[Question]:
        """Return the first `count` questions of the queue; `count` is at most two."""
        return [self.questions[item.number] for item in self.queue[:count]]

    def _with_status(self, status: Status) -> Question | None:
        return next((question for question in self.questions.values() if question.status is status), None)

    def without(self, *numbers: int) -> QueueState:
        """Return a copy without these questions."""
        return QueueState(
            {number: question for number, question in self.questions.items() if number not in numbers},
            tuple(entry for entry in self.placed if entry.number not in numbers),
        )
