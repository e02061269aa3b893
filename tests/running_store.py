"""A running store without a server: the real writer works on a database file, and the published messages are
recorded.
"""

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
from tests import engines
from tests.factories import make_database

_runtime: list[Threading] = []


def runtime() -> Threading:
    """Return the runtime that all tests share. Do not create another runtime, because its thread would never stop."""
    if not _runtime:
        _runtime.append(Threading())
    return _runtime[0]


class RunningStore:
    """A writer and a reader on one database.

    `path` names the store, even if the store is a schema of PostgreSQL (see tests/engines.py). `heard`: the messages
    that the writer has given to the publisher, in order.
    """

    def __init__(self, path: Path, *, durable: bool = True, **definition: Any):
        engine = engines.current()
        if not engine.exists(path):
            make_database(path, **definition).close()
        self.code = definition.get("code", "PANEL1")
        self.heard: list[Published] = []
        self.now = 0.0
        self.reader = Reader(engine.place(path))
        self.writer = Writer(engine.place(path), runtime(), self.clock, self.heard.extend)
        if not durable and engine.name == "sqlite":
            self.exclusively(lambda connection: connection.execute("PRAGMA synchronous = OFF"))

    def clock(self) -> tuple[str, float]:
        """Return (ISO 8601 time, seconds) from a simulated clock. Each call advances the clock by one second. The
        writer calls this function once per batch.
        """
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

    def submit(self, command: Callable) -> Any:
        """Queue a command for the session. Return the future."""
        return self.writer.submit(command, self.code)

    def batch(self, *commands: Callable) -> list[Any]:
        """Run commands in one transaction. Return, in order, the answer or the error of each command."""
        if len(commands) < 2:
            return [_outcome(self.submit(command)) for command in commands]
        with self.held():
            futures = [self.submit(command) for command in commands]
        return [_outcome(future) for future in futures]

    def batch_outcomes(self, *commands: Callable) -> list[Outcome]:
        """Run acts in one transaction. Return, in order, the outcome of each act. If an act is refused, raise the first
        refusal.
        """
        with self.held():
            futures = [self.submit(command) for command in commands]
        return [future.wait() for future in futures]

    def do(self, command: Callable) -> dict:
        """Run one command. Return its answer or raise its refusal."""
        return _answer(self.submit(command).wait())

    def read(self, function: Callable, *arguments: Any) -> Any:
        """Call `function(connection, session, …)` in a read transaction. Return the function's result."""
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
    """If the result is the outcome of an act, return the outcome's answer; otherwise return the result itself."""
    return result.answer if isinstance(result, Outcome) else result


def _outcome(future: Any) -> Any:
    try:
        return _answer(future.wait())
    except Exception as error:
        return error
