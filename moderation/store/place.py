"""The choice of the database from the settings, and its preparation at the start of a process."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from ..concurrency import LoopRuntime, Runtime
from .database import Database, as_database
from .errors import OperationalError
from .folder import Folder
from .upgrade import upgrade

if TYPE_CHECKING:
    from .postgres.database import PostgresDatabase


def open_database(folder: Folder, url: str | None, runtime: Runtime, version: str) -> Database:
    """Return the database with this version's schema: PostgreSQL for a connection URL, otherwise the folder's file.

    Without a URL, the caller must have locked the folder. Raises OperationalError if PostgreSQL cannot be used, and the
    exceptions of `upgrade`.
    """
    if url is not None:
        database = shared_database(url, runtime)
        database.migrate()
        return database
    upgrade(folder, version)
    return as_database(folder.database)


def shared_database(url: str, runtime: Runtime) -> PostgresDatabase:
    """Return the PostgreSQL database. Do not change its schema.

    Raises OperationalError if its driver is not installed.
    """
    try:
        from .postgres.database import PostgresDatabase
    except ImportError:
        raise OperationalError("DATABASE_URL needs the package psycopg: pip install 'open-floor[cluster]'") from None
    return PostgresDatabase(url, _green_wait(runtime), runtime.real("time").sleep)


def _green_wait(runtime: Runtime) -> Callable[[int, bool, bool], tuple[bool, bool]] | None:
    """Return the function with which a reading connection waits for the database in a green thread. Return None in the
    threading mode.
    """
    return cast(LoopRuntime, runtime).wait_for_socket if runtime.mode == "eventlet" else None
