"""Merging and splitting as pure steps of a board, and what holds whatever is merged into what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core import acts, merging
from moderation.core.model import Follower, Status
from moderation.core.queue_state import Board
from moderation.core.refusals import Refusal
from tests.factories import make_question


def board_of(*questions):
    return Board({question.number: question for question in questions})


def apply(board, changed):
    return Board(board.questions | {question.number: question for question in changed})


def merged(board, number, into):
    return apply(board, merging.merge(board, board.questions[number], into))


def test_merge_takes_the_followers_along():
    board = merged(board_of(make_question(1), make_question(2), make_question(3, "approved", group="media")), 2, 1)
    board = merged(board, 1, 3)
    assert board.questions[3].followers == (Follower(1, "undisclosed"), Follower(2, "undisclosed"))
    assert [(q.status, q.lead, q.followers) for q in (board.questions[1], board.questions[2])] == [
        (Status.MERGED, 3, ())
    ] * 2


@pytest.mark.parametrize("status", ["answered", "declined", "withdrawn", "merged"])
def test_merge_needs_a_lead_in_play(status):
    board = board_of(make_question(1), make_question(2, status))
    with pytest.raises(Refusal, match="merge.not_a_lead"):
        merging.merge(board, board.questions[1], 2)


def test_merge_into_itself_is_refused():
    board = board_of(make_question(1))
    with pytest.raises(Refusal, match="merge.not_a_lead"):
        merging.merge(board, board.questions[1], 1)


def test_split_gives_back_status_and_nearest_place():
    before = board_of(
        make_question(1, "approved", place="50000001"),
        make_question(2, "approved", place="50000002"),
        make_question(3, "approved", place="50000003"),
    )
    board = merged(before, 2, 1)
    back = apply(board, merging.split(board, board.questions[2]))
    assert (back.questions[2], back.questions[1].followers) == (before.questions[2], ())
    taken = Board(board.questions | {9: make_question(9, "approved", place="50000002")})
    back = apply(taken, merging.split(taken, taken.questions[2]))
    assert [q.number for q in back.queue] == [1, 9, 2, 3]


@pytest.mark.parametrize(
    ("lead", "status"), [("answered", Status.PENDING), ("declined", Status.APPROVED), ("live", Status.APPROVED)]
)
def test_split_after_the_lead_went_on(lead, status):
    board = merged(board_of(make_question(1, "approved"), make_question(2, "approved")), 1, 2)
    led = board.questions[2]
    gone = Board(board.questions | {2: make_question(2, lead, followers=led.followers)})
    assert merging.split(gone, gone.questions[1])[0].status is status


def test_lead_that_leaves_is_followed_by_the_lowest_number_in_its_place():
    board = merged(
        merged(board_of(make_question(1, "next"), make_question(4), make_question(3, group="media")), 4, 1), 3, 1
    )
    after = apply(board, acts.withdraw(board, board.questions[1]))
    assert (after.questions[1].status, after.questions[1].followers) == (Status.WITHDRAWN, ())
    assert (after.questions[3].status, after.questions[3].lead, after.questions[3].followers) == (
        Status.NEXT,
        None,
        (Follower(4, "undisclosed"),),
    )
    assert (after.questions[4].status, after.questions[4].lead) == (Status.MERGED, 3)


def test_follower_that_leaves_is_led_no_more():
    board = merged(board_of(make_question(1), make_question(2)), 2, 1)
    after = apply(board, acts.withdraw(board, board.questions[2]))
    assert (after.questions[2].status, after.questions[2].lead, after.questions[1].followers) == (
        Status.WITHDRAWN,
        None,
        (),
    )


def test_muting_hands_over_whom_the_muted_speaks_for():
    board = merged(
        merged(
            board_of(make_question(1, attendee=7), make_question(2, attendee=7), make_question(3, attendee=8)), 2, 1
        ),
        3,
        1,
    )
    after = apply(board, acts.mute(board, board.questions[1], "off_topic"))
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
def test_every_question_is_led_by_one_in_play_or_stands_alone(steps):
    """Leads are never merged themselves, followers and leads name each other, and nobody is lost."""
    board = board_of(*(make_question(number) for number in range(1, 7)))
    for act, number, into in steps:
        question = board.questions[number]
        try:
            changed = possible(board, act, question, into)
        except Refusal:
            continue
        board = apply(board, changed)
        for one in board.questions.values():
            led = {other.number for other in board.questions.values() if other.lead == one.number}
            assert {follower.number for follower in one.followers} == led
            assert (one.status is Status.MERGED) == (one.lead is not None) == (one.former_status is not None)
            if one.lead:
                assert board.questions[one.lead].status not in (Status.MERGED, Status.WITHDRAWN)


def possible(board, act, question, into):
    if act == "merge" and question.status in (Status.PENDING, Status.APPROVED):
        return merging.merge(board, question, into)
    if act == "split" and question.status is Status.MERGED:
        return merging.split(board, question)
    if act == "withdraw" and question.status in (
        Status.PENDING,
        Status.APPROVED,
        Status.NEXT,
        Status.MERGED,
        Status.DECLINED,
    ):
        return acts.withdraw(board, question)
    if act == "approve" and question.status is Status.PENDING:
        return acts.approve(board, question)
    if act == "decline" and question.status in (Status.PENDING, Status.APPROVED):
        return acts.decline(board, question, "off_topic")
    if act == "take" and question.status is Status.APPROVED:
        return acts.take(board, question)
    return []
