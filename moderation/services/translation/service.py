"""The translation service of the server. It assigns engines to sessions and owns the workers and the dispatcher."""

from __future__ import annotations

from collections.abc import Callable, Collection

from ...concurrency import Runtime
from ...core.model import Session
from ...store import sessions
from ...store.reader import Reader
from .dispatcher import Dispatcher, Submit
from .engine import Settings
from .engines.registry import AUTOMATIC, NAMES, OFF, available
from .jobs import ready_session
from .pool import Pool, command
from .translator import Translator

WORKERS = 1
"""Maximum number of worker processes for each engine. A local engine translates a sentence in milliseconds, and an
Apertium process uses 370 MB of memory."""
ON_STAGE = 3
"""Maximum number of languages that the stage shows together (static/js/stage/words.js): the original language and the
first languages of the session."""


def engine_of(session: Session, settings: Settings) -> str | None:
    """Return the engine that the session file names; None for `none` or an unknown name.

    `auto` means the installed local engine, or no engine if none is installed. It never means a third party.
    """
    wanted = session.definition.get("translation", OFF)
    if wanted == AUTOMATIC:
        return available(settings)
    return wanted if wanted in NAMES else None


class TranslationService:
    """The dispatcher with its engines. Sessions can be added while the server runs."""

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        submit: Submit,
        clock: Callable[[], float],
        settings: Settings,
        preferred: Callable[[str], Collection[str]],
    ):
        self._runtime, self._submit, self._settings = runtime, submit, settings
        self._engines: dict[str, str] = {}
        self._translators: dict[str, Translator] = {}
        self._stage: dict[str, tuple[str, ...]] = {}
        self.dispatcher = Dispatcher(
            runtime,
            reader,
            submit,
            clock,
            self._engines,
            self._translators,
            lambda code: (preferred(code), self._stage.get(code, ())),
        )

    def serve(self, session: Session) -> None:
        """Store the session's engine, queue the missing translations and start the dispatcher.

        Without an engine, start no process and open no connection.
        """
        engine = engine_of(session, self._settings)
        # Wait for the commit before any client reads, because the commit changes views without a new seq.
        self._submit(lambda tx: ready_session(tx, session, engine)).wait()
        self._stage[session.code] = session.languages[:ON_STAGE]
        if engine is None:
            return
        if engine not in self._translators:
            self._translators[engine] = Translator(Pool(self._runtime, command(engine), WORKERS, self._settings))
        self._engines[session.code] = engine
        self.dispatcher.start()

    def close(self) -> None:
        """End the worker processes."""
        self.dispatcher.close()


def start(
    runtime: Runtime,
    reader: Reader,
    submit: Submit,
    clock: Callable[[], float],
    settings: Settings,
    preferred: Callable[[str], Collection[str]],
) -> TranslationService:
    """Return a translation service for every session of the store.

    `preferred(code)`: the languages that chairs read now. These languages are translated first, then the stage's
    languages.
    """
    service = TranslationService(runtime, reader, submit, clock, settings, preferred)
    with reader.transaction() as connection:
        present_sessions = sessions.every(connection)
    for session in present_sessions:
        service.serve(session)
    return service
