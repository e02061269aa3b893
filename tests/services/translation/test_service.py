"""Tests of the translation service, which waits until an engine reports its language pairs."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from moderation.runtime import use
from moderation.services.glossary import plain_terms
from moderation.services.translation.engine import EngineError
from moderation.services.translation.service import TranslationService
from tests.factories import make_definition, make_session


class SilentEngineRuntime:
    """A fake runtime. `spawn` only stores the task, `in_thread` always raises EngineError, and `sleep` calls
    `on_sleep`.
    """

    def __init__(self):
        self.tasks, self.on_sleep, self.real = [], lambda: None, use("threading").real

    def spawn(self, task):
        self.tasks.append(task)

    def in_thread(self, function):
        raise EngineError("unavailable")

    def sleep(self, seconds):
        self.on_sleep()


def test_close_ends_the_wait_for_the_language_pairs_of_an_engine():
    runtime, submitted, pauses = SilentEngineRuntime(), [], []

    def submit(work):
        submitted.append(work)
        return SimpleNamespace(wait=lambda: None)

    def pause():
        pauses.append(1)
        assert len(pauses) <= 3, "the wait does not end"
        if len(pauses) == 3:
            service.close()

    runtime.on_sleep = pause
    service = TranslationService(runtime, None, submit, lambda: 0.0, {}, lambda code: ())
    service.serve(make_session(definition=make_definition(translation="mymemory")))
    runtime.tasks[-1]()
    assert len(pauses) == 3
    # Only `ready_session` was submitted. The next command would need the language pairs, which the engine has never
    # reported.
    assert len(submitted) == 1


class CallingRuntime(SilentEngineRuntime):
    """A fake runtime that calls the function of `in_thread` directly."""

    def in_thread(self, function, *args):
        return function(*args)


def test_a_tried_sentence_uses_the_engine_and_the_glossary_of_the_session():
    calls = []

    def translate(*args):
        calls.append(args)
        return "Salut", ("en", "es", "fr")

    session = make_session(definition=make_definition(translation="apertium"))
    service = TranslationService(CallingRuntime(), None, None, lambda: 0.0, {}, lambda code: ())
    with pytest.raises(EngineError, match="unavailable"):
        service.try_sentence(session, "Hello", "en", "fr")
    service._engines[session.code] = "apertium"
    service._translators["apertium"] = SimpleNamespace(translate=translate)
    assert service.try_sentence(session, "Hello", "en", "fr") == ("Salut", "apertium", ("en", "es", "fr"))
    assert calls == [("Hello", "en", "fr", 10.0, plain_terms(session.definition))]
