"""Tests of merging and splitting as pure functions of a queue state.

Some tests check invariants after random sequences of merges.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core import acts, merging
from moderation.core.model import Follower, Status
from moderation.core.queue_state import QueueState
from moderation.core.refusals import Refusal
from tests.factories import make_question


def board_of(*questions):
    return QueueState({question.number: question for question in questions})


def apply(queue_state, changed):
    return QueueState(queue_state.questions | {question.number: question for question in changed})


def merged(queue_state, number, into):
    return apply(queue_state, merging.merge(queue_state, queue_state.questions[number], into))


def test_merge_of_a_lead_moves_its_followers_to_the_new_lead():
    queue_state = merged(
        board_of(make_question(1), make_question(2), make_question(3, "approved", group="media")), 2, 1
    )
    queue_state = merged(queue_state, 1, 3)
    assert queue_state.questions[3].followers == (Follower(1, "undisclosed"), Follower(2, "undisclosed"))
    assert [(q.status, q.lead, q.followers) for q in (queue_state.questions[1], queue_state.questions[2])] == [
        (Status.MERGED, 3, ())
    ] * 2


@pytest.mark.parametrize("status", ["answered", "declined", "withdrawn", "merged"])
def test_merge_into_a_handled_or_merged_question_is_refused(status):
    queue_state = board_of(make_question(1), make_question(2, status))
    with pytest.raises(Refusal, match=r"merge\.not_a_lead"):
        merging.merge(queue_state, queue_state.questions[1], 2)


def test_merge_into_itself_is_refused():
    queue_state = board_of(make_question(1))
    with pytest.raises(Refusal, match=r"merge\.not_a_lead"):
        merging.merge(queue_state, queue_state.questions[1], 1)


def test_split_restores_the_status_and_the_nearest_free_place():
    before = board_of(
        make_question(1, "approved", place="50000001"),
        make_question(2, "approved", place="50000002"),
        make_question(3, "approved", place="50000003"),
    )
    queue_state = merged(before, 2, 1)
    back = apply(queue_state, merging.split(queue_state, queue_state.questions[2]))
    assert (back.questions[2], back.questions[1].followers) == (before.questions[2], ())
    taken = QueueState(queue_state.questions | {9: make_question(9, "approved", place="50000002")})
    back = apply(taken, merging.split(taken, taken.questions[2]))
    assert [q.number for q in back.queue] == [1, 9, 2, 3]


@pytest.mark.parametrize(
    ("lead", "status"), [("answered", Status.PENDING), ("declined", Status.APPROVED), ("live", Status.APPROVED)]
)
def test_split_after_a_change_of_the_leads_status(lead, status):
    queue_state = merged(board_of(make_question(1, "approved"), make_question(2, "approved")), 1, 2)
    led = queue_state.questions[2]
    gone = QueueState(queue_state.questions | {2: make_question(2, lead, followers=led.followers)})
    assert merging.split(gone, gone.questions[1])[0].status is status


def test_the_follower_with_the_lowest_number_replaces_a_withdrawn_lead():
    queue_state = merged(
        merged(board_of(make_question(1, "next"), make_question(4), make_question(3, group="media")), 4, 1), 3, 1
    )
    after = apply(queue_state, acts.withdraw(queue_state, queue_state.questions[1]))
    assert (after.questions[1].status, after.questions[1].followers) == (Status.WITHDRAWN, ())
    assert (after.questions[3].status, after.questions[3].lead, after.questions[3].followers) == (
        Status.NEXT,
        None,
        (Follower(4, "undisclosed"),),
    )
    assert (after.questions[4].status, after.questions[4].lead) == (Status.MERGED, 3)


def test_a_withdrawn_follower_no_longer_belongs_to_its_lead():
    queue_state = merged(board_of(make_question(1), make_question(2)), 2, 1)
    after = apply(queue_state, acts.withdraw(queue_state, queue_state.questions[2]))
    assert (after.questions[2].status, after.questions[2].lead, after.questions[1].followers) == (
        Status.WITHDRAWN,
        None,
        (),
    )


def test_muting_releases_the_followers_of_other_askers():
    queue_state = merged(
        merged(
            board_of(make_question(1, attendee=7), make_question(2, attendee=7), make_question(3, attendee=8)), 2, 1
        ),
        3,
        1,
    )
    after = apply(queue_state, acts.mute(queue_state, queue_state.questions[1], "off_topic"))
    assert [after.questions[n].status for n in (1, 2, 3)] == [Status.DECLINED, Status.DECLINED, Status.PENDING]
    assert after.questions[3].followers == ()


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split", "withdraw", "approve", "decline", "take"]),
        st.integers(1, 6),
        st.integers(1, 6),
    ),
    max_size=30,
)


@given(STEPS)
def test_leads_and_followers_are_consistent_after_random_acts(steps):
    """Check three invariants. (A follower is a question that is merged into a lead.)

    - A lead and its followers refer to each other.
    - All followers have the status `merged`. No other question has this status.
    - No lead is merged or withdrawn.
    """
    queue_state = board_of(*(make_question(number) for number in range(1, 7)))
    for act, number, into in steps:
        question = queue_state.questions[number]
        try:
            changed = possible(queue_state, act, question, into)
        except Refusal:
            continue
        queue_state = apply(queue_state, changed)
        for question in queue_state.questions.values():
            led = {
                candidate.number for candidate in queue_state.questions.values() if candidate.lead == question.number
            }
            assert {follower.number for follower in question.followers} == led
            assert (
                (question.status is Status.MERGED)
                == (question.lead is not None)
                == (question.former_status is not None)
            )
            if question.lead:
                assert queue_state.questions[question.lead].status not in (Status.MERGED, Status.WITHDRAWN)


def possible(queue_state, act, question, into):
    if act == "merge" and question.status in (Status.PENDING, Status.APPROVED):
        return merging.merge(queue_state, question, into)
    if act == "split" and question.status is Status.MERGED:
        return merging.split(queue_state, question)
    if act == "withdraw" and question.status in (
        Status.PENDING,
        Status.APPROVED,
        Status.NEXT,
        Status.MERGED,
        Status.DECLINED,
    ):
        return acts.withdraw(queue_state, question)
    if act == "approve" and question.status is Status.PENDING:
        return acts.approve(queue_state, question)
    if act == "decline" and question.status in (Status.PENDING, Status.APPROVED):
        return acts.decline(queue_state, question, "off_topic")
    if act == "take" and question.status is Status.APPROVED:
        return acts.take(queue_state, question)
    return []
