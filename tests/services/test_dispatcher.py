"""The dispatcher with an engine of our own making: order, failures, breaker, and what is given up."""

from __future__ import annotations

import json

import pytest

from moderation.core.model import Translation
from moderation.services.translation.dispatcher import Dispatcher
from moderation.services.translation.engine import EngineError
from moderation.store import questions, sessions, translations
from moderation.store.reading import Reader
from tests.factories import caller, carry_out, make_database, run, spoken


class Room:
    """A store on disk, a clock by hand, and an engine that answers what it is told; each `step` does one job."""

    def __init__(self, path, **definition):
        self.connection = make_database(str(path), **{"languages": ["en", "es", "fr"]} | definition)
        sessions.set_engine(self.connection, self.session, "fake")
        self.now, self.asked, self.answers, self.reading = 0.0, [], {}, set()
        self.dispatcher = Dispatcher(
            self, Reader(path), self.submit, lambda: self.now, {"PANEL1": "fake"}, {"fake": self}, lambda code: self.reading
        )

    @property
    def session(self):
        return sessions.find(self.connection, "PANEL1")

    def submit(self, command):
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
        if isinstance(answer, Exception):
            raise answer
        return answer, (source, target)

    def ask(self, text="¿Quién paga?"):
        carry_out(self.connection, "ask", caller("attendee"), now=self.now, text=text, identified=spoken("es"))

    def step(self):
        """Whether there was a job to do."""
        job = self.dispatcher._take()
        if job is not None:
            self.dispatcher._carry_out(job)
            self.dispatcher._taken.clear()
        return job is not None

    def states(self, number=1):
        return {one.language: one.state for one in questions.find(self.connection, self.session, number).translations}


@pytest.fixture
def room(tmp_path):
    return Room(tmp_path / "of.db")


def test_what_the_chairs_read_comes_first_then_what_waits_longest(room):
    room.ask("Uno")
    room.now = 1.0
    room.ask("Dos")
    room.reading = {"fr"}
    while room.step():
        pass
    assert room.asked == [("Uno", "fr"), ("Dos", "fr"), ("Uno", "en"), ("Dos", "en")]


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
        definition = room.session.definition | {"terms": [{"term": {"en": said, "es": "ONU", "fr": "ONU"}, "note": None}]}
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
        before = len(room.asked)
        while room.step():
            pass
        times += [room.now] * sum(1 for _, target in room.asked[before:] if target == "en")
    assert times[:2] == [0.0, 1.0]
    assert room.states() == {"en": "failed", "fr": "failed"}
    assert max(times) <= 30.0


@pytest.mark.parametrize("kind", ["unsupported", "refused"])
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


def test_jobs_of_the_last_run_are_there_after_a_restart(tmp_path):
    room = Room(tmp_path / "of.db")
    room.ask()
    room.step()
    again = [job.target for job in translations.due(room.connection, 0.0, 9)]
    assert again == ["fr"]
    shown = questions.find(room.connection, room.session, 1).translations
    assert shown[1] == Translation("fr", "waiting")
