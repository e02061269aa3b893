"""Questions asked together: one leads and speaks for the others, which keep their numbers, their votes and their askers.

A merged question has no fate of its own: whatever its lead becomes, it has become (`Question.fate`).
"""

from __future__ import annotations

from dataclasses import replace

from . import queue
from .model import Follower, Question, Status
from .queue_state import QueueState
from .refusals import Refusal
from .workflow import LEADS


def merge(queue_state: QueueState, question: Question, into: int) -> list[Question]:
    """Asked together with `into`, and so are those whom it led. Refuses `merge.not_a_lead`."""
    lead = queue_state.questions[into]
    if into == question.number or lead.status not in LEADS:
        raise Refusal("merge.not_a_lead", number=into, question=lead)
    joining = replace(
        question,
        status=Status.MERGED,
        place=None,
        lead=into,
        lead_status=lead.status,
        former_status=question.status,
        former_place=question.place,
        followers=(),
    )
    led = [replace(queue_state.questions[one.number], lead=into, lead_status=lead.status) for one in question.followers]
    return [joining, *led, replace(lead, followers=_joined(lead.followers, (_follower(question), *question.followers)))]


def split(queue_state: QueueState, question: Question) -> list[Question]:
    """By itself again: in its former status and the nearest former place; pending if its lead has been answered meanwhile."""
    lead = queue_state.questions[question.lead]
    status = Status.PENDING if lead.status is Status.ANSWERED else question.former_status
    place = queue.place_again(queue_state.queue, question.former_place) if status is Status.APPROVED else None
    return [replace(_alone(question), status=status, place=place), _without(lead, question)]


def leave(queue_state: QueueState, question: Question, gone: Question) -> list[Question]:
    """`gone` is the question as it leaves; the lowest-numbered of its followers leads in its former status and place.

    A follower that leaves is taken out of its lead.
    """
    if question.status is Status.MERGED:
        return [_alone(gone), _without(queue_state.questions[question.lead], question)]
    if not question.followers:
        return [gone]
    first, *others = question.followers
    heir = replace(
        _alone(queue_state.questions[first.number]),
        status=question.status,
        place=question.place,
        reason=question.reason,
        reason_number=question.reason_number,
        live_at=question.live_at,
        followers=tuple(others),
    )
    led = [replace(queue_state.questions[one.number], lead=first.number) for one in others]
    return [replace(gone, followers=()), heir, *led]


def _alone(question: Question) -> Question:
    return replace(question, lead=None, lead_status=None, former_status=None, former_place=None)


def _without(lead: Question, question: Question) -> Question:
    return replace(lead, followers=tuple(one for one in lead.followers if one.number != question.number))


def _follower(question: Question) -> Follower:
    return Follower(question.number, question.group)


def _joined(some: tuple[Follower, ...], more: tuple[Follower, ...]) -> tuple[Follower, ...]:
    return tuple(sorted((*some, *more), key=lambda one: one.number))
