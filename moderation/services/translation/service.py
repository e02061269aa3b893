"""Translation as the server starts it: which engine serves which session, its workers, and the dispatcher."""

from __future__ import annotations

from collections.abc import Callable

from ...concurrency import Runtime
from ...core.model import Session
from ...store import sessions
from ...store.reader import Reader
from .dispatcher import Dispatcher
from .engines.registry import AUTOMATIC, NAMES, OFF, available
from .jobs import ready_session
from .pool import Pool, command
from .translator import Translator

WORKERS = 1
"""Processes for each engine: one takes milliseconds a sentence locally, and Apertium's holds some 370 MB."""
ON_STAGE = 3
"""So many languages stand on the stage at once, the session's first ones after the asked one (static/js/stage/words.js)."""


def engine_of(session: Session, settings: dict) -> str | None:
    """The session file's engine; `auto` is a local one if there is one, never a third party."""
    wanted = session.definition.get("translation", OFF)
    if wanted == AUTOMATIC:
        return available(settings)
    return wanted if wanted in NAMES else None


class Service:
    """The dispatcher with what it needs to serve one more session: a session created beside the running server has its engine at once."""

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        submit: Callable,
        clock: Callable[[], float],
        settings: dict,
        preferred: Callable[[str], set[str]],
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
        """Tell the session its engine, want what waits. Nothing is started, and nothing reached, where it has none."""
        engine = engine_of(session, self._settings)
        # Settled before anybody reads: it changes views under the new epoch without a seq of its own.
        self._submit(lambda tx: ready_session(tx, session, engine)).wait()
        self._stage[session.code] = session.languages[:ON_STAGE]
        if engine is None:
            return
        if engine not in self._translators:
            self._translators[engine] = Translator(Pool(self._runtime, command(engine), WORKERS, self._settings))
        self._engines[session.code] = engine
        self.dispatcher.start()

    def close(self) -> None:
        """End the workers."""
        self.dispatcher.close()


def start(
    runtime: Runtime,
    reader: Reader,
    submit: Callable,
    clock: Callable[[], float],
    settings: dict,
    preferred: Callable[[str], set[str]],
) -> Service:
    """Serve every session that stands. `preferred(code)`: the languages that chairs read now; they come first, then the stage's."""
    service = Service(runtime, reader, submit, clock, settings, preferred)
    with reader.transaction() as connection:
        standing = sessions.every(connection)
    for session in standing:
        service.serve(session)
    return service
