"""The single SQLite writer thread: it owns the only writing connection and commits commands in batches.

A command is a function of a `Transaction`. It runs in its own savepoint, so a failed command undoes only its own
changes. At the end of a batch, in the same transaction, each touched stream gets one change. After COMMIT the loop
first gets the events for the publisher, then the answers to the callers. Do not log, sleep or import in this thread:
the standard library may be monkey-patched for the loop.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..concurrency import Future, Queue, Runtime
from ..core.refusals import Refusal
from .schema import connect
from .transaction import Published, Transaction, advance_streams

LONGEST_QUEUE = 5000
"""Maximum number of waiting commands. A further command is refused with `server.busy`."""
LARGEST_BATCH = 200
"""Maximum number of commands in one transaction. A further command runs in the next transaction."""

T = TypeVar("T")


class _Command(NamedTuple):
    run: Callable[[Transaction], Any]
    future: Future[Any]


class _Exclusive(NamedTuple):
    run: Callable[[sqlite3.Connection], Any]
    future: Future[Any]


@dataclass(frozen=True)
class _Stop:
    """The last item of the queue. It ends the thread."""


class _Outcome(NamedTuple):
    """The result or the error of a command, for its future."""

    future: Future[Any]
    result: Any
    error: Exception | None


class Writer:
    """The writer thread and its queue. The constructor starts the thread.

    `clock` returns (time now as ISO 8601, monotonic seconds). After each commit, the loop calls `publish` with the
    events, and `watch` with the number of commands and the duration in seconds.
    """

    def __init__(
        self,
        path: Path | str,
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
        self._queue: Queue[_Command | _Exclusive | _Stop] = threads.make_queue(LONGEST_QUEUE)
        self._thread = threads.start_thread(self._run)

    def submit(self, command: Callable[[Transaction], T]) -> Future[T]:
        """Queue a command. Return the future of its result; the future is set after COMMIT.

        `wait` of the future raises the command's Refusal. `submit` refuses `server.busy` if the queue is full.
        """
        future: Future[T] = self._threads.make_future()
        self._put(_Command(command, future))
        return future

    def waiting(self) -> int:
        """Return the number of commands in the queue."""
        return len(self._queue)

    def exclusive(self, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Run `work` on the writing connection between batches, outside any transaction (backup, checkpoint).

        Return the future of its result. Refuses `server.busy` if the queue is full.
        """
        future: Future[T] = self._threads.make_future()
        self._put(_Exclusive(work, future))
        return future

    def stop(self, seconds: float = float("inf")) -> None:
        """Run the queued commands, checkpoint the database, and end the thread; wait at most `seconds`.

        The loop continues during the wait, so that the answers are sent.
        """
        deadline = time.monotonic() + seconds
        while not self._queue.try_put(_Stop()) and time.monotonic() < deadline:
            self._threads.sleep(0.01)
        while self._thread.is_alive() and time.monotonic() < deadline:
            self._threads.sleep(0.01)

    def _put(self, item: _Command | _Exclusive) -> None:
        if not self._queue.try_put(item):
            raise Refusal("server.busy", retry_after=1)

    def _run(self) -> None:
        connection = connect(self._path)
        while True:
            items = self._queue.get_batch(LARGEST_BATCH)
            commands = [item for item in items if isinstance(item, _Command)]
            if commands:
                self._commit(connection, commands)
            for item in items:
                if isinstance(item, _Exclusive):
                    self._settle([_Outcome(item.future, *_result(item.run, connection))])
            if any(isinstance(item, _Stop) for item in items):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                return

    def _commit(self, connection: sqlite3.Connection, commands: Sequence[_Command]) -> None:
        at, now = self._clock()
        began = time.monotonic()
        outcomes: list[_Outcome] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            batch = Transaction(connection, at, now)
            outcomes.extend(_run_in_savepoint(connection, batch, command) for command in commands)
            published = advance_streams(batch)
            connection.execute("COMMIT")
        except Exception as error:
            # An error outside a command fails the whole batch, but must not end the thread.
            _roll_back(connection)
            self._settle([_Outcome(command.future, None, _failure(error)) for command in commands])
            return
        duration = time.monotonic() - began
        self._threads.post(lambda: self._publish(published))
        self._threads.post(lambda: self._watch(len(commands), duration))
        self._settle(outcomes)

    def _settle(self, outcomes: Sequence[_Outcome]) -> None:
        def settle() -> None:
            for future, result, error in outcomes:
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)

        self._threads.post(settle)


def _run_in_savepoint(connection: sqlite3.Connection, batch: Transaction, command: _Command) -> _Outcome:
    """Run one command. Raises OperationalError if the command's error ended the transaction; the batch then fails."""
    transaction = Transaction(connection, batch.at, batch.now)
    connection.execute("SAVEPOINT command")
    result, error = _result(command.run, transaction)
    if error is None:
        connection.execute("RELEASE command")
        batch.absorb(transaction)
        return _Outcome(command.future, result, None)
    if not connection.in_transaction:
        raise sqlite3.OperationalError("the transaction has ended") from error
    connection.execute("ROLLBACK TO command")
    connection.execute("RELEASE command")
    return _Outcome(command.future, None, _failure(error) if isinstance(error, sqlite3.OperationalError) else error)


def _result(function: Callable[[T], Any], argument: T) -> tuple[Any, Exception | None]:
    try:
        return function(argument), None
    except Exception as error:
        return None, error


def _failure(error: Exception) -> Exception:
    """Return a new `server.storage` Refusal for an SQLite error. Return other errors unchanged."""
    return Refusal("server.storage", retry_after=1) if isinstance(error, sqlite3.Error) else error


def _roll_back(connection: sqlite3.Connection) -> None:
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        pass  # SQLite has already rolled back.
