"""Tests of a question's translations in the store: jobs, results, failures, corrections, undo, and late answers of an
engine.
"""

from __future__ import annotations

import pytest

from moderation.core.model import Status, Translation
from moderation.services.translation import jobs
from moderation.store import questions, sessions, translation_cache, translation_jobs, translations
from moderation.store.transaction import Transaction
from tests.factories import AT, add, caller, execute_act, make_database, make_question, refused, spoken

CHAIR, BOOTH = caller("chair.a"), caller("booth")


@pytest.fixture
def connection():
    """Return a store with a session that has three languages and an engine."""
    connection = make_database(languages=["en", "es", "fr"])
    sessions.set_engine(connection, sessions.get_by_code(connection, "PANEL1"), "apertium")
    return connection


def session(connection):
    return sessions.get_by_code(connection, "PANEL1")


def due_jobs(connection, now=1000.0):
    """Return (question number, source, target, tries) of the due jobs."""
    return [
        (job.number, job.source, job.target, job.tries) for job in translation_jobs.due(connection, "PANEL1", now, 50)
    ]


def record(connection, outcome, retry_in=None, now=0.0, target="en"):
    """Store the outcome of the due job with this target language. Return the transaction."""
    job = next(job for job in translation_jobs.due(connection, "PANEL1", 1000.0, 50) if job.target == target)
    tx = Transaction(connection, AT, now)
    jobs.record(tx, job, outcome, retry_in, "apertium")
    return tx


def shown(connection, number=1):
    """Return {language: current translation} of a question."""
    return questions.find(connection, session(connection), number).translations


def ask(connection, **params):
    return execute_act(connection, "ask", caller("attendee"), text="¿Quién paga?", identified=spoken("es"), **params)


def test_question_is_queued_for_every_other_language(connection):
    ask(connection)
    assert due_jobs(connection) == [(1, "es", "en", 0), (1, "es", "fr", 0)]
    assert shown(connection) == (Translation("en", "waiting"), Translation("fr", "waiting"))


@pytest.mark.parametrize(
    ("machine", "language", "engine"), [(False, "es", "apertium"), (True, "und", "apertium"), (True, "es", None)]
)
def test_question_is_not_queued_without_engine_language_or_consent(connection, machine, language, engine):
    sessions.set_engine(connection, session(connection), engine)
    execute_act(connection, "ask", caller("attendee"), text="Hm?", identified=spoken(language), machine=machine)
    assert (due_jobs(connection), shown(connection)) == ([], ())


def test_recorded_translation_is_shown_and_its_job_is_done(connection):
    ask(connection)
    tx = record(connection, ("Who pays?", ("es", "en")))
    assert shown(connection)[0] == Translation("en", "done", "Who pays?", "machine", "apertium", ("es", "en"), None, AT)
    assert due_jobs(connection) == [(1, "es", "fr", 0)]
    assert {stream: items for (_, stream), items in tx.touched.items()} == {"chairs": {"q1"}}


def test_translation_of_a_public_question_reaches_the_floor_of_its_language_alone(connection):
    ask(connection)
    execute_act(connection, "approve", CHAIR, number=1, version=1)
    tx = record(connection, ("Who pays?", ("es", "en")))
    assert sorted(stream for _, stream in tx.touched) == ["booth", "chairs", "floor.en", "stage"]


def test_recorded_translation_is_cached_for_its_engine(connection):
    ask(connection)
    record(connection, ("Who pays?", ("es", "en")))
    assert translation_cache.cached(connection, "¿Quién paga?", "es", "en", "apertium") == ("Who pays?", ("es", "en"))
    assert translation_cache.cached(connection, "¿Quién paga?", "es", "en", "other") is None


@pytest.mark.parametrize(
    ("retry_in", "now", "state"), [(2.0, 5.0, "waiting"), (2.0, 28.5, "failed"), (None, 1.0, "failed")]
)
def test_failure_is_retried_for_at_most_thirty_seconds(connection, retry_in, now, state):
    ask(connection)
    record(connection, None, retry_in, now=now)
    assert shown(connection)[0] == Translation("en", state)
    assert [job.tries for job in translation_jobs.due(connection, "PANEL1", now + 2, 50) if job.target == "en"] == (
        [1] if state == "waiting" else []
    )
    assert [job for job in translation_jobs.due(connection, "PANEL1", now + 1.9, 50) if job.target == "en"] == []


