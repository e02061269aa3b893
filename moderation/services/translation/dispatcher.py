"""Brings waiting translations to the engine, a few at a time, and their outcomes to the writer. Nothing else waits for it.

Jobs stand in the store (store/translations): one that was not recorded is done again after a restart, and recorded once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...store import sessions, translations
from ...store.reading import Reader
from ...store.translations import Job
from ..glossary import plain_terms
from ..translating import WAITS_AT_MOST, record, terms_in
from .breaker import Breaker
from .engine import EngineError

AT_ONCE = 2
LOOKED_AT = 50
IDLE_SECONDS = 0.2
SECONDS_PER_TEXT = 8.0
FIRST_PAUSE = 1.0
LAST = ("unsupported", "refused")
"""Kinds of failure that another try cannot mend."""


class Dispatcher:
    """`engines` is {session code: engine name}, `translators` {engine name: pool}; `preferred(code)` the languages that chairs read now."""

    def __init__(
        self, runtime: Any, reader: Reader, submit: Callable, clock: Callable[[], float], engines: dict[str, str], translators: dict[str, Any],
        preferred: Callable[[str], set[str]] = lambda code: set(),
    ):
        self._runtime, self._reader, self._submit, self._clock = runtime, reader, submit, clock
        self._engines, self._translators, self._preferred = engines, translators, preferred
        self._breakers = {name: Breaker(clock) for name in translators}
        self._taken: set[tuple[int, int, str]] = set()

    def start(self) -> None:
        """Begin to work, `AT_ONCE` translations at a time; nothing at all where no session has an engine."""
        if self._translators:
            for _ in range(AT_ONCE):
                self._runtime.spawn(self._work)

    def close(self) -> None:
        """End the workers."""
        for translator in self._translators.values():
            translator.close()

    def _work(self) -> None:
        while True:
            job = self._take()
            if job is None:
                self._runtime.sleep(IDLE_SECONDS)
                continue
            try:
                self._carry_out(job)
            finally:
                self._taken.discard(_name(job))

    def _take(self) -> Job | None:
        """The next job that nobody has: what the chairs read first, then by waiting time."""
        with self._reader.transaction() as connection:
            jobs = translations.due(connection, self._clock(), LOOKED_AT)
        free = [job for job in jobs if _name(job) not in self._taken and job.code in self._engines]
        free = [job for job in free if self._breakers[self._engines[job.code]].allows() or self._is_late(job)]
        if not free:
            return None
        job = min(free, key=lambda job: (job.target not in self._preferred(job.code), job.wanted_at, job.number))
        self._taken.add(_name(job))
        return job

    def _is_late(self, job: Job) -> bool:
        return self._clock() > job.wanted_at + WAITS_AT_MOST

    def _carry_out(self, job: Job) -> None:
        engine = self._engines[job.code]
        with self._reader.transaction() as connection:
            session = sessions.find(connection, job.code)
            outcome, retry_in = translations.cached(connection, job.text, job.source, job.target, engine, terms_in(session, job)), None
        if outcome is None and not self._is_late(job):
            outcome, retry_in = self._ask(job, engine, plain_terms(session.definition))
        self._submit(lambda tx: record(tx, job, outcome, retry_in, engine)).wait()

    def _ask(self, job: Job, engine: str, terms: list[dict[str, str]]) -> tuple[tuple[str, tuple[str, ...]] | None, float | None]:
        """((text, route), None), or (None, seconds until the next try), or (None, None) where another try is vain."""
        breaker = self._breakers[engine]
        if not breaker.begin():
            return None, max(FIRST_PAUSE, breaker.opens_in())
        try:
            outcome = self._runtime.in_thread(self._translators[engine].translate, job.text, job.source, job.target, SECONDS_PER_TEXT, terms)
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
