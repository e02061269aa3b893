"""A PostgreSQL database as a database of the store: its connections and its migrations."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg

from ..errors import OperationalError
from .connection import ADAPTERS, PostgresConnection

MIGRATIONS = Path(__file__).with_name("migrations")
_LOCK = 4_072_021
"""The key of the advisory lock of a migration: an arbitrary number that no other program should use."""
SocketWait = Callable[[int, bool, bool], tuple[bool, bool]]
"""A function that waits for a socket. Arguments: file descriptor, whether to wait for reading, whether to wait for
writing. Result: whether the descriptor is readable, whether the descriptor is writable.

Other green threads run during the wait.
"""


class PostgresDatabase:
    """The implementation of `store.database.Database` for a libpq connection URL.

    One process uses at most six connections: the writer's and `most_readers` for reading. `wait`: the function with
    which a reading connection waits in the eventlet mode. If `wait` is None, the connection blocks its thread during
    the wait. `pause` suspends the writer's thread for some seconds.
    """

    # PostgreSQL keeps at most 64 savepoints of a transaction in shared memory. More savepoints would slow down all
    # transactions.
    largest_batch = 60
    most_readers = 5
    is_shared = True

    def __init__(self, url: str, wait: SocketWait | None = None, pause: Callable[[float], None] = time.sleep):
        self._url = url
        self._wait = wait
        self._pause = pause

    def connect(self, *, read_only: bool = False) -> PostgresConnection:
        """Open a connection. Raises OperationalError."""
        return PostgresConnection(lambda: self._open(read_only), self._pause)

    def migrate(self) -> None:
        """Apply all missing migrations. Other processes that start at the same time wait.

        Raises OperationalError if a later version of Open Floor has changed the database.
        """
        files = {file.stem: file for file in sorted(MIGRATIONS.glob("*.sql"))}
        with closing(self.connect()) as connection:
            connection.execute("BEGIN")
            connection.execute("SELECT pg_advisory_xact_lock(?)", [_LOCK])
            connection.execute(
                "CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL)"
            )
            applied = {row[0] for row in connection.execute("SELECT name FROM migrations")}
            if unknown := sorted(applied - files.keys()):
                raise OperationalError(f"a later version of Open Floor has changed this database ({unknown[-1]})")
            for name in [name for name in files if name not in applied]:
                connection.execute(files[name].read_text("utf-8"))
                connection.execute("INSERT INTO migrations (name, applied_at) VALUES (?, now())", [name])
            connection.execute("COMMIT")

    def _open(self, read_only: bool) -> tuple[psycopg.Connection[Any], bool]:
        """Open a connection of psycopg. Also return whether statements can be prepared on it."""
        wait = self._wait if read_only else None
        kind: type[psycopg.Connection[Any]] = psycopg.Connection if wait is None else _green(wait)
        driver = kind.connect(self._url, autocommit=True, context=_Context(), connect_timeout=5)
        # If there is a pooler, prepare no statements, because a prepared statement belongs to a single server
        # connection. There is a pooler if the process id of the server has changed since the connection began.
        process = driver.execute(b"SELECT pg_backend_pid()", prepare=False).fetchone()
        may_prepare = process is not None and process[0] == driver.info.backend_pid
        # A writing connection prepares its statements itself (`PreparedStatements`).
        if not may_prepare or not read_only:
            driver.prepare_threshold = None
        driver.prepared_max = 400
        return driver, may_prepare


def reason(url: str, error: Exception) -> str:
    """Return the first line of an error's message, without the password of the connection URL."""
    try:
        password = psycopg.conninfo.conninfo_to_dict(url).get("password")
    except psycopg.Error:
        return "the URL is not valid"
    line = str(error).partition("\n")[0]
    return line.replace(str(password), "…") if password else line


class _Context:
    adapters = ADAPTERS
    connection = None


def _green(socket_wait: SocketWait) -> type[psycopg.Connection[Any]]:
    """Return a class of connections that call `socket_wait` to wait for the server."""

    class GreenConnection(psycopg.Connection[Any]):
        def wait(self, gen: Generator[Any, Any, Any], interval: float = 0.0, timeout: float | None = None) -> Any:
            try:
                wanted = next(gen)
                while True:
                    readable, writable = socket_wait(
                        self.pgconn.socket,
                        bool(wanted & psycopg.waiting.Wait.R),
                        bool(wanted & psycopg.waiting.Wait.W),
                    )
                    ready = psycopg.waiting.Ready.R * readable | psycopg.waiting.Ready.W * writable
                    wanted = gen.send(ready)
            except StopIteration as end:
                return end.value

    return GreenConnection
