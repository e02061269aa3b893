"""Tests of the act that chooses the languages of the projected screen."""

from __future__ import annotations

import json

import pytest

from moderation.core.contracts import Change
from moderation.core.model import Session
from moderation.store import definitions, log, purge, render, sessions
from tests.factories import caller, command, execute_act, refused, run
from tests.services.acts.stored import stored_session

A, B = caller("chair.a"), caller("chair.b")
AT = "2021-04-14T13:30:00.000Z"


def settings_of(store, stream: str) -> dict:
    snapshot: Change = render.snapshot(store, stored_session(store), stream, AT)
    return dict(snapshot["settings"])


def test_chairs_and_stage_see_the_chosen_languages_in_the_given_order(store):
    answer, tx = run(store, command("set_stage_languages", A, languages=["es", "en"]))
    assert answer["stage_languages"] == ["es", "en"]
    assert {stream: items for (_, stream), items in tx.touched.items()} == {
        "chairs": {"settings"},
        "stage": {"settings"},
    }
    session = stored_session(store)
    assert session.stage_languages == ("es", "en")
    shown = {stream: settings_of(store, stream).get("stage_languages") for stream in session.streams}
    floors = {stream: None for stream in session.streams if stream.startswith("floor.")}
    assert shown == {"chairs": ["es", "en"], "stage": ["es", "en"], "booth": None} | floors
    assert execute_act(store, "set_stage_languages", B, languages=["es", "en"]) == {
        "already": True,
        "stage_languages": ["es", "en"],
    }


def test_undo_restores_the_languages_and_an_act_of_another_chair_prevents_it(store):
    execute_act(store, "set_stage_languages", A, languages=["es"])
    execute_act(store, "set_stage_languages", A, languages=[])
    assert stored_session(store).stage_languages == ()
    execute_act(store, "undo", A)
    assert stored_session(store).stage_languages == ("es",)
    execute_act(store, "set_stage_languages", B, languages=["en"])
    assert refused("undo.superseded", store, "undo", A)["by"] == "chair.b"
    execute_act(store, "undo", B)
    execute_act(store, "undo", A)
    assert stored_session(store).stage_languages == ()


@pytest.mark.parametrize(
    ("languages", "code"),
    [
        (["en", "en"], "request.field"),
        (["en", "es", "fr", "ar"], "request.field"),
        ([["en"]], "request.field"),
        ([None], "request.field"),
        (["ru"], "language.unknown"),
        (["EN"], "language.unknown"),
        (["und"], "language.unknown"),
    ],
)
def test_a_wrong_choice_changes_nothing(store, languages, code):
    execute_act(store, "set_stage_languages", A, languages=["es"])
    assert refused(code, store, "set_stage_languages", B, languages=languages)["field"] == "languages"
    assert stored_session(store).stage_languages == ("es",)


def test_a_removed_language_is_no_longer_shown_and_undo_does_not_bring_it_back(store):
    execute_act(store, "set_stage_languages", A, languages=["es", "en"])
    execute_act(store, "set_stage_languages", A, languages=["en"])
    session: Session = stored_session(store)
    definition = json.loads(json.dumps(session.definition)) | {"languages": ["en"]}
    definitions.replace_definition(store, session, definition, AT)
    execute_act(store, "undo", A)
    assert stored_session(store).stage_languages == ("en",)


def test_the_log_names_the_languages(store):
    execute_act(store, "set_stage_languages", A, languages=["es"])
    entry = log.latest_named(store, stored_session(store), ("set_stage_languages",))
    assert entry is not None and entry["detail"] == {"stage_languages": ["es"], "languages_before": []}


def test_the_choice_survives_the_rehearsal_and_a_purge_deletes_it(store):
    sessions.set_stage_languages(store, stored_session(store), ["es"])
    sessions.clear_rehearsal(store, stored_session(store))
    assert stored_session(store).stage_languages == ("es",)
    purge.purge(store, stored_session(store))
    assert store.execute("SELECT stage_languages FROM sessions").fetchone()[0] == "[]"
