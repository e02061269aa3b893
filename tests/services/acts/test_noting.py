"""Tests of chair notes and their acknowledgement."""

from __future__ import annotations

import pytest

from moderation.store import chair_notes
from tests.factories import caller, command, execute_act, refused, run
from tests.services.acts.stored import stored_session

A, B = caller("chair.a"), caller("chair.b")
ORGANISER = caller("organiser")


def test_notes_reach_only_the_chairs_and_are_acknowledged_by_their_addressees(store):
    answer, tx = run(store, command("note", ORGANISER, text=" Five minutes left "))
    assert dict(tx.touched) == {(1, "chairs"): {"notes"}}
    note = answer["note"]
    execute_act(store, "acknowledge", A, note=note)
    assert execute_act(store, "acknowledge", A, note=note)["already"] is True
    execute_act(store, "acknowledge", B, note=note)
    mine = execute_act(store, "note", A, text="You take No. 4")["note"]
    assert execute_act(store, "acknowledge", A, note=mine)["already"] is True
    assert [
        (row["seat"], row["text"], row["acknowledged"]) for row in chair_notes.recent(store, stored_session(store))
    ] == [
        ("organiser", "Five minutes left", ["chair.a", "chair.b"]),
        ("chair.a", "You take No. 4", []),
    ]


@pytest.mark.parametrize(("text", "code"), [("", "text.empty"), ("x" * 501, "text.too_long")])
def test_empty_or_too_long_note_is_refused(store, text, code):
    refused(code, store, "note", A, text=text)


def test_unknown_note_is_refused(store):
    refused("note.unknown", store, "acknowledge", A, note=7)
