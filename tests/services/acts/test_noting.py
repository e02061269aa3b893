"""Tests of chair notes and their acknowledgement."""

from __future__ import annotations

import pytest

from moderation.core.model import Phase
from moderation.store import chair_notes
from tests.factories import caller, command, execute_act, make_database, refused, run
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


def test_chair_and_organiser_answer_each_other(store):
    question = execute_act(store, "note", A, text="Five more minutes?", to_organiser=True)["note"]
    answer = execute_act(store, "note", ORGANISER, text="Yes", reply_to=question)["note"]
    aside = execute_act(store, "note", A, text="Only for Patryk")["note"]
    execute_act(store, "acknowledge", ORGANISER, note=question)
    assert [
        (note["note"], note["to_organiser"], note["reply_to"], note["acknowledged"])
        for note in chair_notes.for_organiser(store, stored_session(store))
    ] == [(question, True, None, ["organiser"]), (answer, False, question, [])]
    assert [note["note"] for note in chair_notes.recent(store, stored_session(store))] == [question, answer, aside]


@pytest.mark.parametrize(("act", "field"), [("note", "reply_to"), ("acknowledge", "note")])
def test_note_between_the_chairs_does_not_exist_for_the_organiser(store, act, field):
    aside = execute_act(store, "note", A, text="Only for Patryk")["note"]
    params = {field: aside} | ({"text": "What?"} if act == "note" else {})
    refused("note.unknown", store, act, ORGANISER, **params)
    assert execute_act(store, act, B, **params)["already"] is False


BOOTH, FRENCH = caller("booth"), caller("booth.en_fr")
PAIR = {"key": "en_fr", "name": "English–French booth", "languages": ["en", "es"]}


@pytest.fixture
def booths():
    return make_database(booths=[PAIR])


def read_by_booths(store) -> list[tuple]:
    notes = chair_notes.for_booths(store, stored_session(store))
    return [(note["seat"], note["text"], note["acknowledged"]) for note in notes]


def test_booths_and_chairs_read_the_same_notes_and_acknowledge_them(booths):
    answer, tx = run(booths, command("note", FRENCH, text="Slower, please"))
    assert dict(tx.touched) == {(1, "chairs"): {"notes"}, (1, "booth"): {"booth_notes"}}
    _, tx = run(booths, command("acknowledge", A, note=answer["note"]))
    assert dict(tx.touched) == {(1, "chairs"): {"notes"}, (1, "booth"): {"booth_notes"}}
    execute_act(booths, "acknowledge", BOOTH, note=answer["note"])
    assert execute_act(booths, "acknowledge", FRENCH, note=answer["note"])["already"] is True
    reply = execute_act(booths, "note", A, text="Will do", to_booths=True, reply_to=answer["note"])["note"]
    execute_act(booths, "acknowledge", FRENCH, note=reply)
    assert read_by_booths(booths) == [
        ("booth.en_fr", "Slower, please", ["booth", "chair.a"]),
        ("chair.a", "Will do", ["booth.en_fr"]),
    ]
    recent = chair_notes.recent(booths, stored_session(booths))
    assert [(note["to_booths"], note["to_organiser"]) for note in recent] == [(True, False), (True, False)]


def test_booths_read_only_the_notes_for_booths(booths):
    aside = execute_act(booths, "note", A, text="Between us")["note"]
    to_organiser = execute_act(booths, "note", A, text="Five more minutes?", to_organiser=True)["note"]
    organisers = execute_act(booths, "note", ORGANISER, text="No", to_booths=True)["note"]
    assert read_by_booths(booths) == []
    for note in (aside, to_organiser, organisers):
        refused("note.unknown", booths, "acknowledge", BOOTH, note=note)
        refused("note.unknown", booths, "note", BOOTH, text="What?", reply_to=note)


def test_the_organiser_reads_no_note_between_booths_and_chairs(booths):
    note = execute_act(booths, "note", BOOTH, text="Slower, please", to_organiser=True)["note"]
    assert chair_notes.for_organiser(booths, stored_session(booths)) == []
    refused("note.unknown", booths, "acknowledge", ORGANISER, note=note)


@pytest.mark.parametrize(("text", "code"), [(" ", "text.empty"), ("x" * 501, "text.too_long")])
def test_empty_or_too_long_note_of_a_booth_is_refused(booths, text, code):
    refused(code, booths, "note", FRENCH, text=text)


@pytest.mark.parametrize("seat", ["stage", "panel.moliehi", "attendee"])
def test_no_other_seat_writes_to_the_booths(booths, seat):
    refused("seat.forbidden", booths, "note", caller(seat), text="Hello", to_booths=True)


def test_notes_with_booths_end_with_the_rehearsal():
    store = make_database(phase=Phase.REHEARSAL)
    execute_act(store, "note", BOOTH, text="Testing")
    execute_act(store, "open", ORGANISER)
    assert read_by_booths(store) == []
