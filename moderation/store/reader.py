"""Short read transactions. They use their own connections, not the writer's connection."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .connection import Connection
from .database import Database, as_database

WAIT_SECONDS = 0.002


class Reader:
    """A pool of read-only connections. A path means a SQLite file.

    Green threads and real threads use the same pool, so the pool has no lock: the operations of a deque are atomic.
    """

    def __init__(self, place: Database | Path | str):
        self._database = as_database(place)
        self._idle: deque[Connection] = deque()
        most = self._database.most_readers
        self._permits = None if most is None else deque([None] * most)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a read transaction: one consistent state of the store. The code inside `with` must not block.

        If all connections of the pool are in use, wait.
        """
        with self.statement() as connection:
            try:
                connection.begin_read()
                yield connection
            finally:
                connection.roll_back()

    @contextmanager
    def statement(self) -> Iterator[Connection]:
        """Lend a connection without a transaction: each statement reads the newest state of the store.

        Use this method to execute a single SELECT: in a shared database, a transaction needs two more round trips. The
        code inside `with` must not block. If all connections of the pool are in use, wait.
        """
        self._take_permit()
        try:
            connection = self._connection()
            try:
                yield connection
            finally:
                self._idle.append(connection)
        finally:
            if self._permits is not None:
                self._permits.append(None)

    @property
    def is_shared(self) -> bool:
        """Return `Database.is_shared`."""
        return self._database.is_shared

    def close(self) -> None:
        """Close all idle connections."""
        while self._idle:
            self._idle.pop().close()

    def _connection(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self._database.connect(read_only=True)

    def _take_permit(self) -> None:
        while self._permits is not None:
            try:
                self._permits.pop()
                return
            except IndexError:
                time.sleep(WAIT_SECONDS)
