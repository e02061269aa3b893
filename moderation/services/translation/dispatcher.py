"""The dispatcher of translation jobs.

It sends waiting jobs to the engines, a few at a time, and submits the outcomes to the writer. No command waits for the
dispatcher. The jobs are stored (store/translation_jobs). After a restart, a job without a recorded outcome runs again.
Every outcome is recorded only once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from ...concurrency import Future, Runtime
from ...core.model import Session
from ...store import sessions, translation_cache, translation_jobs, translations
from ...store.connection import Connection
from ...store.reader import Reader
from ...store.transaction import Transaction
from ...store.translation_jobs import Job
from ..glossary import plain_terms
from .breaker import CircuitBreaker
from .engine import EngineError
from .jobs import WAITS_AT_MOST, give_up, record, terms_in
from .routes import serving
from .translator import Translated, Translator

AT_ONCE = 2
IDLE_SECONDS = 0.2
GIVE_UP_SECONDS = 1.0
"""Seconds between two checks for jobs that have waited too long."""
SECONDS_PER_TEXT = 8.0
CLAIM_SECONDS = 20.0
"""If a process dies while it executes a job, another process can execute the job after this number of seconds. A
translation always takes less time.
"""
FIRST_PAUSE = 1.0
PERMANENT = ("unsupported", "refused", "untranslated")
"""The failures after which a retry is useless.

