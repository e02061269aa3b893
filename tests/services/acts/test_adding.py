"""Tests of questions asked aloud, which a chair adds."""

from __future__ import annotations

import pytest

from moderation.core.model import Status
from moderation.store import questions
from tests.factories import add, caller, dump, execute_act, make_question, refused, spoken
from tests.services.acts.stored import stored_question, stored_session

A, B = caller("chair.a"), caller("chair.b")


def test_question_asked_aloud_goes_to_the_end_of_the_queue_and_is_marked(store):
    add(store, make_question(1, "approved"))
    answer = execute_act(
        store,
        "add",
        A,
        text=" And the south? ",
        group="media",
        region="africa",
        topic="rights",
        to="moliehi",
        identified=spoken("es"),
    )
    view = answer["question"]
    assert (view["number"], view["status"], view["text"], view["aloud"], view["first"]) == (
        2,
        "approved",
        "And the south?",
        True,
        False,
    )
    assert view["topic"] == "rights"
    assert (view["group"], view["region"], view["to"], view["language"], view["by"]) == (
        "media",
        "africa",
        "moliehi",
        "es",
        "chair.a",
    )
    assert questions.queue_numbers(store, stored_session(store)) == [1, 2]


def test_question_asked_aloud_may_have_no_text_and_go_live_at_once(store):
    add(store, make_question(1, "live"))
    execute_act(store, "add", B, live=True)
    assert [(stored_question(store, n).status, stored_question(store, n).text) for n in (1, 2)] == [
        (Status.ANSWERED, "Question 1?"),
        (Status.LIVE, ""),
    ]
    assert stored_question(store, 2).live_at is not None


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"group": "pirates"}, "group.unknown"),
        ({"region": "mars"}, "region.unknown"),
        ({"topic": "mars"}, "topic.unknown"),
        ({"to": "nobody"}, "panellist.unknown"),
        ({"identified": spoken("xx")}, "language.unknown"),
        ({"text": "x" * 301}, "text.too_long"),
        ({"text": "\u200b"}, "text.empty"),
        ({"after": 9}, "move.left_queue"),
    ],
)
def test_question_asked_aloud_is_checked_like_any_question(store, params, code):
    before = dump(store)
    refused(code, store, "add", A, **params)
    assert dump(store) == before


def test_undo_of_add_restores_the_live_question(store):
    add(store, make_question(1, "live"))
    execute_act(store, "add", A, live=True)
    execute_act(store, "undo", A)
    assert (stored_question(store, 1).status, stored_question(store, 2).status) == (Status.LIVE, Status.WITHDRAWN)
