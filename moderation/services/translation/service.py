"""The translation service of the server. It assigns engines to sessions and owns the workers and the dispatcher."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection
from typing import NamedTuple

from ...concurrency import Runtime
from ...core.model import Session
from ...store import sessions
from ...store.reader import Reader
from ..glossary import plain_terms
from .dispatcher import Dispatcher, Submit
from .engine import EngineError, Settings
from .engines.registry import AUTOMATIC, NAMES, OFF, available
from .jobs import ready_session, record_served
from .pool import Pool, command
from .translator import Translator

LOOK_SECONDS = 1.0
"""Seconds between two checks whether the engine's language pairs are known."""
WORKERS = 1
"""Maximum number of worker processes for each engine.

One worker is enough, because a local engine translates a sentence in milliseconds. A further worker with Apertium would
use 370 MB of memory.
"""
TRIAL_SECONDS = 10.0
ON_STAGE = 3
"""Maximum number of languages that the stage shows together (static/js/stage/words.js): the original language and the
first languages of the session."""


class Trial(NamedTuple):
    """The translation of a sentence that somebody has entered as a trial. `route`: the languages from source to
    target.
    """

    text: str
    engine: str
    route: tuple[str, ...]


def engine_of(session: Session, settings: Settings) -> str | None:
    """Return the engine that the session file names. Return None for `none` or an unknown name.

    `auto` means the installed local engine. If no local engine is installed, return None. `auto` never means a third
    party.
    """
    wanted = session.definition.get("translation", OFF)
    if wanted == AUTOMATIC:
        return available(settings)
    return wanted if wanted in NAMES else None


class TranslationService:
    """The dispatcher of translation jobs, and the engines that it uses. Sessions can be added while the server runs.

    `is_alone`: whether this is the only process that serves the sessions.
    """

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        submit: Submit,
        clock: Callable[[], float],
        settings: Settings,
        preferred: Callable[[str], Collection[str]],
        watch: Callable[[str, str | None], None] = lambda engine, kind: None,
        *,
        is_alone: bool = True,
    ):
        self._runtime, self._submit, self._settings = runtime, submit, settings
        self._engines: dict[str, str] = {}
        self._translators: dict[str, Translator] = {}
        self._stage: dict[str, tuple[str, ...]] = {}
        self._is_closed = False
        self.dispatcher = Dispatcher(
            runtime,
            reader,
            submit,
            clock,
            self._engines,
            self._translators,
            lambda code: (preferred(code), self._stage.get(code, ())),
            watch,
            is_alone=is_alone,
        )
        self._is_alone = is_alone

    def serve(self, session: Session) -> None:
        """Store the session's engine, queue the missing translations and start the dispatcher.

        Call this method again after a change of the session's definition. Without an engine, start no process and open
        no connection.
        """
        engine = engine_of(session, self._settings)
        # Wait for the commit, because it can change the views of questions. If this is the only process, no client
        # follows the session yet (`is_followed` is False), and the commit adds no changes to the streams. So a client
        # that read the earlier views before the commit would never learn of the new views.
        self._submit(lambda tx: ready_session(tx, session, engine, is_followed=not self._is_alone)).wait()
        self._stage[session.code] = session.languages[:ON_STAGE]
        if engine is None:
            self._engines.pop(session.code, None)
            return
        if engine not in self._translators:
            self._translators[engine] = Translator(Pool(self._runtime, command(engine), WORKERS, self._settings))
        self._engines[session.code] = engine
        self.dispatcher.start()
        code, translator = session.code, self._translators[engine]
        self._runtime.spawn(lambda: self._record_served(code, engine, translator))

    def try_sentence(self, session: Session, text: str, source: str, target: str) -> Trial:
        """Translate a sentence with the session's engine and glossary, and store nothing.

        Raise EngineError on failure; its kind is `unavailable` if the session has no engine.
        """
        engine = self._engines.get(session.code)
        if engine is None:
            raise EngineError("unavailable")
        output, route = self._runtime.in_thread(
            self._translators[engine].translate, text, source, target, TRIAL_SECONDS, plain_terms(session.definition)
        )
        return Trial(output, engine, route)

    def _record_served(self, code: str, engine: str, translator: Translator) -> None:
        """Store the languages between which the engine translates, as soon as its language pairs are known.

        Ask the engine for the pairs once. If the engine does not answer, the pairs become known with the first
        translation. Stop when the service is closed.
        """
        with contextlib.suppress(EngineError):
            self._runtime.in_thread(translator.learn_pairs)
        while (pairs := translator.pairs) is None:
            if self._is_closed:
                return
            self._runtime.sleep(LOOK_SECONDS)
        self._submit(lambda tx: record_served(tx, code, engine, pairs)).wait()

    def close(self) -> None:
        """End the worker processes, and the tasks that wait for language pairs."""
        self._is_closed = True
        self.dispatcher.close()


def start(
    runtime: Runtime,
    reader: Reader,
    submit: Submit,
    clock: Callable[[], float],
    settings: Settings,
    preferred: Callable[[str], Collection[str]],
    watch: Callable[[str, str | None], None] = lambda engine, kind: None,
) -> TranslationService:
    """Return the translation service, which serves every session of the store.

    `preferred(code)`: the languages that chairs read now. These languages are translated first, then the stage's
    languages. `watch(engine, kind)`: as for `Dispatcher`.
    """
    service = TranslationService(runtime, reader, submit, clock, settings, preferred, watch)
    with reader.transaction() as connection:
        present_sessions = sessions.every(connection)
    for session in present_sessions:
        service.serve(session)
    return service
