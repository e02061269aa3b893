"""Tests of `add_term` and `undo_term` over HTTP: the pages' glossary, the engine's glossary, refusals."""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused

TERM = {"en": "gender parity", "fr": "parité"}


def glossary(served, seat: str) -> list[dict]:
    return [term["texts"] for term in served[seat].read("definition?lang=en")[1]["session"]["terms"]]


@pytest.mark.parametrize("seat", ["booth", "chair/a", "organiser"])
def test_open_pages_of_booths_and_chairs_read_the_new_term(served, listen, seat):
    screens = {name: listen(served[name]) for name in ("booth", "chair/b")}
    for screen in screens.values():
        screen.subscribe()
    status, answer = served[seat].command("add_term", {"term": TERM})
    assert (status, answer["version"], answer["changed"]) == (200, 2, ["terms"])
    for screen in screens.values():
        _, change = screen.wait("change")
        assert change["settings"]["definition_version"] == 2
    assert TERM in glossary(served, "booth") and TERM in glossary(served, "chair/a")
    assert served[seat].command("undo_term", {"version": 2})[1]["version"] == 3
    assert TERM not in glossary(served, "booth")


def test_attendees_and_screens_read_no_glossary(served):
    served["booth"].command("add_term", {"term": {"en": "canaryterm"}})
    for seat in ("ana", "stage", "panel/socco"):
        assert "canaryterm" not in str(served[seat].read("definition?lang=en")[1])
    assert b"canaryterm" not in served["ana"].raw("GET", f"/s/{served.code}")[2]


@pytest.mark.parametrize("seat", ["ana", "stage", "panel/socco"])
def test_no_other_seat_adds_a_term(served, seat):
    before = served.everything()
    is_refused(served[seat].command("add_term", {"term": TERM}), 403, "seat.forbidden")
    is_refused(served[seat].command("undo_term", {"version": 2}), 403, "seat.forbidden")
    assert served.everything() == before


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 400, "request.field"),
        ({"term": "gender"}, 400, "request.field"),
        ({"term": {"en": 3}}, 400, "request.field"),
        ({"term": {}}, 400, "term.bad"),
        ({"term": {"en": "x" * 81}}, 400, "term.bad"),
        ({"term": {"de": "Geschlecht"}}, 400, "language.unknown"),
    ],
    ids=str,
)
def test_wrong_terms_are_refused_with_a_sentence(served, body, status, code):
    before = served.everything()
    is_refused(served["booth"].command("add_term", body), status, code)
    assert served.everything() == before


def test_the_same_command_twice_adds_one_term(served):
    answers = [served["booth"].command("add_term", {"term": TERM}, key="a-key-of-the-booth")[1] for _ in range(2)]
    assert [answer["version"] for answer in answers] == [2, 2]
    assert glossary(served, "booth").count(TERM) == 1


def test_the_preview_of_undo_names_the_term_of_the_chair(served):
    served.chair.command("add_term", {"term": TERM})
    assert served.chair.read("undo")[1]["act"] == "add_term"
    assert served.chair.command("undo")[1]["act"] == "add_term"
    assert TERM not in glossary(served, "booth")