@pytest.mark.parametrize("act", ["decline", "withdraw"])
def test_late_answer_for_a_declined_or_withdrawn_question_changes_nothing(connection, act):
    ask(connection)
    job = translation_jobs.due(connection, "PANEL1", 0.0, 1)[0]
    if act == "decline":
        execute_act(connection, act, CHAIR, number=1, version=1, reason="off_topic")
    else:
        execute_act(connection, act, caller("attendee"), number=1)
    assert due_jobs(connection) == []
    tx = Transaction(connection, AT, 1.0)
    jobs.record(tx, job, ("Who pays?", ("es", "en")), None, "apertium")
    assert (shown(connection), tx.touched) == ((), {})


def test_reconsidered_question_is_queued_again(connection):
    ask(connection)
    execute_act(connection, "decline", CHAIR, number=1, version=1, reason="off_topic")
    execute_act(connection, "reconsider", CHAIR, number=1, version=2)
    assert due_jobs(connection) == [(1, "es", "en", 0), (1, "es", "fr", 0)]


def test_corrected_language_replaces_machine_translations(connection):
    ask(connection)
    record(connection, ("Who pays?", ("es", "en")))
    execute_act(connection, "set_language", CHAIR, number=1, version=1, language="fr")
    assert due_jobs(connection) == [(1, "fr", "en", 0), (1, "fr", "es", 0)]
    assert shown(connection) == (Translation("en", "waiting"), Translation("es", "waiting"))


def test_correction_takes_precedence_over_the_machine(connection):
    ask(connection)
    record(connection, ("Who pays?", ("es", "en")))
    execute_act(connection, "translate", CHAIR, number=1, version=1, language="en", text="Who is paying?")
    by_hand = Translation("en", "done", "Who is paying?", "chair", None, (), "chair.a", AT)
    assert shown(connection)[0] == by_hand
    execute_act(connection, "retranslate", CHAIR, number=1, language="en")
    record(connection, ("Who pays now?", ("es", "en")))
    assert shown(connection)[0] == by_hand
    rows = connection.execute("SELECT text FROM translations WHERE language = 'en' ORDER BY id").fetchall()
    assert [row["text"] for row in rows] == ["Who pays now?", "Who is paying?"]


def test_undone_correction_restores_the_machine_translation(connection):
    ask(connection)
    record(connection, ("Who pays?", ("es", "en")))
    machine = shown(connection)
    execute_act(connection, "translate", CHAIR, number=1, version=1, language="en", text="Who is paying?")
    assert execute_act(connection, "undo", CHAIR)["act"] == "translate"
    assert shown(connection) == machine
    assert questions.find(connection, session(connection), 1).version == 3


def test_undo_of_a_correction_is_superseded_by_a_later_one(connection):
    ask(connection)
    execute_act(connection, "translate", CHAIR, number=1, version=1, language="en", text="Who is paying?")
    execute_act(
        connection, "translate", caller("chair.b"), number=1, version=2, language="en", text="Who pays for this?"
    )
    said = refused("undo.superseded", connection, "undo", CHAIR)
    assert (said["by"], said["act"], said["number"]) == ("chair.b", "translate", 1)
    assert shown(connection)[0].text == "Who pays for this?"


def test_booth_corrects_only_questions_that_it_reads(connection):
    add(connection, make_question(7, Status.PENDING, language="es"))
    add(connection, make_question(8, Status.APPROVED, language="es"))
    execute_act(connection, "translate", BOOTH, number=8, language="en", text="Question 8?")
    assert shown(connection, 8)[0] == Translation("en", "done", "Question 8?", "booth", None, (), "booth", AT)
    assert refused("question.unknown", connection, "translate", BOOTH, number=7, language="en", text="Question 7?") == {
        "number": 7
    }
    assert shown(connection, 7) == ()


