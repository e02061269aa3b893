"""Tests of the acts on all waiting questions of one kind, and of undo after these acts."""

from __future__ import annotations

import pytest

from moderation.core.contracts import KindPreview
from moderation.core.model import Status
from moderation.services.acts import kinds, numbering
from moderation.store import render, similar
from tests.factories import AT, caller, command, execute_act, refused, run
from tests.services.acts.stored import stored_question, stored_session
from tests.services.acts.test_newcomers import BEFORE, FLOOD, LATER, ask, phone

A, B = caller("chair.a"), caller("chair.b")


@pytest.fixture
def flooded(store):
    """Return a store with eight questions.

    Earlier phones asked questions 1 and 2, new phones asked questions 3 to 8. Questions 6 to 8 wait for release.
    """
    ask(store, 1, BEFORE, "Honest?")
    ask(store, 2, BEFORE, "spam!")
    for number in (1, 1, 2):
        ask(store, number, FLOOD)
    execute_act(store, "hold_newcomers", A, since=LATER)
    for number, text in ((1, "Spam?"), (1, "New and honest?"), (2, "Spam, rephrased?")):
        ask(store, number, LATER, text)
    return store


def states(store) -> dict[str, list[int]]:
    """Return {status: question numbers}. Questions that wait for release have the key "held"."""
    numbers: dict[str, list[int]] = {}
    for number in range(1, 9):
        question = stored_question(store, number)
        numbers.setdefault("held" if question.held else str(question.status), []).append(number)
    return numbers


UNCHANGED = {"pending": [1, 2, 3, 4, 5], "held": [6, 7, 8]}


def preview(store, kind, **named) -> KindPreview:
    return kinds.preview(store, stored_session(store), kind, **named)


def act_on(store, act, kind, seat=A, **fields):
    """Execute the act on all questions of this kind, as a chair does who has just seen their preview.

    The command's `upto` and `count` are computed from the result of `preview`.
    """
    named = {name: fields[name] for name in ("number", "since") if name in fields}
    seen = preview(store, kind, **named)
    count = seen["held"] + (seen["incoming"] if act == "decline_kind" else 0)
    return execute_act(store, act, seat, kind=kind, upto=seen["upto"], count=count, **fields)


@pytest.mark.parametrize(
    ("kind", "named", "expected"),
    [
        ("arrived", {"since": FLOOD}, [3, 4, 5, 6, 7, 8]),
        ("arrived", {"number": 6}, [6, 7, 8]),
        ("alike", {"number": 3}, [2, 3, 4, 5, 6]),
        ("asker", {"number": 4}, [3, 4]),
        ("question", {"number": 7}, [7]),
        ("held", {}, [6, 7, 8]),
    ],
)
def test_decline_and_its_undo_change_all_questions_of_the_kind(flooded, kind, named, expected):
    seen = preview(flooded, kind, **named)
    assert seen["incoming"] + seen["held"] == len(expected) and seen["upto"] == 8
    answer = act_on(flooded, "decline_kind", kind, reason="off_topic", **named)
    assert answer == {"already": False, "count": len(expected)}
    assert states(flooded)["declined"] == expected
    assert {stored_question(flooded, number).reason for number in expected} == {"off_topic"}
    assert execute_act(flooded, "undo", A) == {"already": False, "act": "decline_kind", "numbers": expected}
    assert states(flooded) == UNCHANGED


@pytest.mark.parametrize(
    ("kind", "named", "expected"),
    [("held", {}, [6, 7, 8]), ("alike", {"number": 3}, [6]), ("question", {"number": 7}, [7])],
)
def test_release_brings_the_kind_into_incoming_and_its_undo_takes_it_back(flooded, kind, named, expected):
    assert act_on(flooded, "release_kind", kind, **named)["count"] == len(expected)
    assert states(flooded)["pending"] == [1, 2, 3, 4, 5, *expected]
    execute_act(flooded, "undo", A)
    assert states(flooded) == UNCHANGED


def test_similar_questions_are_alike(flooded):
    similar.put(flooded, stored_session(flooded), 8, [(3, 0.9)])
    assert act_on(flooded, "decline_kind", "alike", number=8, reason="off_topic")["count"] == 6


def test_only_the_chairs_and_the_askers_get_a_change(flooded):
    _, tx = run(flooded, command("decline_kind", A, kind="arrived", since=FLOOD, upto=8, count=6, reason="off_topic"))
    assert {stream: items for (_, stream), items in tx.touched.items()} == {"chairs": {"q3", "q4", "q5"}}
    askers = [phone(number, minute).token_hash for minute in (FLOOD, LATER) for number in (1, 2)]
    assert set(tx.attendee_counters) == set(askers)
    snapshot = render.snapshot(flooded, stored_session(flooded), "chairs", AT)
    assert [view["number"] for view in snapshot["put"]] == [1, 2]


