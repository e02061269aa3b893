"""A connection to PostgreSQL with the interface of store/connection.

The server keeps nothing between two transactions except prepared statements. Behind a pooler, no statement is prepared
(`PostgresDatabase`). Therefore PgBouncer can use different server connections for the transactions of one connection.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import psycopg
from psycopg.adapt import AdaptersMap
from psycopg.sql import quote
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown

from ..connection import Dialect
from ..errors import DatabaseError, IntegrityError, OperationalError, UnknownOutcomeError
from .dialect import PostgresDialect
from .parameters import translated
from .rows import Row, row_factory

IDLE_SECONDS = 2
"""Maximum time, in seconds, for which PostgreSQL waits for the next statement of a writing transaction.

Then PostgreSQL ends the transaction and refuses its COMMIT. The row locks of a frozen process are then free for other
processes.
"""
OUTCOME_SECONDS = 10
"""Maximum time, in seconds, for which the outcome of a COMMIT is looked up after its answer was lost."""
_CLOCK = """to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""
_TIME = f"{_CLOCK}, CAST(extract(epoch FROM clock_timestamp()) AS float8)"
_BEGIN_WRITE = (
    f"BEGIN; SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'; {{lock}}"
    f" SELECT CAST(pg_current_xact_id() AS text), {_TIME}"
)
_BEGIN_READ = f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT {_TIME}"


class _TextDumper(StrDumperUnknown):
    """The conversion of texts for PostgreSQL. It replaces the character NUL, which PostgreSQL cannot store. A search
    for a text with NUL then finds nothing, as in SQLite.
    """

    def dump(self, obj: str) -> bytes:
        return obj.replace("\0", "\N{REPLACEMENT CHARACTER}").encode()


def _adapters() -> AdaptersMap:
    """Return the conversions of parameters.

    All integers are sent as int8, because with several sizes of integers, one statement would be prepared several
    times.
    """
    adapters = AdaptersMap(psycopg.adapters)
    adapters.register_dumper(int, Int8Dumper)
    adapters.register_dumper(bool, Int8Dumper)
    adapters.register_dumper(str, _TextDumper)
    return adapters


ADAPTERS = _adapters()


class PostgresConnection:
    """A connection (`store.connection.Connection`).

    If the connection to the server is lost, the next transaction reconnects. `open_driver` returns a new connection of
    psycopg with autocommit. `pause` suspends the thread for some seconds.
    """

    dialect: Dialect = PostgresDialect()

    def __init__(self, open_driver: Callable[[], psycopg.Connection[Any]], pause: Callable[[float], None] = time.sleep):
        self._open_driver = open_driver
        self._pause = pause
        self._transaction_id = ""
        self._now = ("", 0.0)
        self.row_lock = ""
        self._driver = self._open()

    @property
    def in_transaction(self) -> bool:
        """Return whether a transaction is open. A transaction in which a statement failed is open until ROLLBACK."""
        return not self._driver.closed and self._driver.info.transaction_status in (
            psycopg.pq.TransactionStatus.ACTIVE,
            psycopg.pq.TransactionStatus.INTRANS,
            psycopg.pq.TransactionStatus.INERROR,
        )

    @property
    def is_lost(self) -> bool:
        """Return whether the connection to the server has ended."""
        return self._driver.closed

    def now(self) -> tuple[str, float]:
        """Return the database's time at the beginning of the transaction as a pair: the ISO 8601 text, and the seconds
        since 1970.
        """
        return self._now

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> psycopg.Cursor[Row]:
        """Execute a statement. Raises the exceptions in store/errors."""
        with _errors():
            if parameters:
                return self._driver.execute(translated(sql), parameters)
            return self._driver.execute(sql.encode(), prepare=False)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any] | Mapping[str, Any]], /) -> psycopg.Cursor[Row]:
        """Execute a statement once for each element, without waiting for each answer (pipeline mode)."""
        cursor = self._driver.cursor()
        with _errors():
            cursor.executemany(translated(sql), parameters)
        return cursor

    def begin_read(self) -> None:
        """Begin a read transaction of one consistent state."""
        self.row_lock = ""
        cursor = self._begin(_BEGIN_READ)
        cursor.nextset()
        self._now = cursor.fetchone() or ("", 0.0)

    def begin_write(self, session: str | None = None) -> None:
        """Begin a writing transaction, and lock the session with this join code until COMMIT.

        If `session` is None, the statement that reads a session also locks it (`row_lock`). Take the lock in a
        statement of its own: a statement that waits for a lock reads all other rows as they were before the wait. One
        round trip sends all statements.
        """
        lock = "" if session is None else f"SELECT 1 FROM sessions WHERE code = {quote(session)} FOR NO KEY UPDATE;"
        cursor = self._begin(_BEGIN_WRITE.format(lock=lock))
        while cursor.nextset():
            pass
        self._transaction_id, at, seconds = cursor.fetchone() or ("", "", 0.0)
        self._now = (at, seconds)
        self.row_lock = " FOR NO KEY UPDATE OF sessions" if session is None else ""

    def commit_write(self) -> None:
        """Commit the writing transaction. If the answer is lost, read the outcome through a new connection.

        Raises OperationalError if the transaction was not committed, UnknownOutcomeError if its outcome is unknown.
        """
        try:
            with _errors():
                status = self._driver.execute(b"COMMIT", prepare=False).statusmessage
        except OperationalError as error:
            outcome = self._outcome() if self.is_lost else "aborted"
            if outcome == "committed":
                return
            if outcome != "aborted":
                raise UnknownOutcomeError(str(error)) from error
            raise
        if status != "COMMIT":
            raise OperationalError("the transaction has ended")

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def _begin(self, statement: str) -> psycopg.Cursor[Row]:
        """Begin a transaction. If the connection was lost since the last transaction, connect again."""
        if not self._driver.closed:
            try:
                return self.execute(statement)
            except OperationalError:
                if not self._driver.closed:
                    raise
        self._driver = self._open()
        return self.execute(statement)

    def _outcome(self) -> str | None:
        """Return the outcome of the transaction whose COMMIT got no answer: `committed` or `aborted`.

        Any other value means that the outcome is unknown.
        """
        deadline = time.monotonic() + OUTCOME_SECONDS
        while True:
            outcome = None
            with suppress(DatabaseError):
                if self._driver.closed:
                    self._driver = self._open()
                row = self.execute("SELECT pg_xact_status(CAST(? AS xid8))", [self._transaction_id]).fetchone()
                outcome = None if row is None else row[0]
            if outcome in ("committed", "aborted") or time.monotonic() > deadline:
                return outcome
            self._pause(0.05)

    def _open(self) -> psycopg.Connection[Any]:
        with _errors():
            driver = self._open_driver()
        driver.row_factory = row_factory
        return driver


@contextmanager
def _errors() -> Iterator[None]:
    """Convert the exceptions of psycopg to the exceptions in store/errors."""
    try:
        yield
    except psycopg.IntegrityError as error:
        raise IntegrityError(str(error)) from error
    except psycopg.Error as error:
        raise OperationalError(str(error)) from error
