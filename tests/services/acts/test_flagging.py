"""Tests of the panellists' flags."""

from __future__ import annotations

from moderation.core.model import Status
from tests.factories import add, caller, command, execute_act, make_question, run
from tests.services.acts.stored import stored_question

A, PANEL, ATTENDEE = caller("chair.a"), caller("panel.moliehi"), caller("attendee")


def test_flag_touches_only_the_chairs_stream_and_keeps_the_version(store):
    add(store, make_question(1, "approved"))
    answer, tx = run(store, command("flag", PANEL, number=1))
    assert (answer, dict(tx.touched)) == ({"already": False, "flags": [1]}, {(1, "chairs"): {"q1"}})
    assert (stored_question(store, 1).flags, stored_question(store, 1).version) == (("moliehi",), 1)
    assert execute_act(store, "flag", PANEL, number=1)["already"] is True
    execute_act(store, "unflag", PANEL, number=1)
    assert stored_question(store, 1).flags == ()


def test_flag_does_not_prevent_undo(store):
    execute_act(store, "ask", ATTENDEE, text="Who?")
    execute_act(store, "approve", A, number=1, version=1)
    execute_act(store, "flag", PANEL, number=1)
    execute_act(store, "undo", A)
    assert stored_question(store, 1).status is Status.PENDING
