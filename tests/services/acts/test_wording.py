"""Tests of a chair's wording and its effect on translations."""

from __future__ import annotations

import pytest

from moderation.core.model import Translation
from moderation.services.translation import jobs
from moderation.store import sessions, translation_jobs
from tests.factories import caller, execute_act, make_database, refused, run
from tests.services.acts.stored import stored_question, stored_session

A, B = caller("chair.a"), caller("chair.b")
ATTENDEE = caller("attendee")


def test_wording_replaces_the_askers_words_until_it_is_removed(store):
    execute_act(store, "ask", ATTENDEE, text="um, who, like, pays?")
    view = execute_act(store, "wording", A, number=1, version=1, text="Who pays?")["question"]
    assert (view["text"], view["asked"], view["edited"], view["hides"], view["version"]) == (
        "Who pays?",
        "um, who, like, pays?",
        True,
        False,
        2,
    )
    assert execute_act(store, "wording", B, number=1, version=1, text="Who pays?", hide=False)["already"] is True
    view = execute_act(store, "wording", B, number=1, version=2, text=None)["question"]
    assert (view["text"], view["asked"], view["edited"]) == ("um, who, like, pays?", None, False)


def test_wording_hides_by_default_only_under_the_rule():
    for rule in (False, True):
        store = make_database(chatham_house_rule=rule)
        number = execute_act(store, "ask", ATTENDEE, text="Call 555, who pays?")["question"]["number"]
        worded = execute_act(store, "wording", A, number=number, version=1, text="Who pays?")
        assert worded["question"]["hides"] is rule


@pytest.mark.parametrize(("text", "code"), [("", "text.empty"), ("x" * 301, "text.too_long")])
def test_wording_is_checked_like_a_question(store, text, code):
    execute_act(store, "ask", ATTENDEE, text="Who pays?")
    refused(code, store, "wording", A, number=1, version=1, text=text)


@pytest.fixture
def translated():
    """Return a store with Ana's question No. 1 in English and its machine translation into Spanish."""
    store = make_database()
    sessions.set_engine(store, stored_session(store), "apertium")
    execute_act(store, "ask", ATTENDEE, text="Who pays?")
    finish(store, "¿Quién paga?")
    return store


def finish(store, text):
    [job] = translation_jobs.due(store, "PANEL1", 1e9, 9)
    run(store, lambda tx: jobs.record(tx, job, (text, ("en", "es")), None, "apertium"))


def in_spanish(store):
    return next(
        (translation for translation in stored_question(store, 1).translations if translation.language == "es"), None
    )


def test_wording_starts_new_translations_and_undo_restores_the_old_ones(translated):
    execute_act(translated, "wording", A, number=1, version=1, text="Who pays for it?")
    assert in_spanish(translated) == Translation("es", "waiting")
    finish(translated, "¿Quién lo paga?")
    assert in_spanish(translated).text == "¿Quién lo paga?"
    execute_act(translated, "undo", A)
    assert in_spanish(translated).text == "¿Quién paga?"
    assert translation_jobs.due(translated, "PANEL1", 1e9, 9) == []


def test_correction_belongs_to_its_wording(translated):
    execute_act(translated, "translate", B, number=1, language="es", text="¿Y quién paga?")
    execute_act(translated, "wording", A, number=1, version=2, text="Who pays for it?")
    assert in_spanish(translated).state == "waiting"
    execute_act(translated, "wording", A, number=1, version=3, text=None)
    assert (in_spanish(translated).text, in_spanish(translated).source) == ("¿Y quién paga?", "chair")


def test_hidden_words_are_deleted_from_the_cache(translated):
    assert translated.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 1
    execute_act(translated, "wording", A, number=1, version=1, text="Who pays for it?", hide=True)
    assert translated.execute("SELECT count(*) FROM translation_cache").fetchone()[0] == 0
