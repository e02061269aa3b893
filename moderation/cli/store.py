"""The store of the command line: the data folder, or the PostgreSQL database in DATABASE_URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ..runtime import use
from ..services.acts import control
from ..store import place
from ..store.errors import DatabaseError
from ..store.folder import read_key
from ..store.reader import Reader
from ..store.writer import Writer
from ..web.config import Config
from . import notice


def refuse_shared(config: Config, advice: str) -> None:
    """Raise ClickException with `advice` if the store is a PostgreSQL database."""
    if config.is_cluster:
        raise click.ClickException(f"the store is the database in DATABASE_URL; {advice}")


@contextmanager
def shared_controls(config: Config) -> Iterator[control.Controls]:
    """Open the PostgreSQL database for writing. The processes of the server may write to it at the same time. At the
    end of the `with` block, tell these processes to look for changes. Raises ClickException if the database or the
    server's key cannot be used.
    """
    assert config.database_url is not None and config.secret_key_file is not None
    runtime = use("threading")
    try:
        key = read_key(config.secret_key_file)
        database = place.shared_database(config.database_url, runtime)
        database.migrate()
    except (DatabaseError, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    writer, reader = Writer(database, runtime, None, lambda batch: None), Reader(database)
    try:
        yield control.Controls(writer, reader, key, config.public_url)
    finally:
        writer.stop()
        reader.close()
        notice.send(config, key)


def shared_reader(config: Config) -> Reader:
    """Return a reader of the PostgreSQL database."""
    assert config.database_url is not None
    return Reader(place.shared_database(config.database_url, use("threading")))
