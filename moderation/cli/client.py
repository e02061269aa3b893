"""The command line's access to sessions: through the running server, or in the data folder if no server runs."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from ..core.refusals import Refusal
from ..services.acts import control
from ..store.folder import Folder, FolderInUse
from ..store.reader import Reader
from ..store.schema import connect, migrate
from ..store.writer import Writer
from ..web.config import Config, from_environment
from ..web.context import now


def execute_act(act: str, body: dict[str, Any]) -> dict[str, Any]:
    """Execute an organiser's act through the running server, or in the data folder if no server runs.

    Raises ClickException for a refusal.
    """
    config = settings()
    folder = Folder(config.data_dir)
    try:
        folder.acquire()
    except FolderInUse:
        return _ask_server(folder, act, body)
    try:
        with refusals(), _local(folder, config) as controls:
            return dict(control.execute_control(controls, act, body))
    finally:
        folder.release()


def _ask_server(folder: Folder, act: str, body: dict[str, Any]) -> dict[str, Any]:
    server = folder.announced()
    if server is None:
        raise click.ClickException("a server uses this data folder but is not ready yet; try again in a moment")
    call = urllib.request.Request(
        f"{server['url']}/api/control/{act}",
        json.dumps(body).encode(),
        method="POST",
        headers={"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {server['token']}"},
    )
    # Ignore the proxies in the environment, because the server is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(call, timeout=30) as answer:
            result: dict[str, Any] = json.load(answer)
            return result
    except urllib.error.HTTPError as response:
        refusal = json.load(response)
        raise click.ClickException(f"{refusal['message']} ({refusal['code']})") from None
    except (urllib.error.URLError, TimeoutError, ValueError):
        raise click.ClickException("the server that uses this data folder does not answer") from None


@contextmanager
def _local(folder: Folder, config: Config) -> Iterator[control.Controls]:
    """Open the store of a data folder that the caller has locked."""
    from ..runtime import use

    connection = connect(folder.database)
    migrate(connection)
    connection.close()
    writer = Writer(folder.database, use("threading"), now, lambda batch: None)
    reader = Reader(folder.database)
    try:
        yield control.Controls(writer, reader, folder.secret_key(), config.public_url)
    finally:
        writer.stop()
        reader.close()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a Refusal into a ClickException with one line: the code and its data."""
    try:
        yield
    except Refusal as refusal:
        details = ", ".join(f"{name}: {value}" for name, value in refusal.data.items() if isinstance(value, (str, int)))
        raise click.ClickException(f"refused: {refusal.code}{f' ({details})' if details else ''}") from None


def settings() -> Config:
    """Return the settings of the environment. Raises ClickException for a wrong value."""
    try:
        return from_environment(os.environ)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None
