"""The input of an act: the live question, the next question, the queue, and the questions that the act names."""

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
    """The questions that an act can read or change, and the places of the queued questions.

    `questions`: {number: question}. This dictionary contains the live question, the next question, the first two
    questions of the queue, and the questions that the act names. It also contains all questions that are merged with a
    named question.

    `placed`: the entries of all queued questions, unsorted; each entry's `place` gives the order. The queue does not
    use the entry of a question that is also in `questions`, but the question itself.
    """

    questions: dict[int, Question]
    placed: tuple[QueueEntry, ...] = ()

    @property
    def live(self) -> Question | None:
        """The question with the status Live, or None."""
        return self._with_status(Status.LIVE)

    @property
    def next(self) -> Question | None:
        """The question with the status Next, or None."""
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
        """Return a copy of the queue state without the questions that have these numbers."""
        removed = set(numbers)
        return QueueState(
            {number: question for number, question in self.questions.items() if number not in removed},
            tuple(entry for entry in self.placed if entry.number not in removed),
        )
