"""Short read transactions on connections of their own, beside the writer."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from .schema import connect


class Reader:
    """A pool of reading connections. Never do anything inside `transaction` that could wait."""

    def __init__(self, path):
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the store."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = connect(self._path, read_only=True)
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._idle.append(connection)

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()
