"""The one writer: one real thread that owns the one writing connection, and commits a batch of commands at a time.

A command is a function of a `Transaction`; it runs inside a savepoint of its own, so one that fails takes nothing with it.
At the end of a batch, still in the transaction, each stream that moved gets one change; then COMMIT; then the batch is
delivered: first the changes to the publisher, then the answers. Never log, sleep or import here: the thread is not the loop's.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from ..concurrency import Future, Runtime
from ..core.refusals import Refusal
from .schema import connect
from .transaction import Published, Transaction, changes

LONGEST_QUEUE = 5000
LARGEST_BATCH = 200

T = TypeVar("T")


class Writer:
    """Runs commands one after another; `submit` returns at once with a promise. `watch` hears of each commit: commands, seconds."""

    def __init__(
        self,
        path,
        threads: Runtime,
        clock: Callable[[], tuple[str, float]],
        publish: Callable[[list[Published]], None],
        watch: Callable[[int, float], None] = lambda commands, seconds: None,
    ):
        self._path = path
        self._threads = threads
        self._clock = clock
        self._publish = publish
        self._watch = watch
        self._waiting = threads.make_queue(LONGEST_QUEUE)
        self._thread = threads.start_thread(self._run)

    def submit(self, command: Callable[[Transaction], T]) -> Future[T]:
        """Hand over a command; the promise gives its answer after COMMIT, or raises its Refusal. Refuses `server.busy` when the queue is full."""
        future = self._threads.make_future()
        if not self._waiting.try_put((command, future)):
            raise Refusal("server.busy", retry_after=1)
        return future

    def waiting(self) -> int:
        """How many commands wait for their batch."""
        return len(self._waiting)

    def exclusive(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run `work` on the writing connection between batches, outside any transaction (backup, checkpoint)."""
        future = self._threads.make_future()
        if not self._waiting.try_put((_Exclusive(work), future)):
            raise Refusal("server.busy", retry_after=1)
        return future

    def stop(self, seconds: float = float("inf")) -> None:
        """Finish what waits, checkpoint, end the thread; give up after so many seconds. The loop goes on meanwhile, so that answers leave."""
        until = time.monotonic() + seconds
        while not self._waiting.try_put((None, None)) and time.monotonic() < until:
            self._threads.sleep(0.01)
        while self._thread.is_alive() and time.monotonic() < until:
            self._threads.sleep(0.01)

    def _run(self) -> None:
        connection = connect(self._path)
        while True:
            batch = self._waiting.get_batch(LARGEST_BATCH)
            stopping = any(command is None for command, _ in batch)
            todo = [
                (command, future)
                for command, future in batch
                if command is not None and not isinstance(command, _Exclusive)
            ]
            if todo:
                self._commit(connection, todo)
            for command, future in batch:
                if isinstance(command, _Exclusive):
                    self._settle([(future, *_outcome(command.work, connection))])
            if stopping:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                return

    def _commit(self, connection: sqlite3.Connection, batch: list) -> None:
        at, now = self._clock()
        began = time.monotonic()
        outcomes: list[tuple[Any, Any, BaseException | None]] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            whole = Transaction(connection, at, now)
            for command, future in batch:
                outcomes.append((future, *self._one(connection, whole, command)))
            published = changes(whole)
            connection.execute("COMMIT")
        except Exception as error:
            # A fault of ours takes this batch with it, never the thread.
            _give_up(connection)
            self._settle([(future, None, _failure(error)) for _, future in batch])
            return
        took = time.monotonic() - began
        self._threads.post(lambda: self._publish(published))
        self._threads.post(lambda: self._watch(len(batch), took))
        self._settle(outcomes)

    def _one(
        self, connection: sqlite3.Connection, whole: Transaction, command: Callable
    ) -> tuple[Any, BaseException | None]:
        """Run one command in its savepoint: (answer, None) or (None, error). An error that ended the transaction ends the batch."""
        own = Transaction(connection, whole.at, whole.now)
        connection.execute("SAVEPOINT command")
        answer, error = _outcome(command, own)
        if error is None:
            connection.execute("RELEASE command")
            whole.absorb(own)
            return answer, None
        if not connection.in_transaction:
            raise sqlite3.OperationalError("the transaction has ended") from error
        connection.execute("ROLLBACK TO command")
        connection.execute("RELEASE command")
        return None, _failure(error) if isinstance(error, sqlite3.OperationalError) else error

    def _settle(self, outcomes: list[tuple[Any, Any, BaseException | None]]) -> None:
        def settle() -> None:
            for future, answer, error in outcomes:
                future.set_exception(error) if error is not None else future.set_result(answer)

        self._threads.post(settle)


@dataclass(frozen=True)
class _Exclusive:
    work: Callable[[sqlite3.Connection], Any]


def _outcome(work: Callable, argument: Any) -> tuple[Any, BaseException | None]:
    try:
        return work(argument), None
    except Exception as error:
        return None, error


def _failure(error: BaseException) -> BaseException:
    """For each caller a refusal of its own, since the edge writes into it; what is not the disk's stays as it is."""
    return Refusal("server.storage", retry_after=1) if isinstance(error, sqlite3.Error) else error


def _give_up(connection: sqlite3.Connection) -> None:
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        pass  # SQLite has rolled back by itself.
