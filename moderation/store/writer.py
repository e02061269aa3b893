"""The single writer thread. It owns this process's only writing connection and commits commands in batches.

A command is a function with a `Transaction` as its argument. Each command runs in its own savepoint, so a failed
command undoes only its own changes. At the end of a batch, in the same transaction, one change is added to each stream
that the commands affected. After COMMIT, the thread posts to the event loop: first the events for the publisher, then
the results for the callers.

A shared database sometimes rolls back a transaction that is correct, for example after a deadlock. The thread then runs
the batch once more. Therefore a command must change nothing but the database and its `Transaction`.

Do not log, sleep or import in this thread. eventlet may have patched these functions; they then work only in the event
loop's thread.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from ..concurrency import Future, Queue, Runtime
from ..core.join_code import normal_code
from ..core.refusals import Refusal
from . import scrubbing
from .connection import Connection
from .database import Database, as_database
from .errors import DatabaseError, OperationalError, RolledBackError, UnknownOutcomeError, name_of
from .transaction import Published, Transaction, advance_streams

LONGEST_QUEUE = 5000
"""Maximum number of waiting commands. A further command is refused with `server.busy`."""
T = TypeVar("T")


class _Command(NamedTuple):
    run: Callable[[Transaction], Any]
    future: Future[Any]
    session: str | None


class _Exclusive(NamedTuple):
    run: Callable[[Connection], Any]
    future: Future[Any]


@dataclass(frozen=True)
class _Stop:
    """The last item of the queue. The thread ends when it reads this item."""


class _Outcome(NamedTuple):
    """The outcome of a command: its result or its error, and the `Future` object to which the writer passes the
    outcome.
    """

    future: Future[Any]
    result: Any
    error: Exception | None


class Writer:
    """The writer thread and its queue. The constructor starts the thread.

    - `place`: the database; a path means a SQLite file
    - `clock`: returns the present time as an ISO 8601 text, and monotonic seconds. If it is None, the writer uses the
      database's clock
    - `publish`: gets the events of each commit
    - `watch`: gets the number of commands of each commit, and its duration in seconds
    - `watch_failure`: gets the name of the error, such as "SQLITE_FULL", if the database fails during a command

    `publish`, `watch` and `watch_failure` run in the event loop.
    """

    def __init__(
        self,
        place: Database | Path | str,
        threads: Runtime,
        clock: Callable[[], tuple[str, float]] | None,
        publish: Callable[[list[Published]], None],
        watch: Callable[[int, float], None] = lambda commands, seconds: None,
        watch_failure: Callable[[str], None] = lambda error: None,
    ):
        self._database = as_database(place)
        self._threads = threads
        self._clock = clock
        self._publish = publish
        self._watch = watch
        self._watch_failure = watch_failure
        self._queue: Queue[_Command | _Exclusive | _Stop] = threads.make_queue(LONGEST_QUEUE)
        self._thread = threads.start_thread(self._run)

    def submit(self, command: Callable[[Transaction], T], session: str | None = None) -> Future[T]:
        """Queue a command. Return a future that gets the command's result after COMMIT.

        `session`: the join code of the only session that the command locks; None if the session is unknown. Refuse with
        `server.busy` if the queue is full. The future's `wait` raises the Refusal or the error that the command has
        raised. If the database fails, `wait` refuses with `server.storage`.
        """
        future: Future[T] = self._threads.make_future()
        self._put(_Command(command, future, None if session is None else normal_code(session)))
        return future

    def waiting(self) -> int:
        """Return the number of commands in the queue."""
        return len(self._queue)

    def exclusive(self, work: Callable[[Connection], T]) -> Future[T]:
        """Run `work`, for example a scrub, on the writing connection between two batches, outside any transaction.

        Return a future that gets the result of `work`. Refuse with `server.busy` if the queue is full.
        """
        future: Future[T] = self._threads.make_future()
        self._put(_Exclusive(work, future))
        return future

    def stop(self, seconds: float = float("inf")) -> None:
        """Run the queued commands, scrub the database if a scrub was requested, empty the WAL, and end the thread.

        Wait at most `seconds`. The event loop runs during the wait, so that the server can send the answers to the
        queued commands.
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
        connection = self._database.connect()
        while True:
            items = self._queue.get_batch(self._database.largest_batch)
            commands = [item for item in items if isinstance(item, _Command)]
            for batch in self._batches(commands):
                self._commit(connection, batch)
            for item in items:
                if isinstance(item, _Exclusive):
                    self._settle([_Outcome(item.future, *_result(item.run, connection))])
            if any(isinstance(item, _Stop) for item in items):
                scrubbing.finish(connection)
                connection.close()
                return

    def _batches(self, commands: Sequence[_Command]) -> list[list[_Command]]:
        """Return the commands of each transaction, in the order in which the commands were queued.

        In a shared database, two transactions that lock the same two sessions in different orders would wait for each
        other. Therefore, in a shared database, each transaction contains the commands of one session, or a single
        command without a session.
        """
        if not self._database.is_shared:
            return [list(commands)] if commands else []
        batches: list[list[_Command]] = []
        for command in commands:
            if batches and command.session is not None and batches[-1][0].session == command.session:
                batches[-1].append(command)
            else:
                batches.append([command])
        return batches

    def _commit(self, connection: Connection, commands: Sequence[_Command]) -> None:
        began = time.monotonic()
        try:
            try:
                outcomes, published = self._transact(connection, commands, may_repeat=self._database.is_shared)
            except RolledBackError:
                connection.pause()
                outcomes, published = self._transact(connection, commands, may_repeat=False)
        except Exception as error:
            # After an error outside a command, the whole batch fails, but the thread must not end.
            self._settle([_Outcome(command.future, None, _failure(error)) for command in commands])
            return
        duration = time.monotonic() - began
        self._threads.post(lambda: self._publish(published))
        self._threads.post(lambda: self._watch(len(commands), duration))
        self._settle(outcomes)

    def _transact(
        self, connection: Connection, commands: Sequence[_Command], *, may_repeat: bool
    ) -> tuple[list[_Outcome], list[Published]]:
        """Run the commands in one transaction. Return their outcomes and the events to publish.

        If an error ends the transaction, roll it back and raise the error. Exception: with `may_repeat`, raise
        RolledBackError if the database failed and has stored nothing. The caller then repeats the transaction.

        A shared database also ends transactions that are correct: in a deadlock, after a pause of this process, and
        when its server restarts. The same transaction then usually succeeds the second time. The first time, statements
        are deferred, which means that several are sent to the database together. The second time, each statement is
        sent alone, so that each error belongs to its command.
        """
        try:
            connection.begin_write(commands[0].session, defers=may_repeat)
            at, now = connection.now() if self._clock is None else self._clock()
            batch = Transaction(connection, at, now)
            outcomes = [_run_in_savepoint(connection, batch, command, may_repeat) for command in commands]
            published = advance_streams(batch)
            connection.commit_write()
        except Exception as error:
            connection.roll_back()
            if may_repeat and isinstance(error, DatabaseError) and not isinstance(error, UnknownOutcomeError):
                raise RolledBackError(str(error)) from error
            raise
        return outcomes, published

    def _settle(self, outcomes: Sequence[_Outcome]) -> None:
        def settle() -> None:
            for future, result, error in outcomes:
                if isinstance(error, Refusal) and isinstance(error.__cause__, DatabaseError):
                    self._watch_failure(name_of(error.__cause__))
                if error is None:
                    future.set_result(result)
                else:
                    future.set_exception(error)

        self._threads.post(settle)


