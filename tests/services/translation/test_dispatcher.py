"""The dispatcher with an engine of our own making: order, failures, breaker, and what is given up."""

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


class Room:
    """A store on disk, a clock by hand, and an engine that answers what it is told; each `step` does one job."""

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
        """Whether there was a job to do."""
        return self.dispatcher.step()

    def states(self, number=1):
        return {one.language: one.state for one in questions.find(self.connection, self.session, number).translations}


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "of.db")


def test_what_the_chairs_read_comes_first_then_the_stage_then_what_waits_longest(tmp_path):
    room = Room(tmp_path / "of.db", languages=["ar", "en", "es", "fr"])
    for room.now, text in enumerate(("Uno", "Dos", "Tres")):
        room.ask(text)
    room.reading, room.stage = {"fr"}, {"fr", "en"}
    while room.step():
        pass
    assert room.asked == [(text, language) for language in ("fr", "en", "ar") for text in ("Uno", "Dos", "Tres")]


def test_text_translated_before_is_not_sent_again(room):
    room.ask()
    while room.step():
        pass
    room.ask()
    while room.step():
        pass
    assert (len(room.asked), room.states(2)) == (2, {"en": "done", "fr": "done"})


def test_engine_is_asked_with_the_terms_of_the_session(tmp_path):
    room = Room(tmp_path / "of.db", terms=[{"term": {"en": "UN", "es": "ONU", "fr": "ONU"}, "note": None}])
    room.ask()
    room.step()
    names = [{"en": name, "es": name, "fr": name} for name in ("Joyce", "Patryk", "Moliehi")]
    assert room.terms == [{"en": "UN", "es": "ONU", "fr": "ONU"}, *names]


@pytest.mark.parametrize(("text", "asked"), [("¿Quién paga a la ONU?", 2), ("¿Quién paga?", 1)])
def test_text_with_a_term_is_sent_again_once_the_glossary_says_otherwise(room, text, asked):
    for said in ("UN", "United Nations"):
        definition = room.session.definition | {
            "terms": [{"term": {"en": said, "es": "ONU", "fr": "ONU"}, "note": None}]
        }
        room.connection.execute("UPDATE sessions SET definition = ?", [json.dumps(definition)])
        room.ask(text)
        while room.step():
            pass
    assert [target for _, target in room.asked].count("en") == asked
    assert [target for _, target in room.asked].count("fr") == 1


def test_failed_try_is_repeated_later_each_time_and_given_up_after_thirty_seconds(room):
    room.ask()
    room.answers = {"en": EngineError("unavailable"), "fr": EngineError("unavailable")}
    times = []
    for tenth in range(400):
        room.now = tenth / 10
        room.dispatcher.give_up()
        before = len(room.asked)
        while room.step():
            pass
        times += [room.now] * sum(1 for _, target in room.asked[before:] if target == "en")
    assert times[:2] == [0.0, 1.0]
    assert room.states() == {"en": "failed", "fr": "failed"}
    assert max(times) <= 30.0


@pytest.mark.parametrize("kind", ["unsupported", "refused", "untranslated"])
def test_failure_that_no_try_can_mend_is_final_at_once(room, kind):
    room.ask()
    room.answers = {"en": EngineError(kind)}
    while room.step():
        pass
    assert room.states() == {"en": "failed", "fr": "done"}
    assert len(room.asked) == 2


def test_engine_that_keeps_failing_is_left_alone(room):
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        room.ask(text)
    room.answers = {"en": EngineError("timeout"), "fr": EngineError("timeout")}
    while room.step():
        pass
    assert len(room.asked) == 5


def test_texts_that_nobody_can_translate_do_not_shut_the_engine(room):
    for number in range(6):
        room.ask(f"Jajaja {number}")
    room.answers = {"en": EngineError("untranslated"), "fr": EngineError("untranslated")}
    while room.step():
        pass
    assert len(room.asked) == 12
    room.answers = {}
    room.ask()
    while room.step():
        pass
    assert room.states(7) == {"en": "done", "fr": "done"}


def test_what_waits_for_an_engine_that_is_left_alone_fails_after_thirty_seconds(room):
    for text in ("Uno", "Dos", "Tres", "Cuatro"):
        room.ask(text)
    room.answers = {"en": EngineError("timeout"), "fr": EngineError("timeout")}
    while room.step():
        pass
    room.now = 29.9
    room.dispatcher.give_up()
    assert room.states(4) == {"en": "waiting", "fr": "waiting"}
    room.now = 30.1
    room.dispatcher.give_up()
    assert [room.states(number) for number in (1, 2, 3, 4)] == [{"en": "failed", "fr": "failed"}] * 4


def hang(room):
    """The engine takes 31 seconds for its answer; meanwhile the others go on."""

    def answer():
        room.now += 31.0
        room.dispatcher.give_up()
        room.seen = room.states()
        return "text"

    return answer


def test_what_an_engine_has_in_hand_fails_after_thirty_seconds_too(room):
    room.ask()
    room.answers = {"en": hang(room)}
    room.step()
    assert room.seen == {"en": "failed", "fr": "failed"}
    assert room.states() == {"en": "failed", "fr": "failed"}


def test_asked_again_it_is_tried_again_whatever_the_last_try_says_meanwhile(room):
    room.ask()
    room.answers = {"fr": EngineError("refused")}

    def again():
        room.now = 5.0
        execute_act(room.connection, "retranslate", caller("chair.a"), now=room.now, number=1, language="en")
        return EngineError("unsupported")

    room.answers["en"] = again
    while room.step() and len(room.asked) < 2:
        pass
    assert room.states() == {"en": "waiting", "fr": "failed"}
    room.answers = {}
    while room.step():
        pass
    assert room.states()["en"] == "done"


def test_who_asks_again_does_not_get_the_kept_answer(room):
    room.ask()
    while room.step():
        pass
    execute_act(room.connection, "retranslate", caller("chair.a"), now=1.0, number=1, language="en")
    room.answers = {"en": "better"}
    room.now = 1.0
    while room.step():
        pass
    assert [target for _, target in room.asked] == ["en", "fr", "en"]
    assert questions.find(room.connection, room.session, 1).translations[0].text == "better"


def test_full_queue_of_writes_ends_nothing_and_loses_nothing(room, caplog):
    class Enough(Exception):
        pass

    def sleep(seconds):
        room.pauses += 1
        if room.pauses == 2:
            raise Enough
        room.full = False

    room.ask()
    room.sleep, room.full, room.pauses = sleep, True, 0
    with pytest.raises(Enough):
        room.dispatcher._go_on(room.dispatcher.step, 0.2)
    assert room.states() == {"en": "done", "fr": "done"}
    assert caplog.messages == ["translation: Refusal"]


def test_jobs_of_the_last_run_are_there_after_a_restart(tmp_path):
    room = Room(tmp_path / "of.db")
    room.ask()
    room.step()
    again = [job.target for job in translations.due(room.connection, "PANEL1", 0.0, 9)]
    assert again == ["fr"]
    shown = questions.find(room.connection, room.session, 1).translations
    assert shown[1] == Translation("fr", "waiting")
