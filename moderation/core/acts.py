"""The acts on questions as pure functions. Each act returns the changed questions.

The acts `merge` and `split` are in `merging`. The acts do not set versions and times; `stamp` sets both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace

from . import erasure, merging, queue
from .before_image import BeforeImage
from .model import Question, Status
from .queue_state import QueueState
from .refusals import Refusal


def approve(queue_state: QueueState, question: Question, after: int | None = None) -> list[Question]:
    """Approve the question. Put it at the end of the queue, or after question number `after` (0: at the top).

    Refuses with `move.left_queue` if `after` is not in the queue.
    """
    place = _place(queue_state.queue, after)
    return [replace(question, status=Status.APPROVED, place=place, reason=None, reason_number=None)]


def decline(
    queue_state: QueueState, question: Question, reason: str, reason_number: int | None = None
) -> list[Question]:
    """Decline the question. `reason_number`: the number of the question that the declined question duplicates."""
    return [replace(question, status=Status.DECLINED, place=None, reason=reason, reason_number=reason_number)]


def reconsider(queue_state: QueueState, question: Question) -> list[Question]:
    """Make a declined question pending again."""
    return [replace(question, status=Status.PENDING, reason=None, reason_number=None)]


def withdraw(queue_state: QueueState, question: Question) -> list[Question]:
    """Withdraw the question and erase its words.

    If other questions are merged into it, the one with the lowest number becomes their lead.
    """
    return merging.leave(queue_state, question, erasure.withdrawn(question))


def move(queue_state: QueueState, question: Question, after: int) -> list[Question]:
    """Move the question to the place after question number `after` (0: to the top). Return [] if the question is
    already there.

    Refuses with `move.left_queue` if `after` is not in the queue.
    """
    numbers = [item.number for item in queue_state.queue]
    index = numbers.index(question.number)
    if after == (numbers[index - 1] if index else 0) or after == question.number:
        return []
    return [replace(question, place=_place(queue_state.without(question.number).queue, after))]


def set_next(queue_state: QueueState, question: Question) -> list[Question]:
    """Give the question the status Next. The previous Next question returns to the top of the queue."""
    changed = [replace(question, status=Status.NEXT, place=None)]
    if queue_state.next:
        changed.append(_to_top(queue_state.without(question.number), queue_state.next))
    return changed


def take(queue_state: QueueState, question: Question) -> list[Question]:
    """Make the question live. The previous live question becomes answered."""
    changed = [_to_screen(question)]
    if queue_state.live:
        changed.append(replace(queue_state.live, status=Status.ANSWERED))
    return changed


def put_back(queue_state: QueueState, question: Question) -> list[Question]:
    """Put the question (Live or Next) back at the top of the queue."""
    return [_to_top(queue_state, question)]


def answer(queue_state: QueueState, question: Question) -> list[Question]:
    """Give the live question the status Answered."""
    return [replace(question, status=Status.ANSWERED)]


def bring_back(queue_state: QueueState, question: Question) -> list[Question]:
    """Make an answered question live again. Refuses with `live.taken` while another question is live."""
    if queue_state.live:
        raise Refusal("live.taken", question=queue_state.live)
    return [_to_screen(question)]


def advance(queue_state: QueueState) -> list[Question]:
    """Move three questions on: the live question becomes answered, the next question becomes live, and the first
    question of the queue becomes next.

    If there is no next question, the first question of the queue becomes live and the second becomes next.
    Refuses with `advance.nothing` if there is no live question, no next question, and no question in the queue.
    """
    upcoming = ([queue_state.next] if queue_state.next else []) + queue_state.first(2)
    changed = [replace(queue_state.live, status=Status.ANSWERED)] if queue_state.live else []
    if upcoming:
        changed.append(_to_screen(upcoming[0]))
    if len(upcoming) > 1:
        changed.append(replace(upcoming[1], status=Status.NEXT, place=None))
    if not changed:
        raise Refusal("advance.nothing")
    return changed


def set_language(queue_state: QueueState, question: Question, language: str) -> list[Question]:
    """Correct the language of the question."""
    return [replace(question, language=language, language_source="corrected", unsure=False, looks_like=None)]


def set_topic(queue_state: QueueState, question: Question, topic: str | None) -> list[Question]:
    """Set the topic of the question. If `topic` is None, the question gets no topic."""
    return [replace(question, topic=topic)]


def wording(queue_state: QueueState, question: Question, text: str | None, hide: bool) -> list[Question]:
    """Show the wording `text` in place of the asker's text. If `text` is None, remove the wording.

    If `hide` is True, only the asker and the chairs can still read the asker's text.
    """
    return [replace(question, wording=text, hides=hide and text is not None)]


def release(queue_state: QueueState, question: Question) -> list[Question]:
    """Move a question that waits for release into Incoming, the chairs' list of pending questions."""
    return [replace(question, held=False)]