def _run_in_savepoint(connection: Connection, batch: Transaction, command: _Command, may_repeat: bool) -> _Outcome:
    """Run one command of a batch. If the command fails, roll back only this command and return its error.

    Exception: in two cases, raise an error, so that the whole batch fails. If the error has ended the whole
    transaction, raise OperationalError. If the database failed and the batch may be repeated (`may_repeat`), raise the
    error of the command.
    """
    transaction = Transaction(connection, batch.at, batch.now)
    connection.execute("SAVEPOINT command")
    result, error = _result(command.run, transaction)
    if error is None:
        connection.execute("RELEASE command")
        batch.absorb(transaction)
        return _Outcome(command.future, result, None)
    if not connection.in_transaction:
        raise OperationalError("the transaction has ended") from error
    if may_repeat and isinstance(error, DatabaseError):
        raise error
    connection.execute("ROLLBACK TO command")
    connection.execute("RELEASE command")
    return _Outcome(command.future, None, _failure(error) if isinstance(error, OperationalError) else error)


def _result(function: Callable[[T], Any], argument: T) -> tuple[Any, Exception | None]:
    try:
        return function(argument), None
    except Exception as error:
        return None, error


def _failure(error: Exception) -> Exception:
    """Return a new `server.storage` Refusal whose cause is the database's error. Return other errors unchanged."""
    if not isinstance(error, DatabaseError):
        return error
    refusal = Refusal("server.storage", retry_after=1)
    refusal.__cause__ = error
    return refusal
