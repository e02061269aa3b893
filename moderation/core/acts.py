"""The acts on questions as pure functions. Each function gets a queue state and returns the changed questions.

The acts `merge` and `split` are in `merging`. The acts do not set versions and times; `stamp` sets both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from . import merging, queue
from .before_image import BeforeImage
from .model import Question, Status
from .queue_state import QueueState
from .refusals import Refusal


def approve(queue_state: QueueState, question: Question, after: int | None = None) -> list[Question]:
    """Approve the question. Put it at the end of the queue, or after question number `after` (0: at the top).

    Refuses `move.left_queue` if `after` is not in the queue.
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
    """Withdraw the question. If the question is a lead, its lowest-numbered follower becomes the lead."""
    return merging.leave(queue_state, question, replace(question, status=Status.WITHDRAWN, place=None))


def move(queue_state: QueueState, question: Question, after: int) -> list[Question]:
    """Move the question after question number `after` (0: to the top). Return [] if its place does not change.

    Refuses `move.left_queue` if `after` is not in the queue.
    """
    numbers = [item.number for item in queue_state.queue]
    index = numbers.index(question.number)
    if after == (numbers[index - 1] if index else 0) or after == question.number:
        return []
    return [replace(question, place=_place(queue_state.without(question.number).queue, after))]


def set_next(queue_state: QueueState, question: Question) -> list[Question]:
    """Make the question next. The previous next question returns to the top of the queue."""
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
    """Put the question back at the top of the queue."""
    return [_to_top(queue_state, question)]


def answer(queue_state: QueueState, question: Question) -> list[Question]:
    """Make the live question answered."""
    return [replace(question, status=Status.ANSWERED)]


def bring_back(queue_state: QueueState, question: Question) -> list[Question]:
    """Make an answered question live again. Refuses `live.taken` while another question is live."""
    if queue_state.live:
        raise Refusal("live.taken", question=queue_state.live)
    return [_to_screen(question)]


def advance(queue_state: QueueState) -> list[Question]:
    """Make the live question answered, the next question live, and the first question of the queue next.

    If there is no next question, the first question of the queue becomes live and the second becomes next.
    Refuses `advance.nothing` if there is no live question, no next question, and no question in the queue.
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


def wording(queue_state: QueueState, question: Question, text: str | None, hide: bool) -> list[Question]:
    """Show the wording `text` in place of the asker's text. None removes the wording.

    `hide`: the wording hides the asker's text from all readers except the asker and the chairs.
    """
    return [replace(question, wording=text, hides=hide and text is not None)]


def mute(queue_state: QueueState, question: Question, reason: str) -> list[Question]:
    """Decline all pending questions of the asker. `queue_state` must contain these questions.

    The followers of a declined question get a new lead. The first item of the result is `question`.
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
    """Add a question that was asked in the room: with `live`, make the question live; otherwise approve it.

    Refuses `move.left_queue` if `after` is not in the queue.
    """
    if live:
        return take(queue_state, question)
    return approve(queue_state, question, after)


def close(questions: Iterable[Question]) -> list[Question]:
    """Answer the live question; decline the pending, approved and next questions as `no_time_left`."""
    changed = []
    for question in questions:
        if question.status is Status.LIVE:
            changed.append(replace(question, status=Status.ANSWERED))
        elif question.status in (Status.PENDING, Status.APPROVED, Status.NEXT):
            changed += decline(QueueState({}), question, "no_time_left")
    return changed


def restore(queue_state: QueueState, question: Question, before: BeforeImage) -> Question:
    """Return the question with the values of its before-image.

    If the former place in the queue is taken, use the nearest free place after that place.
    """
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
    )


def stamp(before: Question, after: Question, seat: str, at: str) -> Question:
    """Return `after` with its new version, the seat that acted, and the times. `at` is ISO 8601.

    The version increases by one, unless only the place changed. A question that becomes live gets `at` as `live_at`;
    a question that undo makes live again keeps its earlier `live_at`.
    """
    if replace(after, place=before.place) == before:
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
        wording,
        merging.merge,
        merging.split,
    )
}
"""{name: act} of the acts on a single question."""
