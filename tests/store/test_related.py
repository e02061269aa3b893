"""Tests of `related`, which reads a question's rows in other tables: followers, flags, similar questions,
translations.
"""

from __future__ import annotations

import pytest

from moderation.core.model import Follower, Translation
from moderation.store import connection, questions, related, sessions, similar, translation_jobs, translations
from moderation.store.schema import text_hash
from tests.factories import AT, add, make_database, make_question

LEAD, LED, OTHER = 1, 2, 3


@pytest.fixture
def related_store():
    """Return a store with flags, similar questions and translations of question 1. Two questions are merged into
    question 1.
    """
    store = make_database(languages=["en", "es", "fr"])
    session = sessions.get_by_code(store, "PANEL1")
    add(store, make_question(LEAD, "approved", text="Who pays?"))
    for number, group in ((5, "media"), (LED, "academia")):
        add(store, make_question(number, "merged", lead=LEAD, group=group))
    add(store, make_question(OTHER))
    for panellist in ("patryk", "moliehi"):
        store.execute("INSERT INTO flags VALUES (1, ?)", [panellist])
    similar.put(store, session, LEAD, [(7, 0.7), (8, 0.9), (6, 0.7)])
    lead = questions.get(store, session, LEAD)
    translation_jobs.want(store, session, lead, ["es", "fr"], 0.0)
    job = translation_jobs.Job(session.id, "PANEL1", LEAD, "Who pays?", "en", "es", 0, 0.0)
    by_hand = Translation("es", "done", "¿Quién paga?", "chair", by="chair.a", at=AT)
    store.execute("INSERT INTO log (id, session, at, seat, act) VALUES (1, 1, ?, 'chair.a', 'translate')", [AT])
    translations.by_hand(store, session, lead, by_hand, 1)
    translations.finish(store, session, job, "¿Quien?", "none", ("en", "es"), AT)
    return store


def test_related_rows_are_in_order(related_store):
    rows = related.of_questions(related_store, 1, {1: LEAD, 4: OTHER})
    assert rows[1].followers == [Follower(LED, "academia"), Follower(5, "media")]
    assert rows[1].flags == ["moliehi", "patryk"]
    assert rows[1].similar == [(8, 0.9), (6, 0.7), (7, 0.7)]
    assert rows[1].translations == [
        related.StoredTranslation(Translation("fr", "waiting"), None),
        related.StoredTranslation(
            Translation("es", "done", "¿Quien?", "machine", "none", ("en", "es"), None, AT), text_hash("Who pays?")
        ),
        related.StoredTranslation(
            Translation("es", "done", "¿Quién paga?", "chair", by="chair.a", at=AT), text_hash("Who pays?")
        ),
    ]
    assert rows[4] == related.Related()


def test_a_question_has_the_translation_by_hand_of_its_present_text(related_store):
    session = sessions.get_by_code(related_store, "PANEL1")
    by_language = {given.language: given.text for given in questions.get(related_store, session, LEAD).translations}
    assert by_language == {"es": "¿Quién paga?", "fr": None}
    related_store.execute("UPDATE questions SET wording = 'Who will pay?' WHERE number = 1")
    by_language = {given.language: given.text for given in questions.get(related_store, session, LEAD).translations}
    assert by_language == {"fr": None}


def test_more_questions_than_one_statement_reads(related_store, monkeypatch):
    monkeypatch.setattr(connection, "LONGEST_LIST", 1)
    assert related.of_questions(related_store, 1, {4: OTHER, 1: LEAD})[1].flags == ["moliehi", "patryk"]
