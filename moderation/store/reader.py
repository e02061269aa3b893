"""Short read transactions. They use their own connections, not the writer's connection."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .schema import connect


class Reader:
    """A pool of read-only connections."""

    def __init__(self, path: Path | str):
        self._path = path
        self._idle: deque[sqlite3.Connection] = deque()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Open a read transaction: one consistent state of the store. The body must not block."""
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
        """Close all idle connections."""
        while self._idle:
            self._idle.pop().close()
