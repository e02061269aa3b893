"""Short read transactions. They use their own connections, not the writer's connection."""

from __future__ import annotations

import itertools
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from .connection import Connection
from .database import Database, as_database

WAIT_SECONDS, EACH_SECONDS = 0.002, 0.00025
"""The shortest time, in seconds, between two attempts to get a connection, and the time for each reader that waits
before this one. So thousands of waiting readers do not occupy the processor.
"""
IS_URGENT: ContextVar[bool] = ContextVar("IS_URGENT", default=False)
"""Whether the task reads for a staff seat. One connection is reserved for such tasks, and they do not wait behind the
others.
"""


class Reader:
    """A pool of read-only connections. A path means a SQLite file.

    Green threads and real threads use the same pool, so the pool has no lock: the operations of a deque and of a
    counter are atomic. If all connections are in use, readers wait in the order of their numbers.
    """

    def __init__(self, place: Database | Path | str):
        self._database = as_database(place)
        self._idle: deque[Connection] = deque()
        most = self._database.most_readers
        self._permits = None if most is None else deque([None] * most)
        self._numbers, self._served = itertools.count(), itertools.count(1)
        self._next = 0

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
        if self._permits is None:
            return
        if IS_URGENT.get():
            while not self._try_permit(self._permits, reserved=0):
                time.sleep(WAIT_SECONDS)
            return
        number = next(self._numbers)
        try:
            while number - self._next >= len(self._permits) or not self._try_permit(self._permits, reserved=1):
                time.sleep(max(WAIT_SECONDS, EACH_SECONDS * (number - self._next)))
        finally:
            self._next = next(self._served)

    @staticmethod
    def _try_permit(permits: deque[None], reserved: int) -> bool:
        """Take a permit if more than `reserved` permits are left. Return whether a permit was taken."""
        if len(permits) <= reserved:
            return False
        try:
            permits.pop()
        except IndexError:
            return False
        return True
