"""Tests of the suggested question.

The criteria, in this order: a group not heard yet, the asker's first question, the waiting time. Votes and the order of
the queue have no effect.
"""

from __future__ import annotations

import random
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core.suggestion import NO_GROUP, Candidate, suggest

GROUPS = ("government", "civil_society", "technical", "media", *sorted(NO_GROUP))
TIMES = tuple(f"2021-04-14T13:0{minute}:00.000Z" for minute in range(4))
SOME = st.frozensets(st.sampled_from(GROUPS))
QUESTION = st.builds(
    Candidate,
    st.integers(1, 30),
    st.frozensets(st.sampled_from(GROUPS), min_size=1, max_size=3),
    st.booleans(),
    st.sampled_from(TIMES),
)
QUEUE = st.lists(QUESTION, max_size=12, unique_by=lambda candidate: candidate.number)


def candidate(number, *groups, first=True, minute=0):
    return Candidate(number, frozenset(groups), first, TIMES[minute])


def chosen(queue, heard=()):
    return suggest(queue, frozenset(heard))["number"]


def test_an_empty_queue_has_no_suggestion():
    assert suggest([], {"media"}) is None


def test_a_group_that_was_not_heard_has_the_highest_priority():
    queue = [candidate(1, "media"), candidate(2, "technical", first=False, minute=3)]
    assert suggest(queue, {"media"}) == {
        "number": 2,
        "reasons": ["group_not_heard", "waiting"],
        "groups": ["technical"],
        "since": TIMES[3],
    }


def test_first_question_comes_before_the_longer_wait():
    queue = [candidate(1, "media", first=False), candidate(2, "media", minute=3)]
    assert suggest(queue, {"media"}) == {
        "number": 2,
        "reasons": ["first_question", "waiting"],
        "groups": [],
        "since": TIMES[3],
    }


def test_longest_wait_decides_then_the_number():
    assert chosen([candidate(1, "media", minute=2), candidate(2, "technical", minute=1)]) == 2
    assert chosen([candidate(7, "media"), candidate(4, "technical")]) == 4
    assert suggest([candidate(9, "media", first=False)], {"media"})["reasons"] == ["waiting"]


@pytest.mark.parametrize("answer", sorted(NO_GROUP))
def test_a_question_without_a_group_adds_no_group_that_was_not_heard(answer):
    assert chosen([candidate(1, answer, minute=0), candidate(2, "media", first=False, minute=3)]) == 2
    assert suggest([candidate(1, answer)], ()) == {
        "number": 1,
        "reasons": ["first_question", "waiting"],
        "groups": [],
        "since": TIMES[0],
    }


def test_a_lead_counts_with_the_groups_of_all_its_followers():
    queue = [candidate(1, "media"), candidate(2, "media", "technical", "academia", "other", minute=3)]
    assert suggest(queue, {"media", "igo"}) == {
        "number": 2,
        "reasons": ["group_not_heard", "first_question", "waiting"],
        "groups": ["academia", "technical"],
        "since": TIMES[3],
    }


def test_the_suggestion_gets_neither_votes_nor_queue_places():
    assert {field.name for field in fields(Candidate)} == {"number", "groups", "first", "asked_at"}


@given(QUEUE, SOME)
def test_suggestion_is_in_the_queue_or_the_queue_is_empty(queue, heard):
    suggestion = suggest(queue, heard)
    assert (suggestion is None) == (not queue)
    assert not queue or suggestion["number"] in {question.number for question in queue}


@given(QUEUE, SOME, st.randoms(use_true_random=False))
def test_order_of_the_queue_does_not_matter(queue, heard, chance: random.Random):
    assert suggest(chance.sample(queue, len(queue)), heard) == suggest(queue, heard)


@given(QUEUE, SOME)
def test_a_question_of_a_group_that_was_not_heard_is_suggested_first(queue, heard):
    suggestion = suggest(queue, heard)
    unheard = {question.number for question in queue if question.groups - NO_GROUP - heard}
    assert not unheard or suggestion["number"] in unheard
    assert ("group_not_heard" in (suggestion or {"reasons": ()})["reasons"]) == bool(unheard)


@given(QUEUE.filter(len), SOME)
def test_the_suggestion_has_exactly_the_reasons_that_apply(queue, heard):
    suggestion = suggest(queue, heard)
    question = next(question for question in queue if question.number == suggestion["number"])
    assert set(suggestion["groups"]) == question.groups - NO_GROUP - heard
    holds = (("group_not_heard", suggestion["groups"]), ("first_question", question.first), ("waiting", True))
    assert suggestion["reasons"] == [reason for reason, held in holds if held]


@given(QUEUE.filter(len), SOME)
def test_no_other_question_has_a_higher_priority_than_the_suggested_one(queue, heard):
    suggestion = suggest(queue, heard)
    best = next(question for question in queue if question.number == suggestion["number"])
    for question in queue:
        new, better = bool(question.groups - NO_GROUP - heard), bool(suggestion["groups"])
        assert (new, question.first) <= (better, best.first)
        assert (new, question.first) < (better, best.first) or (question.asked_at, question.number) >= (
            best.asked_at,
            best.number,
        )


@given(QUEUE.filter(len), SOME)
def test_suggested_questions_cover_every_waiting_group_before_a_second_question_of_a_group(queue, heard):
    """Take the suggested question from the queue, again and again, until the queue is empty.

    While the queue contains questions of groups not heard yet, the suggested question must be one of these.
    """
    left, heard = list(queue), set(heard)
    while left:
        suggestion = suggest(left, heard)
        waits = any(question.groups - NO_GROUP - heard for question in left)
        assert bool(suggestion["groups"]) == waits
        heard.update(suggestion["groups"])
        left = [question for question in left if question.number != suggestion["number"]]