def mute(queue_state: QueueState, question: Question, reason: str) -> list[Question]:
    """Decline all pending questions by the asker of `question`.

    `queue_state` must contain these questions and their followers. Followers by other askers are not declined: the
    follower with the lowest number becomes their lead. The first item of the result is `question` in its new state.
    """
    changed = {question.number: question}
    questions = dict(queue_state.questions)
    while pending := [q for q in questions.values() if q.status is Status.PENDING and q.attendee == question.attendee]:
        declined = replace(pending[0], status=Status.DECLINED, reason=reason, reason_number=None)
        step = {q.number: q for q in merging.leave(QueueState(questions), pending[0], declined)}
        changed |= step
        questions |= step
    return list(changed.values())


def add(queue_state: QueueState, question: Question, live: bool, after: int | None = None) -> list[Question]:
    """Add a question that was asked in the room. If `live` is True, make the question live; otherwise approve it.

    Refuses with `move.left_queue` if `after` is not in the queue.
    """
    if live:
        return take(queue_state, question)
    return approve(queue_state, question, after)


def close(questions: Iterable[Question]) -> list[Question]:
    """Give the live question the status Answered.

    Decline the pending, approved and next questions with the reason `no_time_left`.
    """
    changed = []
    for question in questions:
        if question.status is Status.LIVE:
            changed.append(replace(question, status=Status.ANSWERED))
        elif question.status in (Status.PENDING, Status.APPROVED, Status.NEXT):
            changed += decline(QueueState({}), question, "no_time_left")
    return changed


def restore(queue_state: QueueState, question: Question, before: BeforeImage, topics: Collection[str]) -> Question:
    """Return the question with the values that it had before an act (`before`).

    If the former place in the queue is taken, use the nearest free place after it. If the session's `topics` no longer
    contain the former topic, the question gets no topic.
    """
    # Accept a `before` without the keys `held` and `topic`: older versions of the server stored it in this form.
    topic = before.get("topic", question.topic)
    place, former_status = before["place"], before["former_status"]
    if place is not None:
        place = queue.place_again(queue_state.without(question.number).queue, place)
    return replace(
        question,
        status=Status(before["status"]),
        place=place,
        reason=before["reason"],
        reason_number=before["reason_number"],
        language=before["language"],
        language_source=before["language_source"],
        unsure=before["unsure"],
        looks_like=before["looks_like"],
        live_at=before["live_at"],
        wording=before["wording"],
        hides=before["hides"],
        lead=before["lead"],
        former_status=Status(former_status) if former_status else None,
        former_place=before["former_place"],
        held=before.get("held", False),
        topic=topic if topic in topics else None,
    )


def stamp(before: Question, after: Question, seat: str, at: str) -> Question:
    """Record in a changed question that the seat `seat` changed it at the time `at` (ISO 8601). Return the result.

    `before`, `after`: the question before and after the act. In the result, `version` is increased by one, and `by` and
    `changed_at` are the seat and the time. If only the place changed, these three values stay the same.

    If the question is not pending, `held` becomes False. A question that becomes live gets `at` as `live_at`. If the
    act `undo` makes a question live again, the question keeps its earlier `live_at`.
    """
    if after.held and after.status is not Status.PENDING:
        after = replace(after, held=False)
    # Compare the status first. If the status has changed, this avoids the call of `replace`, which is slow: an act such
    # as `decline_kind` changes the status of thousands of questions.
    if after.status is before.status and replace(after, place=before.place) == before:
        return replace(after, changed_at=before.changed_at)
    live_at = at if after.status is Status.LIVE and after.live_at is None else after.live_at
    return replace(after, version=before.version + 1, by=seat, changed_at=at, live_at=live_at)


def _place(waiting: Sequence[queue.QueueItem], after: int | None) -> str:
    try:
        return queue.place_at_end(waiting) if after is None else queue.place_after(waiting, after)
    except LookupError:
        raise Refusal("move.left_queue", number=after) from None


def _to_screen(question: Question) -> Question:
    return replace(question, status=Status.LIVE, place=None, live_at=None)


def _to_top(queue_state: QueueState, question: Question) -> Question:
    return replace(question, status=Status.APPROVED, place=queue.place_at_top(queue_state.queue))


ACTS_ON_ONE_QUESTION: dict[str, Callable[..., list[Question]]] = {
    act.__name__: act
    for act in (
        approve,
        decline,
        reconsider,
        withdraw,
        move,
        set_next,
        take,
        put_back,
        answer,
        bring_back,
        set_language,
        set_topic,
        wording,
        merging.merge,
        merging.split,
    )
}
"""{name of an act on a single question: its function}."""
