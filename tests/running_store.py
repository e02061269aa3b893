"""A running store without a server: the real writer on a database file, and the messages that it publishes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moderation.core.model import Session
from moderation.runtime import Threading
from moderation.services.acts.executor import Outcome
from moderation.store import sessions
from moderation.store.reader import Reader
from moderation.store.transaction import Published
from moderation.store.writer import Writer
from tests.factories import make_database

_runtime: list[Threading] = []


def runtime() -> Threading:
    """Return the runtime that all tests share. Its thread cannot be stopped, so create only one runtime."""
    if not _runtime:
        _runtime.append(Threading())
    return _runtime[0]


class RunningStore:
    """A writer and a reader on one database file.

    `heard`: the messages that the writer has given to the publisher, in order.
    """

    def __init__(self, path: Path, *, durable: bool = True, **definition: Any):
        if not path.exists():
            make_database(path, **definition).close()
        self.code = definition.get("code", "PANEL1")
        self.heard: list[Published] = []
        self.now = 0.0
        self.reader = Reader(path)
        self.writer = Writer(path, runtime(), self.clock, self.heard.extend)
        if not durable:
            self.exclusively(lambda connection: connection.execute("PRAGMA synchronous = OFF"))

    def clock(self) -> tuple[str, float]:
        """Return (ISO 8601 time, seconds) of a clock that advances by one second for each batch."""
        self.now += 1
        return f"2021-04-14T13:{int(self.now) // 60:02}:{int(self.now) % 60:02}.000Z", self.now

    def exclusively(self, work: Callable) -> Any:
        return self.writer.exclusive(work).wait()

    @contextmanager
    def held(self):
        """Prevent the writer from reading its queue during the `with` block."""
        holding, free = threading.Event(), threading.Event()
        future = self.writer.exclusive(lambda connection: (holding.set(), free.wait(30)))
        assert holding.wait(30)
        try:
            yield
        finally:
            free.set()
        future.wait()

    def batch(self, *commands: Callable) -> list[Any]:
        """Run commands in one transaction. Return their answers and errors in order."""
        if len(commands) < 2:
            return [_outcome(self.writer.submit(command)) for command in commands]
        with self.held():
            futures = [self.writer.submit(command) for command in commands]
        return [_outcome(future) for future in futures]

    def batch_outcomes(self, *commands: Callable) -> list[Outcome]:
        """Run acts in one transaction. Return their outcomes in order. Raise the first refusal."""
        with self.held():
            futures = [self.writer.submit(command) for command in commands]
        return [future.wait() for future in futures]

    def do(self, command: Callable) -> dict:
        """Run one command. Return its answer or raise its refusal."""
        return _answer(self.writer.submit(command).wait())

    def read(self, function: Callable, *arguments: Any) -> Any:
        """Call `function(connection, session, …)` in a read transaction. Return its result."""
        with self.reader.transaction() as connection:
            return function(connection, sessions.get_by_code(connection, self.code), *arguments)

    def session(self) -> Session:
        return self.read(lambda connection, session: session)

    def rows(self, sql: str, *values: Any) -> list[tuple]:
        with self.reader.transaction() as connection:
            return [tuple(row) for row in connection.execute(sql, values)]

    def close(self) -> None:
        self.writer.stop()
        self.reader.close()


def _answer(result: Any) -> Any:
    """Return the answer if the result is the outcome of an act. Return any other result unchanged."""
    return result.answer if isinstance(result, Outcome) else result


def _outcome(future: Any) -> Any:
    try:
        return _answer(future.wait())
    except Exception as error:
        return error
