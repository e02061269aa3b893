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
"""Seconds between two attempts to get a connection: at least WAIT_SECONDS, and at least EACH_SECONDS for each reader
that waits ahead. So thousands of waiting readers do not occupy the processor.
"""
IS_URGENT: ContextVar[bool] = ContextVar("IS_URGENT", default=False)
"""Whether the task reads for a staff seat. Such tasks have their own connections and do not wait behind other tasks."""
URGENT = 2
"""The number of connections that only urgent tasks use, if the number of connections is limited. All other tasks use
the remaining connections.
"""


class Reader:
    """A pool of read-only connections. A path means a SQLite file.

    Green threads and real threads use the same pool, so the pool has no lock: the operations of a deque and of a
    counter are atomic. If all connections are in use, readers wait nearly in the order in which they came.
    """

    def __init__(self, place: Database | Path | str):
        self._database = as_database(place)
        self._idle: deque[Connection] = deque()
        most = self._database.most_readers
        self._permits = None if most is None else deque([None] * (most - URGENT))
        self._urgent_permits = deque([None] * URGENT)
        self._numbers = itertools.count()
        self._waiting: deque[int] = deque()

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
        permits = self._take_permit()
        try:
            connection = self._connection()
            try:
                yield connection
            finally:
                self._idle.append(connection)
        finally:
            if permits is not None:
                permits.append(None)

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

    def _take_permit(self) -> deque[None] | None:
        """Wait for a permit to use a connection. Return the deque to which the permit must be returned."""
        if self._permits is None:
            return None
        if IS_URGENT.get():
            while not _try_pop(self._urgent_permits):
                time.sleep(WAIT_SECONDS)
            return self._urgent_permits
        number = next(self._numbers)
        self._waiting.append(number)
        try:
            while (rank := number - self._waiting[0]) >= max(1, len(self._permits)) or not _try_pop(self._permits):
                time.sleep(max(WAIT_SECONDS, EACH_SECONDS * rank))
        finally:
            self._waiting.remove(number)
        return self._permits


def _try_pop(permits: deque[None]) -> bool:
    """Take a permit from `permits` without waiting. Return False if there is none."""
    try:
        permits.pop()
    except IndexError:
        return False
    return True
