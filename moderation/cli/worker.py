"""The work for all sessions of a shared database: translation, similar questions, totals, scheduled acts, retention.

Any number of workers may run. Each translation is made by the first worker that claims it. Only the worker that has a
lease compares questions. All other work may be done twice without harm. The processes of the server send the results to
the phones.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable

from ..concurrency import Runtime
from ..core.model import Phase, Session
from ..core.refusals import Refusal
from ..services.acts import due_acts
from ..services.record import newcomers, retention
from ..services.record.totals import publish
from ..services.similar.index_process import IndexProcess, command
from ..services.similar.sync import SimilaritySync
from ..services.translation.engine import Settings
from ..services.translation.service import TranslationService, engine_of
from ..store import due_totals, leases, sessions
from ..store.database import Database
from ..store.reader import Reader
from ..store.transaction import Published, Transaction
from ..store.writer import Writer
from ..web.failures import failure_log, log_failure

SESSIONS_SECONDS = 2.0
"""Seconds between two searches for new sessions and changed definitions."""
TOTALS_SECONDS = 1.0
RECOUNT_SECONDS = 30.0
"""Seconds between two counts of all votes.

If a web process is killed after a vote, the totals with this vote are not marked for publication. The next count finds
the vote.
"""
NEWCOMERS_SECONDS = 10.0
SCHEDULE_SECONDS = 1.0
PURGE_SECONDS = 60.0
SUMMARY_SECONDS = 10.0
LEASE_SECONDS, RENEW_SECONDS = 30.0, 5.0
"""The duration of the lease for comparing questions, and the time between two renewals, in seconds.

