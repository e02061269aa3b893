"""Tests of a chair's acts: `advance`, `move`, acts on several questions, and simultaneous acts of two chairs."""

from __future__ import annotations

import itertools

import pytest

from moderation.core.model import REASONS
from moderation.store import questions, sessions
from tests.factories import ANA, AT, add, caller, dump, execute_act, make_question, refused
from tests.services.acts.stored import stored_question

A, B, ATTENDEE = caller("chair.a"), caller("chair.b"), caller("attendee", ANA)
LATER = "2021-04-14T13:05:00.000Z"


@pytest.fixture
def queue(store):
    """Return a store in which No. 1 to 4 are in the queue, in this order, and No. 5 is pending."""
    for number in (1, 2, 3, 4):
        add(store, make_question(number, "approved"))
    add(store, make_question(5))
    return store


def order(store):
    return [question.number for question in questions.queue_state(store, sessions.get_by_code(store, "PANEL1")).queue]


def screen_and_queue(store):
    """Return (live, next, queue) as question numbers."""
    queue_state = questions.queue_state(store, sessions.get_by_code(store, "PANEL1"))
    return queue_state.live and queue_state.live.number, queue_state.next and queue_state.next.number, order(store)


def test_advance_walks_through_the_queue_to_an_empty_screen(queue):
    seen = {"live": None, "next": None}
    states = []
    for _ in range(5):
        seen = {key: value for key, value in execute_act(queue, "advance", A, **seen).items() if key != "already"}
        states.append(screen_and_queue(queue))
        assert (seen["live"], seen["next"]) == states[-1][:2]
    assert states == [(1, 2, [3, 4]), (2, 3, [4]), (3, 4, []), (4, None, []), (None, None, [])]
    before = dump(queue)
    refused("advance.nothing", queue, "advance", A, **seen)
    assert dump(queue) == before
    assert {stored_question(queue, number).status for number in (1, 2, 3, 4)} == {"answered"}


@pytest.mark.parametrize(
    "seen", [{"live": 1, "next": None}, {"live": None, "next": 2}, {"live": 2, "next": 1}, {"live": None, "next": None}]
)
def test_advance_with_a_stale_view_is_refused_with_the_new_state(queue, seen):
    execute_act(queue, "advance", B, live=None, next=None, at=LATER)
    before = dump(queue)
    data = refused("advance.stale", queue, "advance", A, **seen)
    assert data == {"live": 1, "next": 2, "by": "chair.b", "at": LATER}
    assert dump(queue) == before


def test_advance_is_one_row_of_the_log_and_one_undo(queue):
    execute_act(queue, "advance", A, live=None, next=None)
    before = screen_and_queue(queue)
    execute_act(queue, "advance", A, live=1, next=2)
    assert queue.execute("SELECT count(*) FROM log").fetchone()[0] == 2
    assert execute_act(queue, "undo", A) == {"already": False, "act": "advance", "numbers": [1, 2, 3]}
    assert screen_and_queue(queue) == before


@pytest.mark.parametrize(("number", "after"), [pair for pair in itertools.permutations(range(5), 2) if pair[0]])
def test_move_moves_like_in_a_list(queue, number, after):
    expected = [n for n in (1, 2, 3, 4) if n != number]
    expected.insert(expected.index(after) + 1 if after else 0, number)
    answer = execute_act(queue, "move", A, number=number, after=after)
    assert (answer["queue"], order(queue)) == (expected, expected)
    assert answer["already"] is (expected == [1, 2, 3, 4])
    assert stored_question(queue, number).version == 1


def test_move_after_itself_changes_nothing(queue):
    assert execute_act(queue, "move", A, number=2, after=2)["already"] is True
    assert order(queue) == [1, 2, 3, 4]


@pytest.mark.parametrize(("number", "after", "gone"), [(1, 2, 1), (2, 1, 1), (1, 5, 5), (1, 77, 77)])
def test_move_is_refused_if_either_question_has_left_the_queue(queue, number, after, gone):
    execute_act(queue, "take", B, number=1, version=1, at=LATER) if gone == 1 else None
    before = dump(queue)
    data = refused("move.left_queue", queue, "move", A, number=number, after=after)
    assert data["number"] == gone
    assert (data.get("by"), data.get("at")) == {1: ("chair.b", LATER), 5: ("attendee", AT), 77: (None, None)}[gone]
    assert dump(queue) == before


def test_moves_of_both_chairs_are_both_kept(queue):
    execute_act(queue, "move", A, number=4, after=0)
    execute_act(queue, "move", B, number=1, after=3)
    assert order(queue) == [4, 2, 3, 1]


