"""How the command line reaches sessions: by the running server, or on the data folder itself where no server holds it."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from contextlib import contextmanager

import click

from ..core.refusals import Refusal
from ..services.acts import control
from ..store.folder import Folder, FolderInUse
from ..store.reader import Reader
from ..store.schema import connect, migrate
from ..store.writer import Writer
from ..web.config import from_environment
from ..web.context import now


def execute_act(act: str, body: dict) -> dict:
    """Through the running server where there is one, else on the folder itself."""
    config = settings()
    folder = Folder(config.data_dir)
    try:
        folder.acquire()
    except FolderInUse:
        return _ask_server(folder, act, body)
    try:
        with refusals(), _local(folder, config) as controls:
            return control.execute_control(controls, act, body)
    finally:
        folder.release()


def _ask_server(folder: Folder, act: str, body: dict) -> dict:
    server = folder.announced()
    if server is None:
        raise click.ClickException("a server holds this folder but is not ready yet; try again in a moment")
    call = urllib.request.Request(
        f"{server['url']}/api/control/{act}",
        json.dumps(body).encode(),
        method="POST",
        headers={"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {server['token']}"},
    )
    # Straight to our own machine, whatever proxy the environment names.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(call, timeout=30) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as refused:
        told = json.load(refused)
        raise click.ClickException(f"{told['message']} ({told['code']})") from None
    except (urllib.error.URLError, TimeoutError, ValueError):
        raise click.ClickException("the server that holds this folder does not answer") from None


@contextmanager
def _local(folder: Folder, config):
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
def refusals():
    """A refusal as one line for who typed the command."""
    try:
        yield
    except Refusal as refusal:
        about = ", ".join(f"{name}: {value}" for name, value in refusal.data.items() if isinstance(value, (str, int)))
        raise click.ClickException(f"refused: {refusal.code}{f' ({about})' if about else ''}") from None


def settings():
    """The settings of the environment. ClickException for a wrong one."""
    try:
        return from_environment(os.environ)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None
