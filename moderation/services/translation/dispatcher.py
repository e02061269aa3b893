"""Brings waiting translations to the engine, a few at a time, and their outcomes to the writer. Nothing else waits for it.

Jobs stand in the store (store/translations): one that was not recorded is done again after a restart, and recorded once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Sequence
from typing import Any

from ...concurrency import Runtime
from ...store import sessions, translations
from ...store.reader import Reader
from ...store.translations import Job
from ..glossary import plain_terms
from .breaker import Breaker
from .engine import EngineError
from .jobs import WAITS_AT_MOST, give_up, record, terms_in

AT_ONCE = 2
IDLE_SECONDS = 0.2
GIVE_UP_SECONDS = 1.0
"""How often it is looked for what has waited too long."""
SECONDS_PER_TEXT = 8.0
FIRST_PAUSE = 1.0
LAST = ("unsupported", "refused", "untranslated")
"""Kinds of failure that another try cannot mend, and that are not the engine's: whoever asks may not shut it for all."""

logger = logging.getLogger("open_floor")


class Dispatcher:
    """`engines` is {session code: engine name}, `translators` {engine name: pool}; `preferred(code)` the groups of languages that are read now, the most urgent first."""

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        submit: Callable,
        clock: Callable[[], float],
        engines: dict[str, str],
        translators: dict[str, Any],
        preferred: Callable[[str], Sequence[Collection[str]]] = lambda code: (),
    ):
        self._runtime, self._reader, self._submit, self._clock = runtime, reader, submit, clock
        self._engines, self._translators, self._preferred = engines, translators, preferred
        self._breakers: dict[str, Breaker] = {}
        self._is_started = False
        self._taken: set[tuple[int, int, str]] = set()
        self._taking = threading.Lock()

    def start(self) -> None:
        """Begin to work, `AT_ONCE` translations at a time; nothing at all where no session has an engine, or where it works already."""
        if self._is_started or not self._translators:
            return
        self._is_started = True
        for _ in range(AT_ONCE):
            self._runtime.spawn(lambda: self._go_on(self.step, IDLE_SECONDS))
        self._runtime.spawn(lambda: self._go_on(self.give_up, GIVE_UP_SECONDS))

    def close(self) -> None:
        """End the workers."""
        for translator in self._translators.values():
            translator.close()

    def step(self) -> bool:
        """Do the next job; False where there is none."""
        job = self._take()
        if job is None:
            return False
        try:
            self._translate_job(job)
        finally:
            self._taken.discard(_name(job))
        return True

    def give_up(self) -> bool:
        """Let fail what has waited too long, whoever has it in hand. Always False: there is nothing to hurry for."""
        with self._reader.transaction() as connection:
            late = translations.late(connection, self._clock() - WAITS_AT_MOST)
        if late:
            self._submit(give_up).wait()
        return False

    def _go_on(self, work: Callable[[], bool], pause: float) -> None:
        """Again and again, with a pause where there was nothing to do: a full queue of writes or a full disk must not end it."""
        while True:
            try:
                worked = work()
            except Exception as error:
                logger.error("translation: %s", type(error).__name__)
                worked = False
            if not worked:
                self._runtime.sleep(pause)

    def _take(self) -> Job | None:
        """The next job that nobody has, of an engine that may be asked: by `preferred`, then by waiting time."""
        with self._taking:
            free = [
                job
                for code, engine in list(self._engines.items())
                if self._breaker(engine).allows()
                for job in self._free(code)[:1]
            ]
            job = min(free, key=lambda job: job.wanted_at, default=None)
            if job is not None:
                self._taken.add(_name(job))
        return job

    def _breaker(self, engine: str) -> Breaker:
        return self._breakers.setdefault(engine, Breaker(self._clock))

    def _free(self, code: str) -> list[Job]:
        with self._reader.transaction() as connection:
            # The others have all but one of so many at most.
            jobs = translations.due(connection, code, self._clock(), AT_ONCE, first=self._preferred(code))
        return [job for job in jobs if _name(job) not in self._taken]

    def _translate_job(self, job: Job) -> None:
        engine = self._engines[job.code]
        with self._reader.transaction() as connection:
            session = sessions.get_by_code(connection, job.code)
            outcome, retry_in = (
                translations.cached(connection, job.text, job.source, job.target, engine, terms_in(session, job)),
                None,
            )
        if outcome is None:
            outcome, retry_in = self._ask(job, engine, plain_terms(session.definition))
        self._submit(lambda tx: record(tx, job, outcome, retry_in, engine)).wait()

    def _ask(
        self, job: Job, engine: str, terms: list[dict[str, str]]
    ) -> tuple[tuple[str, tuple[str, ...]] | None, float | None]:
        """((text, route), None), or (None, seconds until the next try), or (None, None) where another try is vain."""
        breaker = self._breaker(engine)
        if not breaker.begin():
            return None, max(FIRST_PAUSE, breaker.opens_in())
        try:
            outcome = self._runtime.in_thread(
                self._translators[engine].translate, job.text, job.source, job.target, SECONDS_PER_TEXT, terms
            )
        except EngineError as failure:
            if failure.kind in LAST:
                breaker.succeeded()
                return None, None
            breaker.failed(failure.retry_after)
            return None, max(failure.retry_after or 0.0, FIRST_PAUSE * 2**job.tries)
        breaker.succeeded()
        return outcome, None


def _name(job: Job) -> tuple[int, int, str]:
    return job.session, job.number, job.target