def test_an_act_on_a_kind_is_one_row_of_the_log(flooded):
    before = flooded.execute("SELECT count(*) FROM log").fetchone()[0]
    act_on(flooded, "decline_kind", "held", reason="off_topic")
    assert flooded.execute("SELECT count(*) FROM log").fetchone()[0] == before + 1


def test_questions_that_the_chair_has_not_seen_are_left_alone(flooded):
    ask(flooded, 9, LATER, "Too late?")
    execute_act(flooded, "decline_kind", A, kind="held", upto=8, count=3, reason="off_topic")
    assert stored_question(flooded, 9).held is True


def test_more_questions_than_the_chair_saw_are_refused(flooded):
    fields = {"kind": "arrived", "since": FLOOD, "upto": 8, "count": 5}
    assert refused("kind.grown", flooded, "decline_kind", A, reason="off_topic", **fields) == {"count": 6}
    assert states(flooded) == UNCHANGED


def test_nothing_to_do_is_already_done(flooded):
    act_on(flooded, "decline_kind", "held", reason="off_topic")
    assert act_on(flooded, "decline_kind", "held", seat=B, reason="off_topic") == {"already": True, "count": 0}


def test_lead_of_merged_questions_is_left_alone(flooded):
    execute_act(flooded, "merge", A, number=1, version=1, into=3)
    assert preview(flooded, "arrived", since=FLOOD) == {"incoming": 2, "held": 3, "upto": 8, "since": FLOOD}


def test_undo_restores_all_others_if_one_asker_has_withdrawn(flooded):
    act_on(flooded, "decline_kind", "arrived", since=FLOOD, reason="off_topic")
    execute_act(flooded, "withdraw", phone(2, FLOOD), number=5)
    assert execute_act(flooded, "undo", A)["numbers"] == [3, 4, 6, 7, 8]
    assert states(flooded) == {"pending": [1, 2, 3, 4], "withdrawn": [5], "held": [6, 7, 8]}


def test_undo_is_refused_if_another_chair_has_changed_every_question(flooded):
    act_on(flooded, "decline_kind", "question", number=1, reason="off_topic")
    execute_act(flooded, "reconsider", B, number=1, version=2)
    assert refused("undo.superseded", flooded, "undo", A)["by"] == "chair.b"


def test_question_asked_aloud_has_no_asker_to_decline(flooded):
    number = execute_act(flooded, "add", A, text="Aloud?")["question"]["number"]
    fields = {"number": number, "upto": number, "count": 1, "reason": "off_topic"}
    refused("act.not_allowed", flooded, "decline_kind", A, kind="asker", **fields)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": "all"}, "request.field"),
        ({"kind": "asker"}, "request.field"),
        ({"kind": "arrived", "since": "13:00"}, "request.field"),
        ({"kind": "alike", "number": 99}, "question.unknown"),
        ({"kind": "held", "reason": "because"}, "reason.unknown"),
    ],
)
def test_wrong_kinds_are_refused(flooded, fields, code):
    refused(code, flooded, "decline_kind", A, **({"upto": 8, "count": 8, "reason": "off_topic"} | fields))


def test_declined_question_is_no_longer_held(flooded):
    act_on(flooded, "decline_kind", "question", number=7, reason="off_topic")
    execute_act(flooded, "reconsider", B, number=7, version=2)
    question = stored_question(flooded, 7)
    assert (question.status, question.held) == (Status.PENDING, False)


def test_random_numbers_do_not_change_which_questions_are_later(store, monkeypatch):
    drawn = iter([9000, 1000, 5000])
    monkeypatch.setattr(numbering, "draw", lambda lowest, end: next(drawn))
    execute_act(store, "set", caller("organiser"), chatham_house_rule=True)
    for phone_number in (1, 2):
        ask(store, phone_number, FLOOD)
    seen = preview(store, "arrived", since=FLOOD)
    assert (seen["incoming"], seen["upto"]) == (2, 1000)
    ask(store, 3, FLOOD)
    execute_act(store, "decline_kind", A, kind="arrived", since=FLOOD, upto=1000, count=2, reason="off_topic")
    assert [str(stored_question(store, number).status) for number in (9000, 1000, 5000)] == [
        "declined",
        "declined",
        "pending",
    ]
