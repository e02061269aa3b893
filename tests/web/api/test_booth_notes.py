"""Tests of notes between booths and chairs, over HTTP and by socket. No other seat receives these notes."""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused

CANARY = "slowercanary"
OTHERS = ("ana", "stage", "panel/socco", "organiser")


def test_a_note_of_the_booth_reaches_chairs_and_booth_at_once_and_nobody_else(served, listen):
    seats = ("booth", "chair/a", "chair/b", "stage", "panel/socco", "ana")
    screens = {seat: listen(served[seat]) for seat in seats}
    for screen in screens.values():
        screen.subscribe()
    status, answer = served["booth"].command("note", {"text": CANARY})
    assert (status, answer["seq"]) == (200, {"booth": 1})
    for seat, key in (("booth", "booth_notes"), ("chair/a", "notes"), ("chair/b", "notes")):
        _, change = screens[seat].wait("change")
        assert [(note["seat"], note["text"], note["to_booths"]) for note in change[key]] == [("booth", CANARY, True)]
    assert served.chair.command("acknowledge", {"note": answer["note"]})[0] == 200
    _, change = screens["booth"].wait("change")
    assert change["booth_notes"][0]["acknowledged"] == ["chair.a"]
    for seat in ("stage", "panel/socco", "ana"):
        assert served[seat].read("snapshot")[1].keys().isdisjoint({"notes", "booth_notes"})
        assert CANARY not in str(served[seat].read("snapshot")[1])


def test_only_the_booth_s_stream_has_booth_notes(served):
    served["booth"].command("note", {"text": CANARY})
    served.chair.command("note", {"text": "between the chairs"})
    served.chair.command("note", {"text": "for the booths", "to_booths": True})
    booth = served["booth"].read("snapshot")[1]
    assert [note["text"] for note in booth["booth_notes"]] == [CANARY, "for the booths"]
    assert "notes" not in booth and "between the chairs" not in str(booth)
    chairs = served.chair.read("snapshot")[1]
    assert [note["text"] for note in chairs["notes"]] == [CANARY, "between the chairs", "for the booths"]
    assert "booth_notes" not in chairs


@pytest.mark.parametrize("seat", OTHERS)
def test_no_page_and_no_read_of_another_seat_contains_a_note(served, seat):
    served["booth"].command("note", {"text": CANARY})
    served.chair.command("note", {"text": CANARY, "to_booths": True})
    number = served.asked_and("approve", "take")
    client = served[seat]
    page = "" if seat == "ana" else f"/{seat}"
    bodies = [client.raw("GET", f"/s/{served.code}{page}")[2], client.raw("GET", f"/s/{served.code}/ledger")[2]]
    reads = ("snapshot", "changes?epoch=x&after=0", "questions?status=answered", "state", "definition?lang=en", "own")
    path = "attendee" if seat == "ana" else seat
    bodies += [client.raw("GET", f"/api/s/{served.code}/{path}/{what}")[2] for what in reads]
    if seat == "organiser":
        for form in ("json", "csv", "html"):
            bodies.append(client.raw("GET", f"/api/s/{served.code}/organiser/export?format={form}")[2])
        bodies.append(client.raw("GET", f"/api/s/{served.code}/organiser/session-file")[2])
    assert [body for body in bodies if CANARY.encode() in body] == []
    assert number


@pytest.mark.parametrize("seat", ["ana", "stage", "panel/socco"])
def test_no_other_seat_writes_or_acknowledges(served, seat):
    note = served["booth"].command("note", {"text": CANARY})[1]["note"]
    is_refused(served[seat].command("note", {"text": "x", "to_booths": True}), 403, "seat.forbidden")
    is_refused(served[seat].command("acknowledge", {"note": note}), 403, "seat.forbidden")
    is_refused(served["organiser"].command("acknowledge", {"note": note}), 404, "note.unknown")


def test_a_note_between_the_chairs_does_not_exist_for_the_booth(served):
    note = served.chair.command("note", {"text": "between the chairs"})[1]["note"]
    is_refused(served["booth"].command("acknowledge", {"note": note}), 404, "note.unknown")
    is_refused(served["booth"].command("note", {"text": "x", "reply_to": note}), 404, "note.unknown")


def test_an_empty_note_is_refused_with_a_sentence(served):
    is_refused(served["booth"].command("note", {"text": " "}), 400, "text.empty")
    is_refused(served["booth"].command("note", {"text": "x", "to_booths": "yes"}), 400, "request.field")
