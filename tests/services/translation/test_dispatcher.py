"""Tests of the dispatcher with a fake engine: the order of jobs, failures, the circuit breaker, and time-outs."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Translation
from moderation.core.refusals import Refusal
from moderation.services.translation.dispatcher import CLAIM_SECONDS, Dispatcher
from moderation.services.translation.engine import EngineError
from moderation.store import questions, sessions, translation_jobs
from tests.factories import caller, execute_act, make_database, make_reader, run, spoken


class DispatchedStore:
    """A store on disk, a clock that the test sets, and a fake engine. Each `step` executes one job."""

    def __init__(self, path, **definition):
        self.connection = make_database(str(path), **{"languages": ["en", "es", "fr"]} | definition)
        sessions.set_engine(self.connection, self.session, "fake")
        self.now, self.asked, self.answers, self.reading, self.stage = 0.0, [], {}, set(), set()
        self.full, self.between = False, {}
        self.reader = make_reader(path)
        self.dispatcher = self.make_dispatcher()

    def make_dispatcher(self, *, is_alone=True):
        return Dispatcher(
            self,
            self.reader,
            self.submit,
            lambda: self.now,
            {"PANEL1": "fake"},
            {"fake": self},
            lambda code: (self.reading, self.stage),
            is_alone=is_alone,
        )

    @property
    def session(self):
        return sessions.get_by_code(self.connection, "PANEL1")

    def submit(self, command):
        if self.full:
            raise Refusal("server.busy", retry_after=1)
        run(self.connection, command, now=self.now)
        return self

    def wait(self):
        return {}

    def in_thread(self, function, *arguments):
        return function(*arguments)

    def translate(self, text, source, target, seconds, terms):
        self.terms = terms
        self.asked.append((text, target))
        answer = self.answers.get(target, "text")
        if callable(answer):
            answer = answer()
        if isinstance(answer, Exception):
            raise answer
        return answer, (source, target)

    def intermediates(self, source, target):
        return self.between.get((source, target), ())

    def ask(self, text="¿Quién paga?"):
        execute_act(self.connection, "ask", caller("attendee"), now=self.now, text=text, identified=spoken("es"))

    def step(self):
        """Execute a job. Return False if there is no job."""
        return self.dispatcher.step()

    def states(self, number=1):
        return {
            translation.language: translation.state
            for translation in questions.find(self.connection, self.session, number).translations
        }


@pytest.fixture
def dispatched(tmp_path):
    return DispatchedStore(tmp_path / "of.db")


def test_order_is_chairs_languages_then_stage_then_waiting_time(tmp_path):
    dispatched = DispatchedStore(tmp_path / "of.db", languages=["ar", "en", "es", "fr"])
    for dispatched.now, text in enumerate(("Uno", "Dos", "Tres")):
        dispatched.ask(text)
    dispatched.reading, dispatched.stage = {"fr"}, {"fr", "en"}
    while dispatched.step():
        pass
    assert dispatched.asked == [(text, language) for language in ("fr", "en", "ar") for text in ("Uno", "Dos", "Tres")]


def test_text_translated_before_is_not_sent_again(dispatched):
    dispatched.ask()
    while dispatched.step():
        pass
    dispatched.ask()
    while dispatched.step():
        pass
    assert (len(dispatched.asked), dispatched.states(2)) == (2, {"en": "done", "fr": "done"})


def test_engine_gets_the_terms_of_the_session(tmp_path):
    dispatched = DispatchedStore(
        tmp_path / "of.db", terms=[{"term": {"en": "UN", "es": "ONU", "fr": "ONU"}, "note": None}]
    )
    dispatched.ask()
    dispatched.step()
    names = [{"en": name, "es": name, "fr": name} for name in ("Joyce", "Patryk", "Moliehi")]
    assert dispatched.terms == [{"en": "UN", "es": "ONU", "fr": "ONU"}, *names]


@pytest.mark.parametrize(("text", "asked"), [("¿Quién paga a la ONU?", 2), ("¿Quién paga?", 1)])
def test_text_with_a_term_is_sent_again_after_the_glossary_changed(dispatched, text, asked):
    for said in ("UN", "United Nations"):
        definition = dispatched.session.definition | {
            "terms": [{"term": {"en": said, "es": "ONU", "fr": "ONU"}, "note": None}]
        }
        dispatched.connection.execute("UPDATE sessions SET definition = ?", [json.dumps(definition)])
        dispatched.ask(text)
        while dispatched.step():
            pass
    assert [target for _, target in dispatched.asked].count("en") == asked
    assert [target for _, target in dispatched.asked].count("fr") == 1


def test_failed_job_is_retried_with_back_off_for_thirty_seconds(dispatched):
    dispatched.ask()
    dispatched.answers = {"en": EngineError("unavailable"), "fr": EngineError("unavailable")}
    times = []
    for tenth in range(400):
        dispatched.now = tenth / 10
        dispatched.dispatcher.give_up()
        before = len(dispatched.asked)
        while dispatched.step():
            pass
        times += [dispatched.now] * sum(1 for _, target in dispatched.asked[before:] if target == "en")
    assert times[:2] == [0.0, 1.0]
    assert dispatched.states() == {"en": "failed", "fr": "failed"}
    assert max(times) <= 30.0


@pytest.mark.parametrize("kind", ["unsupported", "refused", "untranslated"])
def test_permanent_failure_is_not_retried(dispatched, kind):
    dispatched.ask()
    dispatched.answers = {"en": EngineError(kind)}
    while dispatched.step():
        pass
    assert dispatched.states() == {"en": "failed", "fr": "done"}
    assert len(dispatched.asked) == 2


def test_breaker_stops_calls_to_a_failing_engine(dispatched):
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        dispatched.ask(text)
    dispatched.answers = {"en": EngineError("timeout"), "fr": EngineError("timeout")}
    while dispatched.step():
        pass
    assert len(dispatched.asked) == 5


def test_untranslatable_texts_do_not_open_the_breaker(dispatched):
    for number in range(6):
        dispatched.ask(f"Jajaja {number}")
    dispatched.answers = {"en": EngineError("untranslated"), "fr": EngineError("untranslated")}
    while dispatched.step():
        pass
    assert len(dispatched.asked) == 12
    dispatched.answers = {}
    dispatched.ask()
    while dispatched.step():
        pass
    assert dispatched.states(7) == {"en": "done", "fr": "done"}


def test_jobs_behind_an_open_breaker_fail_after_thirty_seconds(dispatched):
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        dispatched.ask(text)
    dispatched.answers = {"en": EngineError("timeout"), "fr": EngineError("timeout")}
    while dispatched.step():
        pass
    dispatched.now = 29.9
    dispatched.dispatcher.give_up()
    assert dispatched.states(4) == {"en": "waiting", "fr": "waiting"}
    dispatched.now = 30.1
    dispatched.dispatcher.give_up()
    assert [dispatched.states(number) for number in (1, 2, 3, 4)] == [{"en": "failed", "fr": "failed"}] * 4


def hang(dispatched):
    """Return a function that plays an engine whose answer comes later than the job's time limit of 30 s.

    The function moves the test's clock by 31 s, calls the dispatcher's `give_up`, and stores the states of the
    translations in `dispatched.seen`. Then it answers.
    """

    def answer():
        dispatched.now += 31.0
        dispatched.dispatcher.give_up()
        dispatched.seen = dispatched.states()
        return "text"

    return answer


def test_job_in_flight_fails_after_thirty_seconds(dispatched):
    dispatched.ask()
    dispatched.answers = {"en": hang(dispatched)}
    dispatched.step()
    assert dispatched.seen == {"en": "failed", "fr": "failed"}
    assert dispatched.states() == {"en": "failed", "fr": "failed"}


def test_retranslate_during_a_call_discards_its_result(dispatched):
    dispatched.ask()
    dispatched.answers = {"fr": EngineError("refused")}

    def again():
        dispatched.now = 5.0
        execute_act(
            dispatched.connection, "retranslate", caller("chair.a"), now=dispatched.now, number=1, language="en"
        )
        return EngineError("unsupported")

    dispatched.answers["en"] = again
    while dispatched.step() and len(dispatched.asked) < 2:
        pass
    assert dispatched.states() == {"en": "waiting", "fr": "failed"}
    dispatched.answers = {}
    while dispatched.step():
        pass
    assert dispatched.states()["en"] == "done"


def test_retranslate_ignores_the_cache(dispatched):
    dispatched.ask()
    while dispatched.step():
        pass
    execute_act(dispatched.connection, "retranslate", caller("chair.a"), now=1.0, number=1, language="en")
    dispatched.answers = {"en": "better"}
    dispatched.now = 1.0
    while dispatched.step():
        pass
    assert [target for _, target in dispatched.asked] == ["en", "fr", "en"]
    assert questions.find(dispatched.connection, dispatched.session, 1).translations[0].text == "better"


def test_full_write_queue_ends_no_task_and_loses_no_job(dispatched, caplog):
    class Enough(Exception):
        pass

    def sleep(seconds):
        dispatched.pauses += 1
        if dispatched.pauses == 2:
            raise Enough
        dispatched.full = False

    dispatched.ask()
    dispatched.sleep, dispatched.full, dispatched.pauses = sleep, True, 0
    with pytest.raises(Enough):
        dispatched.dispatcher._repeat(dispatched.dispatcher.step, 0.2)
    assert dispatched.states() == {"en": "done", "fr": "done"}
    assert caplog.messages == ["translation: Refusal"]


def test_jobs_survive_a_restart(tmp_path):
    dispatched = DispatchedStore(tmp_path / "of.db")
    dispatched.ask()
    dispatched.step()
    again = [job.target for job in translation_jobs.due(dispatched.connection, "PANEL1", 0.0, 9)]
    assert again == ["fr"]
    shown = questions.find(dispatched.connection, dispatched.session, 1).translations
    assert shown[1] == Translation("fr", "waiting")


def test_two_processes_share_the_jobs(dispatched):
    dispatched.ask()
    first, second = (dispatched.make_dispatcher(is_alone=False) for _ in range(2))
    job = first._choose()
    assert first._submit_claim(job)
    assert second.step()
    assert not second.step(), "the other job is claimed"
    assert len(dispatched.asked) == 1
    dispatched.now += CLAIM_SECONDS
    assert second.step(), "the process with the claim has died"
    assert sorted(language for _, language in dispatched.asked) == ["en", "fr"]
    assert not first._submit_claim(job), "the outcome is recorded"


def correct(dispatched, text, language="en", number=1):
    execute_act(dispatched.connection, "translate", caller("chair.a"), number=number, language=language, text=text)


def translation_into(dispatched, language, number=1):
    translations = questions.find(dispatched.connection, dispatched.session, number).translations
    return next(translation for translation in translations if translation.language == language)


def test_correction_of_the_intermediate_language_is_the_source_for_the_third_language(dispatched):
    dispatched.between = {("es", "fr"): ("en",)}
    dispatched.answers["fr"] = "le français"
    dispatched.ask()
    correct(dispatched, "Who pays for it?")
    while dispatched.step():
        pass
    assert dispatched.asked == [("¿Quién paga?", "en"), ("Who pays for it?", "fr")]
    french = translation_into(dispatched, "fr")
    assert (french.text, french.route) == ("le français", ("es", "en", "fr"))
    dispatched.ask()
    while dispatched.step():
        pass
    # Question 2 has the same text, but the correction of the English text belongs to question 1 only.
    assert dispatched.asked[2:] == [("¿Quién paga?", "fr")]


def test_later_correction_and_its_undo_translate_again_over_the_intermediate_language(dispatched):
    dispatched.between = {("es", "fr"): ("en",)}
    dispatched.answers["fr"] = lambda: f"français {len(dispatched.asked)}"
    dispatched.translate_directly = dispatched.translate
    dispatched.translate = lambda text, source, target, seconds, terms: (
        dispatched.translate_directly(text, source, target, seconds, terms)[0],
        ("es", "en", "fr") if (source, target) == ("es", "fr") else (source, target),
    )
    dispatched.ask()
    while dispatched.step():
        pass
    correct(dispatched, "Who pays for it?")
    while dispatched.step():
        pass
    assert dispatched.asked[2:] == [("Who pays for it?", "fr")]
    execute_act(dispatched.connection, "undo", caller("chair.a"))
    while dispatched.step():
        pass
    assert translation_into(dispatched, "fr").route == ("es", "en", "fr")
    assert translation_into(dispatched, "fr").text == "français 2"
    assert dispatched.asked[3:] == []  # The cache still has this translation, so the engine is not asked again.


def test_correction_into_a_variant_of_the_intermediate_language_is_the_source(tmp_path):
    """Check a correction before the machine translation, and a correction after it."""
    dispatched = DispatchedStore(tmp_path / "of.db", languages=["es", "pt-BR", "fr"])
    dispatched.between = {("es", "fr"): ("pt",)}
    dispatched.translate_directly = dispatched.translate
    dispatched.translate = lambda text, source, target, seconds, terms: (
        dispatched.translate_directly(text, source, target, seconds, terms)[0],
        ("es", "pt", "fr") if (source, target) == ("es", "fr") else (source, target),
    )
    dispatched.ask()
    correct(dispatched, "Quem paga?", "pt-BR")
    while dispatched.step():
        pass
    assert dispatched.asked == [("Quem paga?", "fr"), ("¿Quién paga?", "pt-BR")]
    assert translation_into(dispatched, "fr").route == ("es", "pt-BR", "fr")
    dispatched.ask("¿Quién decide?")
    while dispatched.step():
        pass
    assert translation_into(dispatched, "fr", 2).route == ("es", "pt", "fr")
    correct(dispatched, "Quem decide?", "pt-BR", number=2)
    while dispatched.step():
        pass
    assert dispatched.asked[4:] == [("Quem decide?", "fr")]
    assert translation_into(dispatched, "fr", 2).route == ("es", "pt-BR", "fr")


def test_correction_of_another_language_translates_nothing_again(dispatched):
    dispatched.ask()
    while dispatched.step():
        pass
    correct(dispatched, "Who pays for it?")
    assert not dispatched.step()
