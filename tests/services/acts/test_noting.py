"""Chair notes and their acknowledgement."""

from __future__ import annotations

import pytest

from moderation.store import chair_notes
from tests.factories import caller, command, execute_act, refused, run
from tests.services.acts.stored import stored_session

A, B = caller("chair.a"), caller("chair.b")
ORGANISER = caller("organiser")


def test_notes_go_to_the_chairs_alone_and_are_acknowledged_by_whom_they_are_for(store):
    answer, tx = run(store, command("note", ORGANISER, text=" Five minutes left "))
    assert dict(tx.touched) == {(1, "chairs"): {"notes"}}
    note = answer["note"]
    execute_act(store, "acknowledge", A, note=note)
    assert execute_act(store, "acknowledge", A, note=note)["already"] is True
    execute_act(store, "acknowledge", B, note=note)
    mine = execute_act(store, "note", A, text="You take No. 4")["note"]
    assert execute_act(store, "acknowledge", A, note=mine)["already"] is True
    assert [
        (one["seat"], one["text"], one["acknowledged"]) for one in chair_notes.recent(store, stored_session(store))
    ] == [
        ("organiser", "Five minutes left", ["chair.a", "chair.b"]),
        ("chair.a", "You take No. 4", []),
    ]


@pytest.mark.parametrize(("text", "code"), [("", "text.empty"), ("x" * 501, "text.too_long")])
def test_note_is_neither_empty_nor_endless(store, text, code):
    refused(code, store, "note", A, text=text)


def test_note_that_is_not_there(store):
    refused("note.unknown", store, "acknowledge", A, note=7)