def test_session_without_an_engine_has_no_jobs(connection):
    ask(connection)
    jobs.ready_session(Transaction(connection, AT, 0.0), session(connection), None)
    assert (due_jobs(connection), shown(connection)) == ([], ())
    jobs.ready_session(Transaction(connection, AT, 0.0), session(connection), "apertium")
    assert due_jobs(connection) == [(1, "es", "en", 0), (1, "es", "fr", 0)]


def test_restart_resumes_waiting_jobs_and_keeps_failures(connection):
    ask(connection)
    record(connection, None, target="fr")
    record(connection, None, 2.0, now=1.0)
    jobs.ready_session(Transaction(connection, AT, 500.0), session(connection), "apertium")
    assert due_jobs(connection, 500.0) == [(1, "es", "en", 0)]
    assert shown(connection) == (Translation("en", "waiting"), Translation("fr", "failed"))
    tx = Transaction(connection, AT, 529.9)
    jobs.give_up(tx)
    assert (shown(connection)[0], tx.touched) == (Translation("en", "waiting"), {})
    tx = Transaction(connection, AT, 530.1)
    jobs.give_up(tx)
    assert shown(connection) == (Translation("en", "failed"), Translation("fr", "failed"))
    assert {stream: items for (_, stream), items in tx.touched.items()} == {"chairs": {"q1"}}


def test_translations_are_counted_by_state(connection):
    assert translations.states(connection) == {"waiting": 0, "failed": 0, "done": 0}
    add(connection, make_question(1, status=Status.PENDING, language="es", text="¿Quién?"))
    question = questions.find(connection, session(connection), 1)
    translation_jobs.want(connection, session(connection), question, ["en", "fr"], 0.0)
    assert translations.states(connection) == {"waiting": 2, "failed": 0, "done": 0}
    due = {job.target: job for job in translation_jobs.due(connection, "PANEL1", 1000.0, 50)}
    translation_jobs.put_off(connection, session(connection), due["fr"], None)
    translations.finish(connection, session(connection), due["en"], "Who?", "apertium", ("es", "en"), AT)
    assert translations.states(connection) == {"waiting": 0, "failed": 1, "done": 1}


@pytest.mark.parametrize("seat", [CHAIR, BOOTH])
def test_correction_of_words_that_have_changed_is_refused(connection, seat):
    ask(connection)
    execute_act(connection, "approve", CHAIR, number=1, version=1)
    seen = {"number": 1, "language": "en", "seen_text": "¿Quién paga?"}
    execute_act(connection, "translate", BOOTH, **seen, seen_translation="", text="Who pays?")
    for translation in ("", "Who paid?"):
        late = {**seen, "seen_translation": translation, "text": "Who is paying?"}
        data = refused("translation.stale", connection, "translate", seat, **late)
        assert (data["question"].number, data["by"]) == (1, "booth")
    assert shown(connection)[0].text == "Who pays?"
    execute_act(connection, "translate", seat, **seen, seen_translation="Who pays?", text="Who is paying?")
    assert shown(connection)[0].text == "Who is paying?"


def test_translation_of_a_text_that_has_been_reworded_is_refused(connection):
    ask(connection)
    execute_act(connection, "approve", CHAIR, number=1, version=1)
    execute_act(connection, "wording", CHAIR, number=1, version=2, text="¿Quién cobra?", hide=False)
    words = {"number": 1, "language": "en", "text": "Who is paid?", "seen_translation": ""}
    refused("translation.stale", connection, "translate", BOOTH, **words, seen_text="¿Quién paga?")
    execute_act(connection, "translate", BOOTH, **words, seen_text="¿Quién cobra?")
    assert shown(connection)[0].text == "Who is paid?"


def test_machine_translation_that_arrives_while_a_person_writes_is_no_conflict(connection):
    ask(connection)
    record(connection, ("Who is the payer?", ("es", "en")))
    seen = {"number": 1, "language": "en", "seen_text": "¿Quién paga?"}
    execute_act(connection, "translate", CHAIR, **seen, seen_translation="", text="Who pays?")
    late = {**seen, "seen_translation": "Who is the payer?", "text": "Who?"}
    refused("translation.stale", connection, "translate", CHAIR, **late)
    assert shown(connection)[0].text == "Who pays?"