The circuit breaker counts them as successes, because the engine has answered.
"""

ABOUT_ONE_TEXT = ("unsupported", "untranslated")
"""The failures that concern a single text or language pair. They are not reported as faults of the engine."""

Submit = Callable[[Callable[[Transaction], None]], Future[None]]
"""The type of `Writer.submit`."""

logger = logging.getLogger("open_floor")


class Dispatcher:
    """The dispatcher of all sessions.

    - `engines`: {session code: engine name}; entries may be added while the dispatcher runs
    - `translators`: {engine name: translator}; entries may be added while the dispatcher runs
    - `preferred(code)`: groups of languages that people read now in this session, the most urgent group first
    - `watch(engine, kind)`: called after each call of an engine, except after a failure in `ABOUT_ONE_TEXT`. `kind`:
      the kind of the failure; None after a success
    - `is_alone`: whether this is the only process that executes jobs. If it is, the dispatcher does not claim jobs
    """

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        submit: Submit,
        clock: Callable[[], float],
        engines: Mapping[str, str],
        translators: Mapping[str, Translator],
        preferred: Callable[[str], Sequence[Collection[str]]] = lambda code: (),
        watch: Callable[[str, str | None], None] = lambda engine, kind: None,
        *,
        is_alone: bool = True,
    ):
        self._runtime, self._reader, self._submit, self._clock = runtime, reader, submit, clock
        self._engines, self._translators, self._preferred = engines, translators, preferred
        self._watch = watch
        self._is_alone = is_alone
        self._breakers: dict[str, CircuitBreaker] = {}
        self._is_started = False
        self._in_flight: set[tuple[int, int, str]] = set()
        self._choosing = threading.Lock()

    def start(self) -> None:
        """Start `AT_ONCE` translation tasks and the task that records the failure of late jobs.

        Do nothing if the tasks have been started or there is no translator.
        """
        if self._is_started or not self._translators:
            return
        self._is_started = True
        for _ in range(AT_ONCE):
            self._runtime.spawn(lambda: self._repeat(self.step, IDLE_SECONDS))
        self._runtime.spawn(lambda: self._repeat(self.give_up, GIVE_UP_SECONDS))

    def close(self) -> None:
        """End the worker processes."""
        for translator in self._translators.values():
            translator.close()

    def step(self) -> bool:
        """Execute the next due job. Return False if no job is due."""
        job = self._choose()
        if job is None:
            return False
        try:
            if self._is_alone or self._submit_claim(job):
                self._execute(job)
        finally:
            self._in_flight.discard(_key(job))
        return True

    def give_up(self) -> bool:
        """Record a failure for every job that has waited too long, including jobs in flight.

        Return False, so that `_repeat` pauses before the next call.
        """
        with self._reader.transaction() as connection:
            late = translation_jobs.late(connection, self._clock() - WAITS_AT_MOST)
        if late:
            self._submit(give_up).wait()
        return False

    def _repeat(self, work: Callable[[], bool], pause: float) -> None:
        """Call `work` in an endless loop. Pause for `pause` seconds after a call that returns False or fails.

        Catch every exception, because a full write queue or a full disk must not end the task.
        """
        while True:
            try:
                worked = work()
            except Exception as error:
                logger.error("translation: %s", type(error).__name__)
                worked = False
            if not worked:
                self._runtime.sleep(pause)

    def _choose(self) -> Job | None:
        """Return the next due job that is not in flight, and mark it as in flight. Return None if there is no such job.

        Skip sessions if the circuit breaker of their engine is open. The jobs of a session are ordered by `preferred`,
        then by waiting time. Compare the first jobs of all sessions, and choose the job that has waited longest.
        """
        with self._choosing:
            first_of_each_session = [
                job
                for code, engine in list(self._engines.items())
                if self._breaker(engine).allows()
                for job in self._free_jobs(code)[:1]
            ]
            job = min(first_of_each_session, key=lambda job: job.wanted_at, default=None)
            if job is not None:
                self._in_flight.add(_key(job))
        return job

    def _submit_claim(self, job: Job) -> bool:
        """Claim the job for this process. Return False if another process has claimed it or recorded its outcome."""
        claimed: list[bool] = []
        self._submit(
            lambda tx: claimed.append(translation_jobs.claim(tx.connection, job, tx.now, tx.now + CLAIM_SECONDS))
        ).wait()
        return claimed[-1]

    def _breaker(self, engine: str) -> CircuitBreaker:
        return self._breakers.setdefault(engine, CircuitBreaker(self._clock))

    def _free_jobs(self, code: str) -> list[Job]:
        with self._reader.transaction() as connection:
            # Each of the other AT_ONCE − 1 tasks has at most one job in flight. Therefore at least one of AT_ONCE due
            # jobs is not in flight.
            jobs = translation_jobs.due(connection, code, self._clock(), AT_ONCE, first=self._preferred(code))
        return [job for job in jobs if _key(job) not in self._in_flight]

    def _execute(self, job: Job) -> None:
        engine = self._engines[job.code]
        retry_in: float | None = None
        between = self._translators[engine].intermediates(job.source, job.target)
        with self._reader.transaction() as connection:
            session = sessions.get_by_code(connection, job.code)
            terms_key = terms_in(session, job)
            corrected = _corrected(connection, session, job, between)
            outcome = None
            if corrected is None:
                outcome = translation_cache.cached(connection, job.text, job.source, job.target, engine, terms_key)
        if outcome is None:
            outcome, retry_in = self._translate(corrected or job, engine, plain_terms(session.definition))
            if outcome and corrected:
                text, way = outcome
                outcome = text, (job.source, *way)
        self._submit(lambda tx: record(tx, job, outcome, retry_in, engine, is_cached=corrected is None)).wait()

    def _translate(self, job: Job, engine: str, terms: list[dict[str, str]]) -> tuple[Translated | None, float | None]:
        """Return one of three pairs:

        - (translation, None) after a success
        - (None, seconds until the retry) after a failure
        - (None, None) after a failure for which a retry is useless
        """
        breaker = self._breaker(engine)
        if not breaker.begin():
            return None, max(FIRST_PAUSE, breaker.allowed_in())
        try:
            outcome = self._runtime.in_thread(
                self._translators[engine].translate, job.text, job.source, job.target, SECONDS_PER_TEXT, terms
            )
        except EngineError as failure:
            if failure.kind not in ABOUT_ONE_TEXT:
                self._watch(engine, failure.kind)
            if failure.kind in PERMANENT:
                breaker.succeeded()
                return None, None
            breaker.failed(failure.retry_after)
            return None, max(failure.retry_after or 0.0, FIRST_PAUSE * 2.0**job.tries)
        breaker.succeeded()
        self._watch(engine, None)
        return outcome, None


def _corrected(connection: Connection, session: Session, job: Job, between: Sequence[str]) -> Job | None:
    """Return a copy of the job that translates from an intermediate language of the route instead of the original.

    The source text of the copy is the translation by hand into the first language of `between` that has one. If the
    session has a variant of an intermediate language (`pt-BR` for `pt`), a translation by hand into this variant serves
    too. Return None if there is no such translation.
    """
    for intermediate in between:
        for language in serving({intermediate, *session.languages}, intermediate):
            text = None if language == job.target else translations.by_hand_into(connection, job, language)
            if text:
                return replace(job, text=text, source=language)
    return None


def _key(job: Job) -> tuple[int, int, str]:
    return job.session, job.number, job.target
