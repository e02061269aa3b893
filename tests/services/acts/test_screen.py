"""Tests of the acts that empty and restore the projected screen."""

from __future__ import annotations

from moderation.core.model import Status
from tests.factories import add, caller, command, execute_act, make_question, refused, run
from tests.services.acts.stored import stored_question, stored_session

A, B = caller("chair.a"), caller("chair.b")


def test_clear_screen_touches_every_stream_and_keeps_the_live_question(store):
    add(store, make_question(1, "live"))
    _, tx = run(store, command("clear_screen", A))
    assert {item for items in tx.touched.values() for item in items} == {"settings"} and len(tx.touched) == 5
    assert (stored_session(store).screen_cleared, stored_question(store, 1).status) == (True, Status.LIVE)
    assert execute_act(store, "clear_screen", B)["already"] is True
    execute_act(store, "restore_screen", B)
    assert refused("undo.superseded", store, "undo", A)["by"] == "chair.b"
    execute_act(store, "undo", B)
    assert stored_session(store).screen_cleared is True
