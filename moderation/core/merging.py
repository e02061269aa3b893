"""Merging: the panel gets a question (the lead) and all questions that are merged into it (its followers) as one
question.

Followers keep their numbers, votes and askers. The `fate` of a follower is the status of its lead.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from . import queue
from .model import Follower, Question, Status
from .queue_state import QueueState
from .refusals import Refusal
from .workflow import LEADS


def merge(queue_state: QueueState, question: Question, into: int) -> list[Question]:
    """Merge the question and its followers into question number `into`.

    Refuses with `merge.not_a_lead` if `into` is the question itself, or if the status of `into` is not in LEADS.
    """
    lead = queue_state.questions[into]
    if into == question.number or lead.status not in LEADS:
        raise Refusal("merge.not_a_lead", number=into, question=lead)
    merged = replace(
        question,
        status=Status.MERGED,
        place=None,
        lead=into,
        lead_status=lead.status,
        former_status=question.status,
        former_place=question.place,
        followers=(),
    )
    moved = [
        replace(queue_state.questions[follower.number], lead=into, lead_status=lead.status)
        for follower in question.followers
    ]
    new_followers = (Follower(question.number, question.group), *question.followers)
    return [merged, *moved, replace(lead, followers=_by_number((*lead.followers, *new_followers)))]


def split(queue_state: QueueState, question: Question) -> list[Question]:
    """Separate a merged question from its lead.

    Restore the question's former status and its former place. If the place is taken, use the nearest free place after
    it. If the lead is answered, or no former status is stored, the question becomes pending.
    """
    lead = _lead_of(queue_state, question)
    status = question.former_status
    if lead.status is Status.ANSWERED or status is None:
        status = Status.PENDING
    place = None
    if status is Status.APPROVED and question.former_place is not None:
        place = queue.place_again(queue_state.queue, question.former_place)
    return [replace(_unmerged(question), status=status, place=place), _without(lead, question)]


def leave(queue_state: QueueState, question: Question, gone: Question) -> list[Question]:
    """Take a question out of its merged group (a lead with its followers). Return all questions that change.

    `question`: the question with the previous status. `gone`: the same question with the new status.

    If the question is a lead, its lowest-numbered follower becomes the lead. The new lead gets the previous status and
    place of the question. If the question is a follower, it is removed from the followers of its lead.
    """
    if question.status is Status.MERGED:
        return [_unmerged(gone), _without(_lead_of(queue_state, question), question)]
    if not question.followers:
        return [gone]
    first, *rest = question.followers
    new_lead = replace(
        _unmerged(queue_state.questions[first.number]),
        status=question.status,
        place=question.place,
        reason=question.reason,
        reason_number=question.reason_number,
        live_at=question.live_at,
        followers=tuple(rest),
    )
    moved = [replace(queue_state.questions[follower.number], lead=first.number) for follower in rest]
    return [replace(gone, followers=()), new_lead, *moved]


def _lead_of(queue_state: QueueState, question: Question) -> Question:
    if question.lead is None:
        raise LookupError(question.number)
    return queue_state.questions[question.lead]


def _unmerged(question: Question) -> Question:
    return replace(question, lead=None, lead_status=None, former_status=None, former_place=None)


def _without(lead: Question, question: Question) -> Question:
    followers = tuple(follower for follower in lead.followers if follower.number != question.number)
    return replace(lead, followers=followers)


def _by_number(followers: Iterable[Follower]) -> tuple[Follower, ...]:
    return tuple(sorted(followers, key=lambda follower: follower.number))