@pytest.mark.parametrize(("after", "expected"), [(None, [1, 2, 3, 4, 5]), (0, [5, 1, 2, 3, 4]), (2, [1, 2, 5, 3, 4])])
def test_approve_places_at_the_end_the_top_or_after_a_number(queue, after, expected):
    execute_act(queue, "approve", A, number=5, version=1, **({} if after is None else {"after": after}))
    assert order(queue) == expected


def test_approve_after_a_question_that_has_left_is_refused(queue):
    execute_act(queue, "take", B, number=2, version=1)
    before = dump(queue)
    assert refused("move.left_queue", queue, "approve", A, number=5, version=1, after=2)["number"] == 2
    assert dump(queue) == before


def test_set_next_sends_the_old_next_to_the_top(queue):
    execute_act(queue, "set_next", A, number=3, version=1)
    assert screen_and_queue(queue) == (None, 3, [1, 2, 4])
    execute_act(queue, "set_next", A, number=4, version=1)
    assert screen_and_queue(queue) == (None, 4, [3, 1, 2])


def test_take_answers_the_old_live_and_leaves_next(queue):
    execute_act(queue, "set_next", A, number=2, version=1)
    execute_act(queue, "take", A, number=3, version=1)
    execute_act(queue, "take", B, number=1, version=1)
    assert screen_and_queue(queue) == (1, 2, [4])
    assert stored_question(queue, 3).status == "answered"


@pytest.mark.parametrize("act", ["set_next", "take"])
def test_put_back_goes_to_the_top(queue, act):
    execute_act(queue, act, A, number=3, version=1)
    execute_act(queue, "put_back", B, number=3, version=2)
    assert screen_and_queue(queue) == (None, None, [3, 1, 2, 4])


def test_bring_back_is_refused_while_another_question_is_live(queue):
    execute_act(queue, "take", A, number=1, version=1)
    execute_act(queue, "take", A, number=2, version=1)
    before = dump(queue)
    assert refused("live.taken", queue, "bring_back", A, number=1, version=3)["question"].number == 2
    assert dump(queue) == before
    execute_act(queue, "answer", A, number=2, version=2)
    execute_act(queue, "bring_back", A, number=1, version=3)
    assert screen_and_queue(queue) == (1, None, [3, 4])


def test_same_act_of_the_second_chair_is_already_done(queue):
    execute_act(queue, "approve", A, number=5, version=1)
    before = dump(queue)
    assert execute_act(queue, "approve", B, number=5, version=1)["already"] is True
    before.pop("commands")
    after = dump(queue)
    after.pop("commands")
    assert after == before


def test_decline_with_another_reason_is_not_already_done(queue):
    execute_act(queue, "decline", A, number=5, version=1, reason="off_topic")
    assert execute_act(queue, "decline", B, number=5, version=1, reason="off_topic")["already"] is True
    refused("question.stale", queue, "decline", B, number=5, version=1, reason="too_long")
    refused("act.not_allowed", queue, "decline", B, number=5, version=2, reason="too_long")


@pytest.mark.parametrize("reason", REASONS)
def test_reason_is_stored_and_a_number_only_for_a_duplicate(queue, reason):
    execute_act(queue, "decline", A, number=5, version=1, reason=reason, reason_number=2)
    assert (stored_question(queue, 5).reason, stored_question(queue, 5).reason_number) == (
        reason,
        2 if reason == "duplicate" else None,
    )


def test_reasons_are_those_of_the_specification():
    assert REASONS == (
        "off_topic",
        "duplicate",
        "no_question",
        "too_long",
        "personal_attack",
        "already_answered",
        "no_time_left",
    )


def test_unknown_reason_or_number_is_refused(queue):
    before = dump(queue)
    assert refused("reason.unknown", queue, "decline", A, number=5, version=1, reason="dull") == {"field": "reason"}
    assert refused(
        "question.unknown", queue, "decline", A, number=5, version=1, reason="duplicate", reason_number=99
    ) == {"number": 99}
    assert dump(queue) == before


def test_several_are_declined_together_and_undone_together(queue):
    before = {number: stored_question(queue, number) for number in (1, 3, 5)}
    requested = [{"number": number, "version": 1} for number in (1, 5, 3)]
    answer = execute_act(queue, "decline", A, reason="no_time_left", questions=requested)
    assert [(question["number"], question["status"]) for question in answer["questions"]] == [
        (1, "declined"),
        (5, "declined"),
        (3, "declined"),
    ]
    assert order(queue) == [2, 4]
    assert execute_act(queue, "undo", A)["numbers"] == [1, 3, 5]
    assert order(queue) == [1, 2, 3, 4]
    assert [stored_question(queue, n).status for n in before] == [question.status for question in before.values()]


