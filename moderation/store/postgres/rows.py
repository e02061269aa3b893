"""Rows of psycopg whose values are available by column number and by column name, like those of `sqlite3.Row`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

import psycopg


class Row(tuple[Any, ...]):
    """A row. Each combination of column names has its own subclass, which sets `positions` {name: column number}."""

    __slots__ = ()
    positions: dict[str, int]

    def __getitem__(self, key: Any) -> Any:
        return tuple.__getitem__(self, self.positions[key] if isinstance(key, str) else key)

    def keys(self) -> Iterable[str]:
        """Return the names of the columns, in order."""
        return self.positions.keys()


@lru_cache(maxsize=256)
def _row_class(encoded: tuple[bytes | None, ...]) -> type[Row]:
    positions = {(name or b"").decode(): position for position, name in enumerate(encoded)}
    return type("NamedRow", (Row,), {"__slots__": (), "positions": positions})


def row_factory(cursor: psycopg.Cursor[Row]) -> Callable[[Sequence[Any]], Row]:
    """Return the function that converts the values of a row to a Row with the columns of the cursor's current result.
    Called by psycopg.
    """
    result = cursor.pgresult
    if result is None or not result.nfields:
        return Row
    return _row_class(tuple([result.fname(column) for column in range(result.nfields)]))