If the worker with the lease dies, another worker takes the lease after this duration.
"""
SIMILARITY = "similarity"

logger = logging.getLogger("open_floor")


class Worker:
    """The loops of one worker process. `publish` is called with the events of each commit.

    `with_meaning`: load the sentence encoder for similar questions.
    """

    def __init__(
        self,
        runtime: Runtime,
        database: Database,
        settings: Settings,
        publish: Callable[[list[Published]], None],
        *,
        with_meaning: bool,
    ):
        self._runtime, self._settings = runtime, settings
        self._reader = Reader(database)
        self._writer = Writer(database, runtime, None, publish)
        self._holder = secrets.token_hex(8)
        self._lease_until = self._renew_at = 0.0
        with self._reader.transaction() as connection:
            offset = connection.now()[1] - time.monotonic()
        self.translation = TranslationService(
            runtime,
            self._reader,
            self._writer.submit,
            lambda: time.monotonic() + offset,
            settings,
            lambda code: (),
            _report,
            is_alone=False,
        )
        self._process = IndexProcess(runtime, command(with_meaning))
        self._similar = SimilaritySync(
            runtime, self._reader, self._writer.submit, self._process, self._holds_similarity
        )
        self._served: dict[str, tuple[int, str | None]] = {}

    def start(self) -> None:
        """Start all loops."""
        self._similar.start()
        for where, work, seconds in (
            ("sessions", self.serve_sessions, SESSIONS_SECONDS),
            ("counts", self.publish_due_totals, TOTALS_SECONDS),
            ("recount", self.recount, RECOUNT_SECONDS),
            ("newcomers", self.mark_newcomers, NEWCOMERS_SECONDS),
            ("schedule", self.perform_due_acts, SCHEDULE_SECONDS),
            ("purge", self.purge, PURGE_SECONDS),
            ("failures", failure_log.summarise, SUMMARY_SECONDS),
        ):
            self._repeat(where, work, seconds)

    def stop(self) -> None:
        """Release the lease, finish the queued commands, and end the processes of the translation engines and of the
        index of similar questions.
        """
        try:
            self._writer.submit(lambda tx: leases.give_back(tx.connection, self._holder)).wait(2.0)
        except (Refusal, TimeoutError):
            logger.info("the lease ends by itself in at most %.0f s", LEASE_SECONDS)
        self._writer.stop(5.0)
        self._reader.close()
        self.translation.close()
        self._process.close()

    def serve_sessions(self) -> None:
        """Start the translation of each session that is new, or whose definition or engine has changed since the last
        call.
        """
        for session in self._sessions():
            state = (session.definition_version, engine_of(session, self._settings))
            if self._served.get(session.code) != state:
                self.translation.serve(session)
                self._served[session.code] = state

    def publish_due_totals(self) -> None:
        """Publish the totals that web processes have marked as due."""
        with self._reader.transaction() as connection:
            codes = due_totals.codes(connection)
        for code in codes:
            self._submit(_marked_totals(code), code)

    def recount(self) -> None:
        """Publish the totals of the sessions that are not closed, with the vote totals of all their questions."""
        for session in self._sessions():
            if session.phase is not Phase.CLOSED:
                self._submit(_all_totals(session.code), session.code)

    def mark_newcomers(self) -> None:
        """Mark the totals as due in each session whose chairs see the counts of new phones.

        These counts are part of the session's totals. They depend on the time, so they can change without a command.
        """
        with self._reader.transaction() as connection:
            codes = newcomers.shown(connection)
        for code in codes:
            self._submit(_mark(code), None)

    def perform_due_acts(self) -> None:
        """Perform the scheduled acts whose time has come, in the order of their times."""
        with self._reader.transaction() as connection:
            due = due_acts.due(connection, connection.now()[0])
        for code, scheduled in due:
            due_acts.perform(self._writer, code, scheduled)

    def purge(self) -> None:
        """Purge the sessions that are due for the automatic purge."""
        with self._reader.transaction() as connection:
            codes = retention.due_codes(connection, connection.now()[0])
        for code in codes:
            self._submit(_purge(code), code)

    def _holds_similarity(self) -> bool:
        """Return whether this worker has the lease for comparing questions.

        If the last attempt to get the lease was at least RENEW_SECONDS ago, first try to take or renew the lease.
        """
        if time.monotonic() >= self._renew_at:
            self._renew_at = time.monotonic() + RENEW_SECONDS
            held: list[bool] = []
            self._writer.submit(
                lambda tx: held.append(leases.take(tx.connection, SIMILARITY, self._holder, tx.now, LEASE_SECONDS))
            ).wait()
            self._lease_until = time.monotonic() + LEASE_SECONDS if held[-1] else 0.0
        return time.monotonic() < self._lease_until

    def _sessions(self) -> list[Session]:
        with self._reader.transaction() as connection:
            return sessions.every(connection)

    def _submit(self, command: Callable[[Transaction], object], code: str | None) -> None:
        """Execute a command. Ignore the refusal `session.unknown`: the session has been purged."""
        try:
            self._writer.submit(command, code).wait()
        except Refusal as refusal:
            if refusal.code != "session.unknown":
                raise

    def _repeat(self, where: str, work: Callable[[], None], seconds: float) -> None:
        def run() -> None:
            while True:
                try:
                    work()
                except Exception as error:
                    log_failure(where, error)
                self._runtime.sleep(seconds)

        threading.Thread(target=run, daemon=True).start()


def _marked_totals(code: str) -> Callable[[Transaction], object]:
    def run(tx: Transaction) -> None:
        publish(tx, code, due_totals.take(tx.connection, sessions.get_by_code(tx.connection, code)))

    return run


def _all_totals(code: str) -> Callable[[Transaction], object]:
    return lambda tx: publish(tx, code, None)


def _mark(code: str) -> Callable[[Transaction], object]:
    return lambda tx: due_totals.mark(tx.connection, code, ())


def _purge(code: str) -> Callable[[Transaction], object]:
    return lambda tx: retention.purge_if_due(tx, sessions.get_by_code(tx.connection, code))


def _report(engine: str, kind: str | None) -> None:
    if kind is not None:
        logger.error("fault: engine %s: %s", engine, kind)
