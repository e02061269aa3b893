"""The command `doctor`, which checks the installation, and says what is wrong and what to do."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import click

from ..core.model import Session
from ..paths import PACKAGE, ROOT
from ..services.translation.engines import registry
from ..store import sessions
from ..store.folder import Folder
from ..store.reader import Reader
from ..web.config import Config
from ..web.faults import Faults
from . import settings_file
from .checks import folder as folder_checks
from .checks import languages, machine, reach
from .checks.finding import Finding, Verdict
from .client import data_folder, find_status, settings
from .store import refuse_shared


@click.command()
def doctor() -> None:
    """Check the installation. Print what is wrong and what to do.

    The exit status is 1 if something is wrong. `?` marks facts that cannot be checked from here. The check of
    the proxies sends one request through PUBLIC_URL. Nothing is changed.
    """
    config = settings()
    refuse_shared(config, "ask each process for /readyz instead (docs/scaling.md)")
    findings = list(_examine(config, data_folder(config)))
    for name, verdict, fact, advice in findings:
        click.echo(f"{verdict:<5}  {name}: {fact}" + (f"\n       → {advice}" if advice else ""))
    count = sum(finding.verdict is Verdict.WRONG for finding in findings)
    if count:
        raise click.ClickException("one thing is wrong" if count == 1 else f"{count} things are wrong")


def _examine(config: Config, folder: Folder) -> Iterator[Finding]:
    """Run all checks and yield their findings."""
    server = find_status(folder)
    yield machine.python()
    yield machine.sqlite()
    yield machine.disk(Faults(folder).disk_free())
    yield from machine.limits(server)
    yield machine.clock(time.time(), _newest(folder.path))
    yield folder_checks.settings_file(settings_file.path(os.environ))
    yield from folder_checks.ownership(folder.path)
    database = folder_checks.database(folder.database)
    yield database
    yield folder_checks.pragmas(server)
    yield reach.public_url(config, server)
    if certificate := reach.certificate(config, time.time()):
        yield certificate
    yield reach.proxies(config, folder.announced(), server)
    served = _sessions(folder) if database.verdict is Verdict.OK else []
    engine_settings = registry.settings_from(os.environ, folder.path)
    for session in served:
        yield languages.engine(session, engine_settings)
    every_language = sorted({language for session in served for language in session.languages})
    yield from languages.fonts(every_language, ROOT / "static" / "built")


def _newest(folder: Path) -> float:
    """Return the time of the newest file of the data folder or the program, in seconds since 1970."""
    return max(path.stat().st_mtime for path in [*folder.iterdir(), PACKAGE / "__init__.py"] if path.exists())


def _sessions(folder: Folder) -> list[Session]:
    reader = Reader(folder.database)
    try:
        with reader.transaction() as connection:
            return sessions.every(connection)
    finally:
        reader.close()
