"""The interface of a database connection, which SQLite (store/sqlite) and PostgreSQL (store/postgres) implement.

All SQL of the store is in the subset that both databases accept, with `?` and `:name` as parameters. A `Dialect`
contains the few parts of SQL that differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

T = TypeVar("T")
LONGEST_LIST = 512
"""Maximum number of values in one list of `in_lists`. SQLite accepts at most 32,766 parameters in a statement."""


class Row(Protocol):
    """A row of a result. Its values are available by column number and by column name."""

    def __getitem__(self, key: Any, /) -> Any: ...

    def __iter__(self) -> Iterator[Any]: ...

    def __len__(self) -> int: ...

    def keys(self) -> Iterable[str]: ...


class Cursor(Protocol):
    """The result of a statement. `rowcount`: the number of changed rows."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """A connection to the database. Without BEGIN, each statement is its own transaction."""

    @property
    def dialect(self) -> Dialect: ...

    @property
    def in_transaction(self) -> bool: ...

    @property
    def is_lost(self) -> bool:
        """Whether the connection to the database has ended."""

    @property
    def row_lock(self) -> str:
        """SQL for the end of a SELECT that locks the read rows of `sessions` until the end of the writing transaction.

        The text is empty in three cases: in a reading transaction, after `begin_write` has locked the session, and in
        SQLite, which locks the whole database.
        """

    def execute(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ..., /) -> Cursor:
        """Execute a statement. Parameters are `?` with a sequence of values, or `:name` with a mapping."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any] | Mapping[str, Any]], /) -> Cursor:
        """Execute a statement once for each element of `parameters`."""

    def begin_read(self) -> None:
        """Begin a read transaction of one consistent state."""

    def begin_write(self, session: str | None = None, *, defers: bool = False) -> None:
        """Begin a writing transaction.

        `session`: the join code of the session to lock before the first statement. SQLite ignores `session`, because it
        locks the whole database.

        `defers`: the connection may delay statements that return no rows, and send several of them in one message. The
        exception of a delayed statement is raised when a later result is read, or at COMMIT. After an exception, the
        caller must repeat the whole transaction.
        """

    def commit_write(self) -> None:
        """Commit the writing transaction. Raises DatabaseError if the transaction was not committed."""

    def roll_back(self) -> None:
        """Roll the transaction back. Do nothing if there is no transaction, or if the database has already rolled it
        back.
        """

    def pause(self) -> None:
        """Wait for some milliseconds, so that other transactions get the locks for which they wait."""

    def draw_id(self, table: str) -> int:
        """Return an unused id for a new row of the table, greater than the ids of all rows that the session has.

        Call this function only in a writing transaction, after it has locked the session: then the ids of a session's
        rows have the order of their transactions. Insert the row before the next draw.
        """

    def now(self) -> tuple[str, float]:
        """Return the time of the present transaction as a pair: the ISO 8601 text, and the seconds of the clock that
        the store uses for stored times.
        """

    def close(self) -> None: ...


class Reference(NamedTuple):
    """A foreign key: the parent table, the columns that refer to it, and the columns in the parent table."""

    parent: str
    columns: list[str]
    parent_columns: list[str]


class Dialect(Protocol):
    """The parts of SQL that differ between the databases. If the database has no planner hints, each hint is empty."""

    @property
    def overwrites(self) -> bool:
        """Whether the store overwrites the bytes of deleted data (store/scrubbing)."""

    @property
    def not_indexed(self) -> str:
        """A planner hint for the place after a table's name: read the table without an index."""

    @property
    def unindexed(self) -> str:
        """A planner hint for the place before a column's name: use no index for this condition."""

    @property
    def cross_join(self) -> str:
        """The SQL for a join that reads its left table first."""

    def indexed_by(self, index: str) -> str:
        """Return a planner hint for the place after a table's name: read the table by this index."""

    def json_number(self, column: str, *path: str) -> str:
        """Return SQL for the integer at this path in a JSON text, or NULL if there is none."""

    def defer_foreign_keys(self, connection: Any) -> None:
        """Check the foreign keys of this transaction at COMMIT instead of after each statement."""

    def check_foreign_keys(self, connection: Any) -> None:
        """Check the deferred foreign keys now, before COMMIT.

        This is necessary only if another process can add rows that refer to the deleted rows. Therefore SQLite does
        nothing: a writing transaction locks its whole database.
        """

    def allow_long_transaction(self, connection: Any) -> None:
        """Switch off the time-out for an idle transaction in this writing transaction."""

    def new_ids(self, connection: Any, table: str, count: int, above: int) -> list[int]:
        """Return `count` unused ids for rows of the table, in ascending order and all greater than `above`."""

    def tables(self, connection: Any) -> list[str]:
        """Return the names of all tables."""

    @property
    def skip_locked(self) -> str:
        """SQL for the end of a SELECT. It locks the selected rows, and leaves out rows that another transaction has
        locked.
        """

    def references(self, connection: Any, table: str) -> list[Reference]:
        """Return the table's foreign keys."""

    def lineage(self, connection: Any) -> str:
        """Return an identifier of this database that changes if a copy is restored in its place."""


def in_lists(values: Iterable[T]) -> Iterator[tuple[str, list[T]]]:
    """Split the values into parts of at most `LONGEST_LIST` values, in order. For each part, yield (placeholders for
    `IN (…)`, values).

    The last value of each part is repeated until the number of values is a power of two. This limits the number of
    different SQL texts, because databases cache prepared statements by their text.
    """
    rest = list(values)
    while rest:
        part, rest = rest[:LONGEST_LIST], rest[LONGEST_LIST:]
        part += part[-1:] * ((1 << (len(part) - 1).bit_length()) - len(part))
        yield ", ".join("?" * len(part)), part
