"""What each act of a chair or asker does to the questions: pure functions from a board to the questions that change.

What merging adds stands in `merging`. No function here stamps versions or times: `stamp` does, once, for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from . import merging, queue
from .model import Question, Status
from .queue_state import QueueState
from .refusals import Refusal

BEFORE_IMAGE = (
    "status",
    "place",
    "reason",
    "reason_number",
    "language",
    "language_source",
    "unsure",
    "looks_like",
    "live_at",
    "wording",
    "hides",
    "lead",
    "former_status",
    "former_place",
)
"""The fields of a question that an act may change, kept in the log for undo."""


def approve(queue_state: QueueState, question: Question, after: int | None = None) -> list[Question]:
    """Into the queue: at the end, or after a given number (0: the top). Refuses `move.left_queue`."""
    return [
        replace(
            question, status=Status.APPROVED, place=_place(queue_state.queue, after), reason=None, reason_number=None
        )
    ]


def decline(
    queue_state: QueueState, question: Question, reason: str, reason_number: int | None = None
) -> list[Question]:
    return [replace(question, status=Status.DECLINED, place=None, reason=reason, reason_number=reason_number)]


def reconsider(queue_state: QueueState, question: Question) -> list[Question]:
    return [replace(question, status=Status.PENDING, reason=None, reason_number=None)]


def withdraw(queue_state: QueueState, question: Question) -> list[Question]:
    """Gone; whom it spoke for is spoken for by the first of them, in its place."""
    return merging.leave(queue_state, question, replace(question, status=Status.WITHDRAWN, place=None))


def move(queue_state: QueueState, question: Question, after: int) -> list[Question]:
    """Elsewhere in the queue; nothing when it stands there already. Refuses `move.left_queue`."""
    numbers = [one.number for one in queue_state.queue]
    index = numbers.index(question.number)
    if after == (numbers[index - 1] if index else 0) or after == question.number:
        return []
    return [replace(question, place=_place(queue_state.without(question.number).queue, after))]


def set_next(queue_state: QueueState, question: Question) -> list[Question]:
    """This one is next; the old next goes back to the top."""
    changed = [replace(question, status=Status.NEXT, place=None)]
    if queue_state.next:
        changed.append(_to_top(queue_state.without(question.number), queue_state.next))
    return changed


def take(queue_state: QueueState, question: Question) -> list[Question]:
    """On the screen now; the question that was live is answered."""
    changed = [_to_screen(question)]
    if queue_state.live:
        changed.append(replace(queue_state.live, status=Status.ANSWERED))
    return changed


def put_back(queue_state: QueueState, question: Question) -> list[Question]:
    return [_to_top(queue_state, question)]


def answer(queue_state: QueueState, question: Question) -> list[Question]:
    return [replace(question, status=Status.ANSWERED)]


def bring_back(queue_state: QueueState, question: Question) -> list[Question]:
    """On the screen again. Refuses `live.taken` while another question is live."""
    if queue_state.live:
        raise Refusal("live.taken", question=queue_state.live)
    return [_to_screen(question)]


def advance(queue_state: QueueState) -> list[Question]:
    """Next (else the top of the queue) goes live, the top of what remains becomes next, the old live is answered.

    Refuses `advance.nothing` when nothing is live and nothing waits.
    """
    waiting = ([queue_state.next] if queue_state.next else []) + queue_state.first(2)
    changed = [replace(queue_state.live, status=Status.ANSWERED)] if queue_state.live else []
    if waiting:
        changed.append(_to_screen(waiting[0]))
    if len(waiting) > 1:
        changed.append(replace(waiting[1], status=Status.NEXT, place=None))
    if not changed:
        raise Refusal("advance.nothing")
    return changed


def set_language(queue_state: QueueState, question: Question, language: str) -> list[Question]:
    return [replace(question, language=language, language_source="corrected", unsure=False, looks_like=None)]


def wording(queue_state: QueueState, question: Question, text: str | None, hide: bool) -> list[Question]:
    """Clearer words in place of the asker's, which `hide` keeps from everybody else; None: the asker's own again."""
    return [replace(question, wording=text, hides=hide and text is not None)]


def mute(queue_state: QueueState, question: Question, reason: str) -> list[Question]:
    """Decline what the asker has pending (the board holds it), handing over whom it spoke for; the question itself comes first."""
    changed = {question.number: question}
    standing = dict(queue_state.questions)
    while pending := [q for q in standing.values() if q.status is Status.PENDING and q.attendee == question.attendee]:
        declined = replace(pending[0], status=Status.DECLINED, reason=reason, reason_number=None)
        step = {one.number: one for one in merging.leave(QueueState(standing), pending[0], declined)}
        changed |= step
        standing |= step
    return list(changed.values())


def add(queue_state: QueueState, question: Question, live: bool, after: int | None = None) -> list[Question]:
    """A question asked in the room goes into the queue, or to the screen at once, where the old live one is answered."""
    if live:
        return take(queue_state, question)
    return approve(queue_state, question, after)


def close(questions: Iterable[Question]) -> list[Question]:
    """The end of a session: live is answered, whatever still waits is declined for want of time."""
    changed = []
    for question in questions:
        if question.status is Status.LIVE:
            changed.append(replace(question, status=Status.ANSWERED))
        elif question.status in (Status.PENDING, Status.APPROVED, Status.NEXT):
            changed += decline(QueueState({}), question, "no_time_left")
    return changed


def restore(queue_state: QueueState, question: Question, before: dict) -> Question:
    """The question with its before-image; its former place, or the nearest free one."""
    former = before["former_status"]
    image = {field: before[field] for field in BEFORE_IMAGE}
    image |= {"status": Status(before["status"]), "former_status": Status(former) if former else None}
    if image["place"] is not None:
        image["place"] = queue.place_again(queue_state.without(question.number).queue, image["place"])
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


def _place(waiting: list[queue.QueueItem], after: int | None) -> str:
    try:
        return queue.place_at_end(waiting) if after is None else queue.place_after(waiting, after)
    except LookupError:
        raise Refusal("move.left_queue", number=after) from None


def _to_screen(question: Question) -> Question:
    return replace(question, status=Status.LIVE, place=None, live_at=None)


def _to_top(queue_state: QueueState, question: Question) -> Question:
    return replace(question, status=Status.APPROVED, place=queue.place_at_top(queue_state.queue))


ON_ONE: dict[str, Callable[..., list[Question]]] = {
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
"""The acts on one question, by name."""
