"""Counters of the statements that a store executes. They work for every database whose connections have `execute`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from moderation.store import writer
from tests.running_store import RunningStore

IGNORED = ("ROLLBACK", "PRAGMA")
"""The first words of statements that do not count. Only SQLite executes PRAGMA."""


@dataclass
class Statement:
    """An executed statement. `values`: its parameters.

    `is_wait`: True if the program read the statement's result, for which it would have to wait on a network.
    """

    sql: str
    values: Any
    is_wait: bool = False

    @property
    def is_read(self) -> bool:
        return self.sql.startswith("SELECT")


@dataclass
class Batch:
    """The statements of one batch with one command, without BEGIN, SAVEPOINT, RELEASE and COMMIT.

    - `command`: the statements of the command itself, between its SAVEPOINT and RELEASE.
    - `streams`: the statements after RELEASE, which compute the changes of the streams. A batch of many commands
      executes these statements only once.
    """

    command: list[Statement]
    streams: list[Statement]

    @property
    def waits(self) -> int:
        """The number of statements for which a program would wait if the database were on a network.

        The program waits for a statement only if the program uses the result: the rows or the number of changed rows. A
        pipeline would send any other statement together with the next statement, without waiting. COMMIT is not
        counted, because all commands of a batch share it.
        """
        return sum(statement.is_wait for statement in (*self.command, *self.streams))


class CountedConnection:
    """A database connection that records its statements in `executed`."""

    def __init__(self, connection: Any, executed: list[Statement]):
        self._connection, self.executed = connection, executed

    def execute(self, sql: str, values: Any = ()) -> _CountedCursor:
        return self._note(self._connection.execute, sql, values)

    def executemany(self, sql: str, rows: Iterable[Any]) -> _CountedCursor:
        rows = list(rows)
        # If there are no rows, the driver executes no statement, so do not count a statement.
        return self._note(self._connection.executemany, sql, rows, executed=self.executed if rows else [])

    def draw_id(self, table: str) -> int:
        self.executed.append(Statement("SELECT the next id", (table,), is_wait=True))
        return self._connection.draw_id(table)

    def commit_write(self) -> None:
        self.executed.append(Statement("COMMIT", ()))
        self._connection.commit_write()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def _note(
        self, execute: Callable, sql: str, values: Any, executed: list[Statement] | None = None
    ) -> _CountedCursor:
        statement = Statement(sql, values)
        (self.executed if executed is None else executed).append(statement)
        return _CountedCursor(execute(sql, values), statement)


class CountedDatabase:
    """A database whose connections record their statements in `executed`."""

    def __init__(self, database: Any, executed: list[Statement]):
        self._database, self._executed = database, executed

    def connect(self, **options: Any) -> CountedConnection:
        return CountedConnection(self._database.connect(**options), self._executed)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)


class _CountedCursor:
    """The cursor of a statement. When the program reads its rows or another attribute, `is_wait` becomes true."""

    def __init__(self, cursor: Any, statement: Statement):
        self._cursor, self._statement = cursor, statement

    def __getattr__(self, name: str) -> Any:
        self._statement.is_wait = True
        return getattr(self._cursor, name)

    def __iter__(self) -> Any:
        self._statement.is_wait = True
        return iter(self._cursor)


class CountedStore:
    """A running store that records the statements of its writer."""

    def __init__(self, path: Any, monkeypatch: Any, **definition: Any):
        self.executed: list[Statement] = []
        as_database = writer.as_database
        monkeypatch.setattr(writer, "as_database", lambda place: CountedDatabase(as_database(place), self.executed))
        self.store = RunningStore(path, **definition)

    def batch(self, command: Callable) -> tuple[Any, Batch]:
        """Run one command in one batch. Return its answer or its error, and the statements."""
        self.executed.clear()
        (answer,) = self.store.batch(command)
        names = [statement.sql for statement in self.executed]
        begin = names.index("SAVEPOINT command") + 1
        end = names.index("RELEASE command") if "RELEASE command" in names else len(names)
        last = next(index for index, name in enumerate(names) if index >= end and name == "COMMIT")
        return answer, Batch(
            [statement for statement in self.executed[begin:end] if not statement.sql.startswith(IGNORED)],
            self.executed[end + 1 : last],
        )
