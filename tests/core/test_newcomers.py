"""Tests of the rules for new phones.

The rules limit the pending questions of new phones, and find questions that are alike. They also find the start of a
surge: the first minute with unusually many new phones.
"""

from __future__ import annotations

import pytest

from moderation.core.newcomers import (
    COMPARED,
    FEWEST,
    RECENT,
    PendingQuestion,
    after,
    alike,
    has_place,
    is_held,
    minute_of,
    of_attendee,
    plain_words,
    surge_start,
)


def waiting(number, text, **values):
    return PendingQuestion(
        number, text, **({"attendee": number, "arrived": "2021-04-14T13:05Z", "held": False} | values)
    )


def test_an_arrival_is_known_to_the_minute():
    assert minute_of("2021-04-14T13:05:59.999Z") == "2021-04-14T13:05Z"


@pytest.mark.parametrize(
    ("total", "earlier", "expected"),
    [
        (9, 9, True),  # not full
        (10, 10, False),  # no place: 10 questions of phones that did not arrive later
        (10, 9, True),  # 10 questions are pending, but one of them is of a phone that arrived later
        (19, 0, True),  # one question fewer than 2 × `places` is pending
        (20, 0, False),  # 2 × `places` questions are pending
    ],
)
def test_later_phones_never_take_the_place_of_a_phone_that_was_there_before(total, earlier, expected):
    assert has_place(total, earlier, places=10) is expected


@pytest.mark.parametrize(
    ("phones", "expected"),
    [
        ([0] * 60, None),
        ([0] * 59 + [FEWEST - 1], None),
        ([0] * 59 + [FEWEST], 59),
        ([0] * 50 + [FEWEST, 400] + [0] * 8, 50),
        ([FEWEST] + [0] * (RECENT - 1), 0),
        ([400] + [0] * RECENT, None),  # the surge began too long ago
        ([10] * 45 + [39] * 15, None),  # many new phones per minute are usual in this session
        ([10] * 45 + [39] * 14 + [40], 59),
        ([], None),
    ],
)
def test_a_surge_begins_with_the_first_minute_of_unusually_many_phones(phones, expected):
    assert surge_start(phones) == expected


def test_phones_of_the_switchs_minute_and_later_wait():
    assert [is_held(f"2021-04-14T13:0{minute}Z", "2021-04-14T13:05Z") for minute in (4, 5, 6)] == [False, True, True]
    assert (is_held("2021-04-14T13:05Z", None), is_held("", "2021-04-14T13:05Z")) == (False, False)


def test_words_are_compared_without_case_and_punctuation():
    assert plain_words("  Who PAYS,\nthem?! ") == plain_words("who pays them") == "who pays them"
    assert plain_words("¿¡!?") == "¿¡!?"
    assert plain_words("x" * 1000) == "x" * COMPARED


def test_alike_are_the_same_words_and_the_similar_questions_in_any_number_of_steps():
    questions = [
        waiting(1, "Who pays?"),
        waiting(2, "WHO PAYS"),
        waiting(3, "Who is paying?", similar=((2, 0.8), (9, 1.0))),
        waiting(4, "Paying: who?", similar=((3, 0.95),)),
        waiting(5, "Who speaks?", similar=((1, 0.79),)),
        waiting(6, "And the south?"),
    ]
    assert alike("Who pays?", 1, questions) == {1, 2, 3, 4}
    assert alike("Paying: who?", 4, questions) == {1, 2, 3, 4}
    assert alike("And the south?", 6, questions) == {6}


def test_a_question_that_no_longer_waits_can_name_the_kind():
    assert alike("who pays", 7, [waiting(1, "Who pays?"), waiting(2, "And the south?")]) == {1}


def test_thousands_of_equal_texts_are_alike():
    questions = [waiting(number, "Spam?") for number in range(1, 4001)]
    assert len(alike("Spam?", 1, questions)) == 4000


def test_kinds_by_arrival_and_by_asker():
    questions = [
        waiting(1, "One?", arrived="2021-04-14T13:04Z", attendee=7),
        waiting(2, "Two?", arrived="2021-04-14T13:05Z", attendee=8),
        waiting(3, "Three?", arrived="2021-04-14T13:06Z", attendee=7),
    ]
    assert after("2021-04-14T13:05Z", questions) == {2, 3}
    assert of_attendee(7, questions) == {1, 3}
