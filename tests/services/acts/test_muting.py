"""Tests of muting an asker."""

from __future__ import annotations

from moderation.core.model import Status
from tests.factories import ANA, BEN, caller, execute_act, refused
from tests.services.acts.stored import stored_question

A, B = caller("chair.a"), caller("chair.b")
ATTENDEE, OTHER_ATTENDEE = caller("attendee", ANA), caller("attendee", BEN)


def test_muted_asker_is_refused_and_pending_questions_are_declined(store):
    for text in ("One?", "Two?", "Three?"):
        execute_act(store, "ask", ATTENDEE, text=text)
    execute_act(store, "approve", A, number=2, version=1)
    view = execute_act(store, "mute", A, number=2, reason="personal_attack")["question"]
    assert (view["status"], view["muted"]) == ("approved", True)
    assert [(stored_question(store, n).status, stored_question(store, n).reason) for n in (1, 2, 3)] == [
        (Status.DECLINED, "personal_attack"),
        (Status.APPROVED, None),
        (Status.DECLINED, "personal_attack"),
    ]
    refused("asker.muted", store, "ask", ATTENDEE, text="Four?")
    assert execute_act(store, "ask", OTHER_ATTENDEE, text="Five?")["question"]["number"] == 4
    assert execute_act(store, "mute", B, number=3)["already"] is True
    execute_act(store, "unmute", B, number=1)
    assert execute_act(store, "ask", ATTENDEE, text="Six?")["question"]["number"] == 5


def test_undo_of_a_mute_restores_the_asker_and_the_questions(store):
    execute_act(store, "ask", ATTENDEE, text="One?")
    execute_act(store, "mute", A, number=1)
    execute_act(store, "undo", A)
    assert (stored_question(store, 1).status, stored_question(store, 1).muted) == (Status.PENDING, False)


def test_question_asked_aloud_has_no_asker_to_mute(store):
    execute_act(store, "add", A, text="Aloud?")
    refused("act.not_allowed", store, "mute", A, number=1)