@pytest.mark.parametrize(
    ("bad", "code"),
    [({"number": 4, "version": 9}, "question.stale"), ({"number": 99, "version": 1}, "question.unknown")],
)
def test_several_are_declined_all_or_none(queue, bad, code):
    before = dump(queue)
    refused(
        code,
        queue,
        "decline",
        A,
        reason="off_topic",
        questions=[{"number": 1, "version": 1}, bad, {"number": 5, "version": 1}],
    )
    assert dump(queue) == before


def test_decline_of_several_skips_a_declined_question(queue):
    requested = [{"number": 1, "version": 1}, {"number": 5, "version": 1}]
    execute_act(queue, "decline", B, number=1, version=1, reason="off_topic")
    assert execute_act(queue, "decline", A, reason="off_topic", questions=requested)["already"] is False
    assert execute_act(queue, "decline", A, reason="off_topic", questions=requested)["already"] is True
    assert (stored_question(queue, 1).by, stored_question(queue, 5).by) == ("chair.b", "chair.a")


@pytest.mark.parametrize("number", [5, 99])
def test_question_that_does_not_exist_is_unknown(store, number):
    assert refused("question.unknown", store, "approve", A, number=number, version=1) == {"number": number}


def test_set_language_is_a_correction(queue):
    queue.execute("UPDATE questions SET unsure = 1, looks_like = 'fr' WHERE number = 5")
    execute_act(queue, "set_language", A, number=5, version=1, language="es")
    corrected = stored_question(queue, 5)
    assert (
        corrected.language,
        corrected.language_source,
        corrected.unsure,
        corrected.looks_like,
        corrected.version,
    ) == ("es", "corrected", False, None, 2)
    assert execute_act(queue, "set_language", B, number=5, version=1, language="es")["already"] is True
    execute_act(queue, "set_language", B, number=5, version=2, language="und")
    assert refused("language.unknown", queue, "set_language", A, number=5, version=3, language="fr") == {
        "field": "language"
    }


def test_set_topic_sets_and_clears_the_topic(queue):
    execute_act(queue, "set_topic", A, number=5, version=1, topic="rights")
    assert (stored_question(queue, 5).topic, stored_question(queue, 5).version) == ("rights", 2)
    assert execute_act(queue, "set_topic", B, number=5, version=1, topic="rights")["already"] is True
    assert refused("topic.unknown", queue, "set_topic", A, number=5, version=2, topic="trade") == {"field": "topic"}
    execute_act(queue, "set_topic", B, number=5, version=2, topic=None)
    assert stored_question(queue, 5).topic is None
    execute_act(queue, "undo", B)
    assert stored_question(queue, 5).topic == "rights"


def test_confirming_a_guessed_language_is_a_correction_too(queue):
    assert execute_act(queue, "set_language", A, number=5, version=1, language="en")["already"] is False
    assert stored_question(queue, 5).language_source == "corrected"


def test_live_at_is_the_latest_time_and_undo_restores_it(queue):
    execute_act(queue, "take", A, number=1, version=1, at="t1")
    execute_act(queue, "answer", A, number=1, version=2, at="t2")
    execute_act(queue, "undo", A, at="t3")
    assert (stored_question(queue, 1).status, stored_question(queue, 1).live_at) == ("live", "t1")
    execute_act(queue, "put_back", A, number=1, version=4, at="t4")
    execute_act(queue, "take", A, number=1, version=5, at="t5")
    assert stored_question(queue, 1).live_at == "t5"
    execute_act(queue, "answer", A, number=1, version=6, at="t6")
    execute_act(queue, "bring_back", A, number=1, version=7, at="t7")
    assert stored_question(queue, 1).live_at == "t7"


def test_take_does_not_answer_a_question_that_the_chair_has_not_seen_live(queue):
    execute_act(queue, "take", B, number=3, version=1, live=None, at=LATER)
    before = dump(queue)
    data = refused("advance.stale", queue, "take", A, number=2, version=1, live=None)
    assert data == {"live": 3, "next": None, "by": "chair.b", "at": LATER}
    assert dump(queue) == before
    execute_act(queue, "take", A, number=2, version=1, live=3)
    assert screen_and_queue(queue)[:2] == (2, None)
