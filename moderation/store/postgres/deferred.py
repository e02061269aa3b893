"""Statements that a writing transaction sends later, together in one message.

A message needs one round trip, whatever the number of its statements.

libpq's pipeline mode is not used. In that mode, the time-out `idle_in_transaction_session_timeout` begins only after a
Sync message. So PostgreSQL would not end the transaction of a process that is frozen between two statements.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .prepared import Statement

SAVEPOINT, RELEASE, ROLL_BACK = "SAVEPOINT ", "RELEASE ", "ROLLBACK TO "
_WITHOUT_ROWS = ("INSERT ", "UPDATE ", "DELETE ", "SET ", SAVEPOINT, RELEASE, ROLL_BACK)


def is_read(sql: str) -> bool:
    """Return whether the statement only reads."""
    return sql.lstrip().startswith("SELECT")


def can_be_deferred(sql: str) -> bool:
    """Return whether the statement certainly returns no rows."""
    return sql.startswith(_WITHOUT_ROWS) and "RETURNING" not in sql


class DeferredCursor:
    """The result of deferred statements without rows.

    `send`: sends all deferred statements of the connection, and sets `changes`. `changes`: the number of changed rows
    of each statement that was sent.
    """

    def __init__(self, send: Callable[[], object]):
        self._send = send
        self.changes: list[int] = []

    @property
    def rowcount(self) -> int:
        """Return the number of changed rows. Send the deferred statements first."""
        self._send()
        return sum(self.changes)

    def fetchone(self) -> Any:
        """Raise TypeError, because the statements have no rows."""
        raise TypeError("a deferred statement has no rows")

    def fetchall(self) -> list[Any]:
        """Raise TypeError, like `fetchone`."""
        return list(self.fetchone())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())


class Deferred:
    """The deferred statements of a transaction, in order.

    A savepoint is sent only if statements must be sent before its release. Otherwise it is not needed: if a deferred
    statement fails, the caller must repeat the whole transaction, and a rollback to the savepoint does not help.
    """

    def __init__(self) -> None:
        self._statements: list[tuple[Statement, DeferredCursor]] = []

    @property
    def changes_rows(self) -> bool:
        """Return whether a deferred statement can change the result of a read."""
        return any(not statement.sql.startswith((SAVEPOINT, RELEASE)) for statement, _ in self._statements)

    def add(self, statement: Statement, cursor: DeferredCursor) -> None:
        """Defer a statement. `cursor`: its result."""
        if statement.sql.startswith(ROLL_BACK):
            self._undo(statement, cursor)
        elif statement.sql.startswith(RELEASE):
            self._release(statement, cursor)
        else:
            self._statements.append((statement, cursor))

    def take(self) -> list[tuple[Statement, DeferredCursor]]:
        """Return the deferred statements with their cursors, and empty the list."""
        return self._take(len(self._statements))

    def take_changes(self) -> list[tuple[Statement, DeferredCursor]]:
        """Return the deferred statements up to the last one that changes rows. Keep the savepoints after it, because a
        read needs no savepoint.
        """
        count = len(self._statements)
        while count and self._statements[count - 1][0].sql.startswith(SAVEPOINT):
            count -= 1
        return self._take(count)

    def _take(self, count: int) -> list[tuple[Statement, DeferredCursor]]:
        taken, self._statements = self._statements[:count], self._statements[count:]
        return taken

    def _undo(self, statement: Statement, cursor: DeferredCursor) -> None:
        """Remove the statements after the savepoint. Defer the rollback only if the savepoint was already sent."""
        place = self._place(statement.sql.removeprefix(ROLL_BACK))
        if place is None:
            self._statements = [(statement, cursor)]
        else:
            del self._statements[place + 1 :]

    def _release(self, statement: Statement, cursor: DeferredCursor) -> None:
        place = self._place(statement.sql.removeprefix(RELEASE))
        if place is None:
            self._statements.append((statement, cursor))
        else:
            del self._statements[place]

    def _place(self, name: str) -> int | None:
        """Return the index of the latest deferred savepoint with this name, or None."""
        places = [place for place, (sent, _) in enumerate(self._statements) if sent.sql == SAVEPOINT + name]
        return places[-1] if places else None
