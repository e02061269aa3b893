"""The command `work`, which starts a worker in addition to the processes of the server."""

from __future__ import annotations

import logging
import os
import signal
import threading

import click

from .. import __version__
from ..runtime import use
from ..services.translation.engines import registry
from ..store import place
from ..store.errors import DatabaseError
from ..web.server import logs, serving, systemd
from . import notice
from .client import settings
from .worker import Worker

logger = logging.getLogger("open_floor")


@click.command()
def work() -> None:
    """Translate, compare questions, publish totals and purge for all sessions of the database in DATABASE_URL.

    At least one worker must run beside the processes of the server; two workers share the translations. Without
    DATABASE_URL, the server does this work itself.
    """
    config = settings()
    if config.database_url is None:
        raise click.ClickException("work needs DATABASE_URL; without it, the server does this work itself")
    logs.configure(config.log_format == "json")
    serving.forbid_core_dumps()
    runtime = use("threading")
    try:
        database = place.shared_database(config.database_url, runtime)
        database.migrate()
        serving.ready_sessions(database, None)
        worker = Worker(
            runtime,
            database,
            registry.settings_from(os.environ, config.data_dir),
            notice.publisher(config, runtime),
            with_meaning=config.embeddings,
        )
    except (DatabaseError, ValueError) as problem:
        raise click.ClickException(str(problem)) from None
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: stopped.set())
    worker.start()
    logger.info("Open Floor %s works on the database in DATABASE_URL", __version__)
    systemd.notify("READY=1")
    click.echo("Open Floor works")
    stopped.wait()
    systemd.notify("STOPPING=1")
    worker.stop()
