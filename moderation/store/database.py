"""The interface of a database: how the writer and the readers open connections."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from .connection import Connection
from .sqlite.database import SqliteFile


class Database(Protocol):
    """A database of the store: a SQLite file or a PostgreSQL database."""

    @property
    def largest_batch(self) -> int:
        """The maximum number of commands in one transaction."""

    @property
    def most_readers(self) -> int | None:
        """The maximum number of reading connections. None: no limit."""

    @property
    def is_shared(self) -> bool:
        """Whether other processes can also write to this database. If they can, each transaction contains the commands
        of one session only.
        """

    def connect(self, *, read_only: bool = False) -> Connection:
        """Open a connection. Raises DatabaseError."""


def as_database(place: Database | Path | str) -> Database:
    """Return the database at `place`. A path means a SQLite file."""
    return SqliteFile(place) if isinstance(place, (Path, str)) else place
