"""Tests of the strings that order the queue.

The topics: a new string between two strings, the length of the strings, and an undo that returns a question to an
occupied place.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.core import queue
from tests.factories import make_question


def played(moves):
    """Build a queue by moves (number, position).

    Each move puts the question at this position, and removes it from its former position. Return (questions in the
    order of the queue, expected question numbers in this order).
    """
    questions, expected = {}, []
    for number, position in moves:
        if number in expected:
            expected.remove(number)
            del questions[number]
        position = min(position, len(expected))
        after = expected[position - 1] if position else 0
        waiting = queue.in_order(queue.approved(questions.values()))
        at_end = position == len(expected)
        place = queue.place_at_end(waiting) if at_end else queue.place_after(waiting, after)
        questions[number] = make_question(number, "approved", place=place)
        expected.insert(position, number)
    return queue.in_order(queue.approved(questions.values())), expected


MOVES = st.lists(st.tuples(st.integers(1, 12), st.integers(0, 12)), max_size=80)


@given(MOVES)
def test_the_queue_has_the_order_of_a_list_after_the_same_moves(moves):
    waiting, expected = played(moves)
    assert [question.number for question in waiting] == expected
    assert len({question.place for question in waiting}) == len(waiting)


@given(MOVES, st.integers(0, 12))
def test_a_place_exists_between_any_two_places(moves, gap):
    places = [question.place for question in played(moves)[0]]
    low = places[gap - 1] if 0 < gap <= len(places) else None
    high = places[gap] if gap < len(places) else None
    middle = queue.between(low, high)
    assert (low is None or low < middle) and (high is None or middle < high)
    assert not middle[queue.HEAD :].endswith("0")


@pytest.mark.parametrize("place", ["place_at_end", "place_at_top"])
def test_places_at_the_ends_of_the_queue_never_get_longer(place):
    waiting = []
    for number in range(1, 5000):
        question = make_question(
            number, "approved", place=getattr(queue, place)(waiting[-1:] if place == "place_at_end" else waiting[:1])
        )
        waiting = [*waiting[-1:], question] if place == "place_at_end" else [question, *waiting[:1]]
    assert len(waiting[0].place) == queue.HEAD


@pytest.mark.parametrize("side", [0, 1])
def test_a_place_between_the_same_two_grows_by_at_most_a_digit_in_five_moves(side):
    low, high = queue.between(None, None), queue.between(queue.between(None, None), None)
    for _ in range(1000):
        middle = queue.between(low, high)
        assert low < middle < high
        low, high = (middle, high) if side else (low, middle)
    assert len(middle) <= queue.HEAD + 1000 / 5


def test_no_place_exists_between_two_equal_places():
    with pytest.raises(ValueError, match="no place between"):
        queue.between("50000000V", "50000000V")


def test_only_approved_questions_are_in_the_queue():
    questions = [
        make_question(number, status)
        for number, status in enumerate(("pending", "approved", "next", "live", "approved", "answered"), 1)
    ]
    assert [question.number for question in queue.in_order(queue.approved(questions))] == [2, 5]


def test_a_place_after_a_question_outside_the_queue_is_a_lookup_error():
    with pytest.raises(LookupError):
        queue.place_after([make_question(1, "approved")], 2)


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_an_occupied_former_place_is_replaced_by_the_nearest_free_place(taken):
    waiting = [make_question(number, "approved") for number in (1, 2, 3)]
    place = queue.place_again(waiting, waiting[taken].place)
    back = make_question(9, "approved", place=place)
    order = [question.number for question in queue.in_order(queue.approved([*waiting, back]))]
    assert order == [*range(1, taken + 2), 9, *range(taken + 2, 4)]


def test_a_free_former_place_is_used_again():
    waiting = [make_question(1, "approved"), make_question(3, "approved")]
    assert queue.place_again(waiting, make_question(2, "approved").place) == make_question(2, "approved").place


@given(MOVES, st.data())
def test_places_stay_unique_when_questions_leave_and_return(moves, data):
    """Let questions leave the queue and return by undo. Meanwhile, new questions enter the queue. No two questions may
    have the same place.
    """
    waiting, _ = played(moves)
    away = []
    for step in data.draw(st.lists(st.sampled_from(["leave", "end", "top", "back"]), max_size=20)):
        if step == "leave" and waiting:
            away.append(waiting.pop(data.draw(st.integers(0, len(waiting) - 1))))
        elif step == "back" and away:
            question = away.pop(data.draw(st.integers(0, len(away) - 1)))
            waiting.append(replace(question, place=queue.place_again(waiting, question.place)))
        elif step in ("end", "top"):
            place = queue.place_at_end(waiting) if step == "end" else queue.place_at_top(waiting)
            waiting.append(make_question(100 + len(waiting) + len(away), "approved", place=place))
        waiting = queue.in_order(queue.approved(waiting))
        assert len({question.place for question in waiting}) == len(waiting)
