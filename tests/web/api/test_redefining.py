"""Tests of the command `redefine` over HTTP, by which the organiser changes the definition of a session."""

from __future__ import annotations

import pytest

from tests.web.served_session import is_refused

TITLE = {"en": "A corrected title", "es": "Título corregido", "fr": "Titre corrigé"}


def redefine(served, **changes):
    return served["organiser"].command("redefine", {"changes": changes})


def test_open_pages_get_a_new_epoch_and_a_reload_shows_the_change(served, listen):
    screens = {seat: listen(served[seat]) for seat in ("ana", "chair/a", "stage", "panel/socco", "booth")}
    subscribed = {seat: screen.subscribe() for seat, screen in screens.items()}
    number = served.asked_and("approve")
    status, answer = redefine(served, title=TITLE, stage_upcoming=False)
    assert (status, answer["changed"], answer["version"]) == (200, ["title", "stage_upcoming"], 2)
    for seat, screen in screens.items():
        _, head = screen.wait("head")
        assert head["epoch"] != subscribed[seat]["epoch"], seat
    snapshot = served.chair.read("snapshot")[1]
    assert (snapshot["settings"]["stage_upcoming"], snapshot["put"][0]["number"]) == (False, number)
    page = served["ana"].raw("GET", f"/s/{served.code}")[2].decode()
    assert TITLE["en"] in page


def test_the_same_command_twice_changes_once(served):
    body = {"changes": {"title": TITLE}}
    answers = [served["organiser"].command("redefine", body, key="a-key-of-the-page")[1] for _ in range(2)]
    assert [answer["version"] for answer in answers] == [2, 2]
    assert served["organiser"].command("redefine", body)[1]["already"] is True


@pytest.mark.parametrize("seat", ["ana", "chair/a", "stage", "panel/socco", "booth"])
def test_only_the_organiser_may_change_the_definition(served, seat):
    before = served.everything()
    is_refused(served[seat].command("redefine", {"changes": {"title": TITLE}}), 403, "seat.forbidden")
    assert served.everything() == before


def test_refusals_name_the_field(served):
    before = served.everything()
    is_refused(redefine(served, title={"en": "x"}), 400, "definition.invalid", field="title")
    is_refused(redefine(served, retention_days=2), 409, "definition.locked", field="retention_days", phase="open")
    served.ask("Who decides?", group="media")
    is_refused(redefine(served, groups=["igo"]), 409, "definition.in_use", field="groups", key="media", count=1)
    is_refused(redefine(served, panellist=[]), 409, "definition.removed", field="panellists", key="makumane")
    stale = served["organiser"].command("redefine", {"changes": {"title": TITLE}, "version": 7})
    is_refused(stale, 409, "definition.stale", version=1)
    assert served.everything()["session"][0][0] == before["session"][0][0]


def test_an_end_that_would_close_the_session_at_once_is_refused_with_a_sentence(served):
    redefine(served, ends="2999-01-01T10:00:00Z")
    assert served["organiser"].command("schedule", {"planned_act": "close", "anchor": "end"})[0] == 200
    status, answer = redefine(served, ends="2025-01-01T10:00:00Z")
    assert (status, answer["code"], answer["field"], answer["act"]) == (409, "schedule.past", "ends", "close")
    assert answer["message"].startswith("With this time, the session would close at once.")


def test_a_definition_may_be_larger_than_other_bodies(served):
    terms = [{"term": f"term number {number}", "note": "n" * 200} for number in range(200)]
    assert redefine(served, term=terms)[1]["changed"] == ["terms"]
    is_refused(served["organiser"].command("note", {"text": "x" * 20_000}), 413, "request.too_large")


def test_a_replaced_chair_is_disconnected_and_the_new_link_works(served, listen):
    screen = listen(served["chair/a"])
    screen.subscribe()
    chairs = [{"seat": "a", "name": "Ana Ruiz"}, {"seat": "b", "name": "Patryk Pawlak"}]
    body = {"changes": {"chair": chairs}, "replaced": ["chair.a"]}
    assert served["organiser"].command("redefine", body)[1]["replaced"] == ["chair.a"]
    assert screen.wait("gone") == {"code": "seat.unknown"}
    is_refused(served["chair/a"].read("snapshot"), 401, "seat.unknown")
    state = served["organiser"].read("state")[1]
    assert state["seats"][0]["name"] == "Ana Ruiz" and state["links"]["chair_a"] != served.links["chair_a"]


def test_an_added_chair_and_panellist_take_part(served):
    chairs = [{"seat": seat, "name": seat} for seat in "abc"]
    state = served["organiser"].read("state")[1]
    assert "chair_c" not in state["links"]
    status, answer = redefine(served, chair=chairs)
    assert (status, answer["changed"]) == (200, ["chairs"])
    links = served["organiser"].read("state")[1]["links"]
    served.links["chair_c"] = links["chair_c"]
    number = served.ask("Who decides?")
    served.act("approve", number, seat="chair/c")
    assert served["stage"].read("snapshot")[1]["put"][0]["number"] == number


def test_the_organiser_undoes_the_change(served):
    redefine(served, title=TITLE)
    status, answer = served["organiser"].command("undo")
    assert (status, answer["act"], answer["changed"]) == (200, "redefine", ["title"])
    assert "Paths for multi-stakeholder" in served["ana"].raw("GET", f"/s/{served.code}")[2].decode()
    is_refused(served["organiser"].command("undo"), 409, "undo.nothing")


def test_a_new_language_has_a_stream_on_open_servers(served, listen):
    languages = ["en", "es", "fr", "ar"]
    texts = {"ar": "نص"}
    state = served["organiser"].command(
        "redefine",
        {
            "changes": {
                "languages": languages,
                "title": TITLE | texts,
                "description": None,
                "organisers": "Us",
                "chair": [{"seat": "a", "name": "A"}, {"seat": "b", "name": "B"}],
                "panellist": [
                    {"key": key, "name": key} for key in ("makumane", "fatafta", "domingos", "socco", "mcbryde")
                ],
                "term": [],
                "programme": [],
            }
        },
    )
    assert state[0] == 200, state
    screen = listen(served["ana"])
    assert screen.subscribe(lang="ar")["stream"] == "floor.ar"
    number = served.asked_and("approve")
    stream, change = screen.wait("change", lambda body: body[1]["put"])
    assert (stream, change["put"][0]["number"]) == ("floor.ar", number)
