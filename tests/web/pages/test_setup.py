"""Tests of the routes of the set-up page: data, session file and previews, and errors in the page's language."""

from __future__ import annotations

import json
import re
import tomllib
from dataclasses import replace

import pytest

from tests.web.app_in_process import running_app
from tests.web.served_session import is_refused

TITLE = {"en": "A corrected title", "es": "Título corregido", "fr": "Titre corrigé"}


def test_the_state_has_the_values_of_a_session_file_and_the_change_that_undo_takes_back(served):
    organiser = served["organiser"]
    served.ask("Who decides?", group="media")
    state = organiser.read("setup")[1]
    assert (state["version"], state["phase"], state["undo"]) == (1, "open", None)
    assert (state["values"]["languages"], state["uses"]["groups"]) == (["en", "es", "fr"], {"media": 1})
    assert organiser.command("redefine", {"changes": {"title": TITLE}})[0] == 200
    state = organiser.read("setup")[1]
    assert (state["version"], state["values"]["title"], state["undo"]["fields"]) == (2, TITLE, ["title"])
    assert organiser.command("undo")[0] == 200
    assert organiser.read("setup")[1]["undo"] is None


def test_under_the_rule_the_state_tells_nothing_about_questions(served):
    organiser = served["organiser"]
    assert organiser.command("set", {"chatham_house_rule": True})[0] == 200
    before = organiser.read("setup")[1]
    served.ask("¿Quién decide?", group="media", language="es")
    assert organiser.read("setup")[1] == before
    assert set(before["uses"]["groups"].values()) == {1} and set(before["uses"]["languages"]) == {"en", "es", "fr"}


def test_the_file_gives_the_same_definition(served):
    organiser = served["organiser"]
    organiser.command("redefine", {"changes": {"title": TITLE}})
    status, headers, body = organiser.raw("GET", f"/api/s/{served.code}/organiser/session-file")
    assert (status, headers["Content-Disposition"]) == (200, f'attachment; filename="{served.code}.toml"')
    assert tomllib.loads(body.decode())["title"] == TITLE
    assert organiser.command("redefine", {"changes": {"passphrases": {}}})[0] == 400


def test_a_wrong_value_has_a_code_and_a_sentence_in_the_language_of_the_page(served):
    organiser = served["organiser"]
    changes = {"starts": "2021-04-14T13:00:00Z", "ends": "2021-04-14T12:00:00Z"}
    is_refused(organiser.command("redefine", {"changes": changes}), 400, "definition.invalid", field="ends")
    organiser.headers["Accept-Language"] = "fr"
    answer = organiser.command("redefine", {"changes": {"title": TITLE | {"es": ""}}})[1]
    assert answer["problems"] == [
        {
            "field": "title.es",
            "expected": "a text of 1 to 200 characters",
            "code": "text",
            "values": {"most": 200},
            "message": "Écrivez de 1 à 200 caractères.",
        }
    ]


def test_an_open_page_reads_the_changed_definition_in_its_language(served):
    served["organiser"].command("redefine", {"changes": {"title": TITLE}})
    for seat, words in (
        ("ana", False),
        ("chair/a", False),
        ("stage", True),
        ("panel/socco", True),
        ("organiser", False),
    ):
        parts = served[seat].read("definition?lang=es")[1]
        assert (parts["session"]["title"], parts["session"]["definition_version"]) == (TITLE["es"], 2), seat
        assert ("words" in parts) is words, seat


def test_the_previews_show_the_pages_without_a_connection_or_a_cookie(served):
    organiser = served["organiser"]
    for name in ("phone", "stage"):
        status, headers, body = organiser.raw("GET", f"/s/{served.code}/setup/{name}?lang=fr")
        page = body.decode()
        assert (status, headers.get("Set-Cookie"), '<html lang="fr"' in page) == (200, None, True)
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
        assert ('<script type="module"' in page) is (name == "stage")
    data = json.loads(re.search(r'id="page">(.*?)</script>', page)[1])
    assert data["is_preview"] is True


@pytest.mark.parametrize(("database_url", "has_trial"), [(None, True), ("postgresql://localhost/of", False)])
def test_the_page_offers_a_trial_of_the_engine_only_without_a_cluster(tmp_path, database_url, has_trial):
    with running_app(tmp_path / "data") as app:
        app.context.config = replace(app.context.config, database_url=database_url)
        html = app.staff("organiser").get("/setup").get_data(as_text=True)
    block = re.search(r'<script type="application/json" id="setup">(.*?)</script>', html, re.DOTALL)
    assert json.loads(block[1])["has_trial"] is has_trial
