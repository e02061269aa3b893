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

from ..connection import Cursor, Dialect
from ..errors import DatabaseError, IntegrityError, OperationalError, UnknownOutcomeError
from .deferred import Deferred, DeferredCursor, can_be_deferred, is_read
from .dialect import PostgresDialect, draw
from .parameters import translated
from .prepared import PreparedStatements, Statement
from .rows import Row, row_factory

IDLE_SECONDS = 2
"""Maximum time, in seconds, for which PostgreSQL waits for the next statement of a writing transaction.

Then PostgreSQL ends the transaction and refuses its COMMIT. The row locks of a frozen process are then free for other
processes.
"""
OUTCOME_SECONDS = 10
"""Maximum number of seconds for which `_outcome` asks PostgreSQL whether a transaction was committed.

`_outcome` is called if the connection failed before the answer to COMMIT arrived.
"""
DRAWN = 10
"""The number of ids that `draw_id` takes from a sequence at once. A batch of the writer has up to sixty commands."""
REPEAT_SECONDS = 0.03
"""Seconds between the failure of a transaction and its repetition."""
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

    Send all integers as int8. With several sizes of integers, PostgreSQL would prepare the same statement several
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
    psycopg with autocommit, and whether statements can be prepared on it. `pause` suspends the thread for some seconds.
    """

    dialect: Dialect = PostgresDialect()

    def __init__(
        self,
        open_driver: Callable[[], tuple[psycopg.Connection[Any], bool]],
        pause: Callable[[float], None] = time.sleep,
    ):
        self._open_driver = open_driver
        self._pause = pause
        self._transaction_id = ""
        self._now = ("", 0.0)
        self._ids: dict[str, list[int]] = {}
        self.row_lock = ""
        self._driver = self._open()
        self._deferred: Deferred | None = None
        self._has_begun = False

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

    def draw_id(self, table: str) -> int:
        """Return an unused id for a new row of the table.

        The first draw of a transaction takes one id from the sequence of the table. Each further draw takes DRAWN ids
        and keeps those that are left for the next rows of the transaction. Ids that are not used remain unused.
        """
        ids = self._ids.get(table)
        if not ids:
            drawn = draw(self, table, 1 if ids is None else DRAWN)
            ids = self._ids[table] = drawn[::-1]
        return ids.pop()

    def now(self) -> tuple[str, float]:
        """Return the database's time at the beginning of the transaction as a pair: the ISO 8601 text, and the seconds
        since 1970.
        """
        return self._now

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), /) -> Cursor:
        """Execute a statement, or defer it (`begin_write`). Raises the exceptions in store/errors."""
        if self._deferred is not None:
            if can_be_deferred(sql):
                return self._defer(sql, [parameters])
            with _errors():
                return self._send(self._prepared.statement(sql, parameters))
        # Outside a transaction, a read can be repeated if the connection was lost since the last use.
        can_repeat = is_read(sql) and not self._has_begun and not self.in_transaction
        try:
            return self._execute(sql, parameters)
        except OperationalError:
            if not can_repeat or not self.is_lost:
                raise
            self._driver = self._open()
            return self._execute(sql, parameters)

    def _execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any]) -> psycopg.Cursor[Row]:
        with _errors():
            if parameters:
                return self._driver.execute(translated(sql), parameters)
            return self._driver.execute(sql.encode(), prepare=False)

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any] | Mapping[str, Any]], /) -> Cursor:
        """Execute the statement once for each element of `parameters`, without waiting for each answer.

        If the transaction defers statements (`begin_write`), only keep the statement for later.
        """
        if self._deferred is not None:
            return self._defer(sql, parameters)
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

    def begin_write(self, session: str | None = None, *, defers: bool = False) -> None:
        """Begin a writing transaction, and lock the session with this join code until COMMIT.

        If `session` is None, the statement that later reads a session also locks it (`row_lock`).

        The lock is a statement of its own, because a statement that waits for a lock reads all other rows as they were
        before the wait. It is sent together with BEGIN, in one round trip.

        `defers`: delay each statement that returns no rows. Send it before the next statement that returns rows, before
        COMMIT, or when its number of changed rows is read.
        """
        lock = "" if session is None else f"SELECT 1 FROM sessions WHERE code = {quote(session)} FOR NO KEY UPDATE;"
        cursor = self._begin(_BEGIN_WRITE.format(lock=lock))
        while cursor.nextset():
            pass
        self._ids = {}
        self._transaction_id, at, seconds = cursor.fetchone() or ("", "", 0.0)
        self._now = (at, seconds)
        self.row_lock = " FOR NO KEY UPDATE OF sessions" if session is None else ""
        self._deferred = Deferred() if defers else None

    def commit_write(self) -> None:
        """Commit the writing transaction. If an error hides the outcome, read the outcome, if necessary through a new
        connection.

        Raises OperationalError if the transaction was not committed. Raises UnknownOutcomeError if its outcome is
        unknown.
        """
        try:
            with _errors():
                status = self._send(Statement("COMMIT")).statusmessage
            self._deferred, self._has_begun = None, False
        except DatabaseError as error:
            self.roll_back()
            outcome = self._outcome()
            if outcome == "committed":
                return
            if outcome != "aborted":
                raise UnknownOutcomeError(str(error)) from error
            raise
        if status != "COMMIT":
            raise OperationalError("the transaction has ended")

    def roll_back(self) -> None:
        """Roll the transaction back. Do nothing if there is no transaction, or if the database has already rolled it
        back.
        """
        self._deferred = None
        with suppress(DatabaseError):
            if self.in_transaction:
                self.execute("ROLLBACK")
        self._has_begun = False

    def pause(self) -> None:
        """Wait for some milliseconds, so that other transactions get the locks for which they wait.

        When a row lock is released, PostgreSQL gives it to the first transaction that asks for it. A waiting
        transaction has no priority, so without the pause, this connection could get the lock again first.
        """
        self._pause(REPEAT_SECONDS)

    def close(self) -> None:
        """Close the connection."""
        self._driver.close()

    def _begin(self, statement: str) -> psycopg.Cursor[Row]:
        """Begin a transaction. If the connection was lost since the last transaction, connect again."""
        self._has_begun = True
        with _errors():
            try:
                if not self._driver.closed:
                    return self._driver.execute(statement.encode(), prepare=False)
            except psycopg.OperationalError:
                if not self._driver.closed:
                    raise
            self._driver = self._open()
            return self._driver.execute(statement.encode(), prepare=False)

    def _defer(self, sql: str, parameters: Iterable[Sequence[Any] | Mapping[str, Any]]) -> DeferredCursor:
        assert self._deferred is not None
        cursor = DeferredCursor(self._send_deferred)
        with _errors():
            for values in parameters:
                self._deferred.add(self._prepared.statement(sql, values), cursor)
        return cursor

    def _send_deferred(self) -> None:
        """Send the deferred statements, if there are any."""
        statements = [] if self._deferred is None else self._deferred.take()
        if statements:
            with _errors():
                self._send_all(statements)

    def _send(self, last: Statement) -> psycopg.Cursor[Row]:
        """Send the deferred statements and the statement `last` in one message. Return the result of `last`.

        Send no deferred savepoint before a read. The savepoint would help only after an error of the database, but such
        an error ends the whole transaction in any case.
        """
        statements: list[tuple[Statement, DeferredCursor]] = []
        if self._deferred is not None:
            statements = self._deferred.take_changes() if is_read(last.sql) else self._deferred.take()
        return self._send_all([*statements, (last, DeferredCursor(self._send_deferred))])

    def _send_all(self, statements: Sequence[tuple[Statement, DeferredCursor]]) -> psycopg.Cursor[Row]:
        """Send these statements in one message. Return the result of the last one."""
        message = ";".join(self._prepared.message(statement) for statement, _ in statements)
        result = self._driver.execute(message.encode(), prepare=False)
        for number, (_, cursor) in enumerate(statements):
            if number:
                result.nextset()
            cursor.changes.append(result.rowcount)
        return result

    def _outcome(self) -> str | None:
        """Return the outcome of the latest writing transaction: `committed` or `aborted`.

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
            driver, may_prepare = self._open_driver()
        driver.row_factory = row_factory
        self._prepared = PreparedStatements(driver, may_prepare)
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
