"""Translation as the server starts it: which engine serves which session, its workers, and the dispatcher."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...core.model import Session
from ...store import sessions
from ...store.reading import Reader
from ..translating import ready_session
from .dispatcher import Dispatcher
from .engine import AUTOMATIC, NAMES, OFF, available
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


def start(runtime: Any, reader: Reader, submit: Callable, clock: Callable[[], float], settings: dict, preferred: Callable[[str], set[str]]) -> Dispatcher:
    """Tell every session its engine, start what waits. Nothing is started, and nothing reached, where no session has one.

    `preferred(code)`: the languages that chairs read now; they come first, then the stage's.
    """
    with reader.transaction() as connection:
        standing = sessions.every(connection)
    engines = {session.code: name for session in standing if (name := engine_of(session, settings))}
    for session in standing:
        # Settled before anybody reads: it changes views under the new epoch without a seq of its own.
        submit(lambda tx, session=session: ready_session(tx, session, engines.get(session.code))).wait()
    translators = {name: Translator(Pool(runtime, command(name), WORKERS, settings)) for name in set(engines.values())}
    stage = {session.code: session.languages[:ON_STAGE] for session in standing}
    dispatcher = Dispatcher(runtime, reader, submit, clock, engines, translators, lambda code: (preferred(code), stage[code]))
    dispatcher.start()
    return dispatcher
