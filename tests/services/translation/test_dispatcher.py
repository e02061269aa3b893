"""The dispatcher with a fake engine: order, failures, breaker, time-outs."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Translation
from moderation.core.refusals import Refusal
from moderation.services.translation.dispatcher import Dispatcher
from moderation.services.translation.engine import EngineError
from moderation.store import questions, sessions, translations
from moderation.store.reader import Reader
from tests.factories import caller, execute_act, make_database, run, spoken


class DispatchedStore:
    """A store on disk, a clock that the test sets, and a fake engine. Each `step` executes one job."""

    def __init__(self, path, **definition):
        self.connection = make_database(str(path), **{"languages": ["en", "es", "fr"]} | definition)
        sessions.set_engine(self.connection, self.session, "fake")
        self.now, self.asked, self.answers, self.reading, self.stage = 0.0, [], {}, set(), set()
        self.full = False
        self.dispatcher = Dispatcher(
            self,
            Reader(path),
            self.submit,
            lambda: self.now,
            {"PANEL1": "fake"},
            {"fake": self},
            lambda code: (self.reading, self.stage),
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

    def ask(self, text="¿Quién paga?"):
        execute_act(self.connection, "ask", caller("attendee"), now=self.now, text=text, identified=spoken("es"))

    def step(self):
        """Execute a job. Return False if there was none."""
        return self.dispatcher.step()

    def states(self, number=1):
        return {
            translation.language: translation.state
            for translation in questions.find(self.connection, self.session, number).translations
        }


@pytest.fixture
def store_session(tmp_path):
    return DispatchedStore(tmp_path / "of.db")


def test_order_is_chairs_languages_then_stage_then_waiting_time(tmp_path):
    store_session = DispatchedStore(tmp_path / "of.db", languages=["ar", "en", "es", "fr"])
    for store_session.now, text in enumerate(("Uno", "Dos", "Tres")):
        store_session.ask(text)
    store_session.reading, store_session.stage = {"fr"}, {"fr", "en"}
    while store_session.step():
        pass
    assert store_session.asked == [
        (text, language) for language in ("fr", "en", "ar") for text in ("Uno", "Dos", "Tres")
    ]


def test_text_translated_before_is_not_sent_again(store_session):
    store_session.ask()
    while store_session.step():
        pass
    store_session.ask()
    while store_session.step():
        pass
    assert (len(store_session.asked), store_session.states(2)) == (2, {"en": "done", "fr": "done"})


def test_engine_gets_the_terms_of_the_session(tmp_path):
    store_session = DispatchedStore(
        tmp_path / "of.db", terms=[{"term": {"en": "UN", "es": "ONU", "fr": "ONU"}, "note": None}]
    )
    store_session.ask()
    store_session.step()
    names = [{"en": name, "es": name, "fr": name} for name in ("Joyce", "Patryk", "Moliehi")]
    assert store_session.terms == [{"en": "UN", "es": "ONU", "fr": "ONU"}, *names]


@pytest.mark.parametrize(("text", "asked"), [("¿Quién paga a la ONU?", 2), ("¿Quién paga?", 1)])
def test_text_with_a_term_is_sent_again_after_the_glossary_changed(store_session, text, asked):
    for said in ("UN", "United Nations"):
        definition = store_session.session.definition | {
            "terms": [{"term": {"en": said, "es": "ONU", "fr": "ONU"}, "note": None}]
        }
        store_session.connection.execute("UPDATE sessions SET definition = ?", [json.dumps(definition)])
        store_session.ask(text)
        while store_session.step():
            pass
    assert [target for _, target in store_session.asked].count("en") == asked
    assert [target for _, target in store_session.asked].count("fr") == 1


def test_failed_job_is_retried_with_back_off_for_thirty_seconds(store_session):
    store_session.ask()
    store_session.answers = {"en": EngineError("unavailable"), "fr": EngineError("unavailable")}
    times = []
    for tenth in range(400):
        store_session.now = tenth / 10
        store_session.dispatcher.give_up()
        before = len(store_session.asked)
        while store_session.step():
            pass
        times += [store_session.now] * sum(1 for _, target in store_session.asked[before:] if target == "en")
    assert times[:2] == [0.0, 1.0]
    assert store_session.states() == {"en": "failed", "fr": "failed"}
    assert max(times) <= 30.0


@pytest.mark.parametrize("kind", ["unsupported", "refused", "untranslated"])
def test_permanent_failure_is_not_retried(store_session, kind):
    store_session.ask()
    store_session.answers = {"en": EngineError(kind)}
    while store_session.step():
        pass
    assert store_session.states() == {"en": "failed", "fr": "done"}
    assert len(store_session.asked) == 2


def test_breaker_stops_calls_to_a_failing_engine(store_session):
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        store_session.ask(text)
    store_session.answers = {"en": EngineError("timeout"), "fr": EngineError("timeout")}
    while store_session.step():
        pass
    assert len(store_session.asked) == 5


def test_untranslatable_texts_do_not_open_the_breaker(store_session):
    for number in range(6):
        store_session.ask(f"Jajaja {number}")
    store_session.answers = {"en": EngineError("untranslated"), "fr": EngineError("untranslated")}
    while store_session.step():
        pass
    assert len(store_session.asked) == 12
    store_session.answers = {}
    store_session.ask()
    while store_session.step():
        pass
    assert store_session.states(7) == {"en": "done", "fr": "done"}


def test_jobs_behind_an_open_breaker_fail_after_thirty_seconds(store_session):
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        store_session.ask(text)
    store_session.answers = {"en": EngineError("timeout"), "fr": EngineError("timeout")}
    while store_session.step():
        pass
    store_session.now = 29.9
    store_session.dispatcher.give_up()
    assert store_session.states(4) == {"en": "waiting", "fr": "waiting"}
    store_session.now = 30.1
    store_session.dispatcher.give_up()
    assert [store_session.states(number) for number in (1, 2, 3, 4)] == [{"en": "failed", "fr": "failed"}] * 4


def hang(store_session):
    """Return an engine that takes 31 seconds for its answer; `give_up` runs meanwhile."""

    def answer():
        store_session.now += 31.0
        store_session.dispatcher.give_up()
        store_session.seen = store_session.states()
        return "text"

    return answer


def test_job_in_flight_fails_after_thirty_seconds(store_session):
    store_session.ask()
    store_session.answers = {"en": hang(store_session)}
    store_session.step()
    assert store_session.seen == {"en": "failed", "fr": "failed"}
    assert store_session.states() == {"en": "failed", "fr": "failed"}


def test_retranslate_during_a_call_discards_its_result(store_session):
    store_session.ask()
    store_session.answers = {"fr": EngineError("refused")}

    def again():
        store_session.now = 5.0
        execute_act(
            store_session.connection, "retranslate", caller("chair.a"), now=store_session.now, number=1, language="en"
        )
        return EngineError("unsupported")

    store_session.answers["en"] = again
    while store_session.step() and len(store_session.asked) < 2:
        pass
    assert store_session.states() == {"en": "waiting", "fr": "failed"}
    store_session.answers = {}
    while store_session.step():
        pass
    assert store_session.states()["en"] == "done"


def test_retranslate_ignores_the_cache(store_session):
    store_session.ask()
    while store_session.step():
        pass
    execute_act(store_session.connection, "retranslate", caller("chair.a"), now=1.0, number=1, language="en")
    store_session.answers = {"en": "better"}
    store_session.now = 1.0
    while store_session.step():
        pass
    assert [target for _, target in store_session.asked] == ["en", "fr", "en"]
    assert questions.find(store_session.connection, store_session.session, 1).translations[0].text == "better"


def test_full_write_queue_ends_no_task_and_loses_no_job(store_session, caplog):
    class Enough(Exception):
        pass

    def sleep(seconds):
        store_session.pauses += 1
        if store_session.pauses == 2:
            raise Enough
        store_session.full = False

    store_session.ask()
    store_session.sleep, store_session.full, store_session.pauses = sleep, True, 0
    with pytest.raises(Enough):
        store_session.dispatcher._repeat(store_session.dispatcher.step, 0.2)
    assert store_session.states() == {"en": "done", "fr": "done"}
    assert caplog.messages == ["translation: Refusal"]


def test_jobs_survive_a_restart(tmp_path):
    store_session = DispatchedStore(tmp_path / "of.db")
    store_session.ask()
    store_session.step()
    again = [job.target for job in translations.due(store_session.connection, "PANEL1", 0.0, 9)]
    assert again == ["fr"]
    shown = questions.find(store_session.connection, store_session.session, 1).translations
    assert shown[1] == Translation("fr", "waiting")
