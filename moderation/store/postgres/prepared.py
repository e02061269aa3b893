"""Statements with literal values, and the statements that a connection prepares with PREPARE.

Several statements can be sent in one message only if they have no parameters. So their values are literals. For a text
with literals, PostgreSQL must analyse and plan the statement each time. For a statement that is prepared with PREPARE,
PostgreSQL does this once; EXECUTE then needs only the literals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import psycopg
from psycopg.adapt import Transformer

from .parameters import joined, split

PREPARED_AFTER = 5
"""A statement is prepared at its fifth use. A statement that is used less often is not worth a PREPARE."""
MOST_PREPARED = 400
"""Maximum number of prepared statements of a connection. Each needs memory on the server."""
_TYPES = {int: "bigint", bool: "bigint", float: "float8", bytes: "bytea"}
"""{type of a value: type of the parameter}. PostgreSQL derives all other types from the statement (`unknown`)."""


class Statement(NamedTuple):
    """A statement with the literals of its values. `types`: the PostgreSQL type of each literal."""

    sql: str
    types: tuple[str, ...] = ()
    literals: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Return the SQL with the literals in the places of the parameters."""
        return joined(split(self.sql)[0], self.literals) if self.literals else self.sql


class PreparedStatements:
    """The prepared statements of one connection. They end with the connection.

    `may_prepare`: False behind a pooler, which gives each transaction another connection of the server. No statement is
    then prepared. `driver` must not prepare statements itself: after a rollback, psycopg deletes all prepared
    statements of the connection, if some of them are its own.
    """

    def __init__(self, driver: psycopg.Connection[Any], may_prepare: bool):
        self._may_prepare = may_prepare
        self._literal: Callable[[Any], bytes] = Transformer(driver).as_literal
        self._driver = driver
        self._names: dict[tuple[str, tuple[str, ...]], str] = {}
        self._uses: Counter[tuple[str, tuple[str, ...]]] = Counter()

    def statement(self, sql: str, values: Sequence[Any] | Mapping[str, Any]) -> Statement:
        """Return the statement with the literals of these values."""
        if not values:
            return Statement(sql)
        given = [values[key] for key in split(sql)[1]]  # type: ignore[index]
        types = tuple(_TYPES.get(type(value), "unknown") for value in given)
        return Statement(sql, types, tuple(self._literal(value).decode() for value in given))

    def message(self, statement: Statement) -> str:
        """Return the SQL to send for a statement: EXECUTE if it is prepared, otherwise the SQL with literals.

        Prepare the statement first if it is used often. Raises the exceptions of psycopg.
        """
        key = statement.sql, statement.types
        if key not in self._names and not self._prepares(key):
            return statement.text
        return f"EXECUTE {self._names[key]} ({', '.join(statement.literals)})"

    def _prepares(self, key: tuple[str, tuple[str, ...]]) -> bool:
        """Prepare the statement if it is used often. Return whether it is prepared."""
        sql, types = key
        if not types or not self._may_prepare or len(self._names) >= MOST_PREPARED:
            return False
        self._uses[key] += 1
        if self._uses[key] < PREPARED_AFTER:
            return False
        del self._uses[key]  # If PREPARE fails, the next attempt is not the next use.
        name = f"of_{len(self._names)}"
        numbered = joined(split(sql)[0], [f"${number}" for number in range(1, len(types) + 1)])
        self._driver.execute(f"PREPARE {name} ({', '.join(types)}) AS {numbered}".encode(), prepare=False)
        self._names[key] = name
        return True
