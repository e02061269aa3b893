"""A SQLite file as a database of the store."""

from __future__ import annotations

from pathlib import Path

from ..schema import connect
from .dialect import SqliteConnection


class SqliteFile:
    """The implementation of `store.database.Database` for a file."""

    largest_batch = 200
    most_readers = None
    is_shared = False

    def __init__(self, path: Path | str):
        self._path = path

    def connect(self, *, read_only: bool = False) -> SqliteConnection:
        """Open a connection (store/schema)."""
        return connect(self._path, read_only=read_only)
