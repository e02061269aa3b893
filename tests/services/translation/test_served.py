"""Tests of the languages on floor and stage under the Chatham House Rule.

The engine does not translate into all languages of the session.
"""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from moderation.core import visibility
from moderation.core.model import Audience, Translation
from moderation.services.record import export
from moderation.services.translation.jobs import ready_session, record_served
from moderation.store import log, questions, sessions, translations
from moderation.store.transaction import Transaction
from tests.factories import add, make_database, make_question, run

TEXTS = {"en": "Who pays?", "es": "¿Quién paga?", "fr": "Qui paie ?", "ar": "من يدفع؟"}
PAIRS = [("en", "es"), ("es", "en"), ("es", "fr"), ("fr", "es")]


@pytest.fixture
def store():
    """Return a store with a session under the Chatham House Rule.

    The session has four languages, but the engine has no Arabic.
    """
    connection = make_database(languages=list(TEXTS), chatham_house_rule=True)
    run(connection, lambda tx: ready_session(tx, session_of(connection), "apertium"))
    return connection


def session_of(connection):
    return sessions.get_by_code(connection, "PANEL1")


def learn(connection, pairs=PAIRS, engine="apertium"):
    run(connection, lambda tx: record_served(tx, "PANEL1", engine, pairs))
    return session_of(connection)


def ask(connection, number, language, into):
    """Add an answered question. The booth has translated it into the languages `into`."""
    question = add(connection, make_question(number, "answered", text=TEXTS[language], language=language))
    tx = Transaction(connection, "then", 0.0)
    log.append(tx, session_of(connection), "attendee", "ask", [(None, question)])
    for target in into:
        given = Translation(target, "done", TEXTS[target], "booth", by="booth", at="then")
        session = session_of(connection)
        log_id = log.append(tx, session, "booth", "translate", [(question, question)])
        translations.by_hand(connection, session, question, given, log_id)


def test_languages_without_a_route_are_not_served(store):
    assert session_of(store).rule_languages == tuple(TEXTS)
    assert learn(store).rule_languages == ("en", "es", "fr")


def test_without_two_served_languages_people_translate_into_all(store):
    assert learn(store, [("en", "es")]).rule_languages == tuple(TEXTS)


def test_a_change_under_the_rule_begins_an_epoch_once(store):
    epochs = [session_of(store).epoch, learn(store).epoch, learn(store).epoch]
    assert epochs[0] != epochs[1] == epochs[2]


def test_without_the_rule_no_client_loads_its_state_again():
    connection = make_database(languages=list(TEXTS))
    run(connection, lambda tx: ready_session(tx, session_of(connection), "apertium"))
    epoch = session_of(connection).epoch
    session = learn(connection)
    assert (session.served, session.epoch) == (("en", "es", "fr"), epoch)


def test_another_engine_forgets_the_languages_and_the_same_engine_keeps_them(store):
    learn(store)
    for engine, served in (("apertium", ("en", "es", "fr")), ("neural", ()), (None, ())):
        run(store, lambda tx, engine=engine: ready_session(tx, session_of(store), engine))
        assert session_of(store).served == served
    assert learn(store, engine="apertium").served == ()


def test_a_purged_session_is_left_alone(store):
    run(store, lambda tx: record_served(tx, "NOSUCH", "apertium", PAIRS))
    assert session_of(store).served == ()


def test_every_complete_question_is_shown_in_the_served_languages_alike(store):
    learn(store)
    ask(store, 1, "es", ["en", "fr"])
    ask(store, 2, "en", ["es", "fr", "ar"])
    ask(store, 3, "ar", ["en", "es", "fr"])
    ask(store, 4, "ar", ["en"])
    session = session_of(store)
    stored = questions.numbered(store, session, {1, 2, 3, 4})
    views = {
        number: visibility.view(replace(question, number=0), Audience.STAGE, session.settings, session.rule_languages)
        for number, question in stored.items()
    }
    assert len({json.dumps(views[number]) for number in (1, 2, 3)}) == 1
    assert views[1]["texts"] == {code: TEXTS[code] for code in ("en", "es", "fr")}
    assert views[4]["text"] == TEXTS["ar"]


def test_the_export_lists_the_served_languages_alike(store):
    learn(store)
    ask(store, 1, "es", ["en", "fr"])
    ask(store, 2, "ar", ["en", "es", "fr"])
    ask(store, 3, "ar", [])
    texts = [question["texts"] for question in export.record(store, "PANEL1")["questions"]]
    served = {code: TEXTS[code] for code in ("en", "es", "fr")}
    assert sorted(texts, key=len) == [{"ar": TEXTS["ar"]}, served, served]
