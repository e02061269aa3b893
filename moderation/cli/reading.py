"""A read transaction on the data folder's database, with or without a running server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..store.connection import Connection
from ..store.errors import DatabaseError
from ..store.reader import Reader
from .client import data_folder, refusals, settings
from .store import shared_reader


@contextmanager
def reading() -> Iterator[Connection]:
    """Begin a read transaction on the data folder's database, or on the PostgreSQL database in DATABASE_URL.

    Raises ClickException if the database is missing or unreadable. Converts a Refusal in the `with` block to a
    ClickException.
    """
    config = settings()
    if config.is_cluster:
        name, reader = "the database in DATABASE_URL", shared_reader(config)
    else:
        database = data_folder(config).database
        if not database.exists():
            raise click.ClickException(f"there is no database in {database.parent}")
        name, reader = str(database), Reader(database)
    try:
        with refusals(), reader.transaction() as connection:
            yield connection
    except DatabaseError as problem:
        raise click.ClickException(f"{name} cannot be read: {problem}") from None
    finally:
        reader.close()
