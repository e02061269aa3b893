"""The command line's access to sessions: through the running server, or in the data folder if no server runs."""

from __future__ import annotations

import json
import os
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import click

from .. import __version__
from ..core.refusals import Refusal
from ..services.acts import control
from ..store.backup import BackupError
from ..store.folder import Folder, FolderInUse
from ..store.reader import Reader
from ..store.schema import NewerSchema
from ..store.upgrade import upgrade
from ..store.writer import Writer
from ..web.api.operation import ServerStatus
from ..web.config import Config, from_environment
from ..web.context import now
from . import service_user, settings_file
from .store import shared_controls


def execute_act(act: str, body: dict[str, Any]) -> dict[str, Any]:
    """Execute an organiser's act through the running server, or in the data folder if no server runs.

    With DATABASE_URL, execute the act in the PostgreSQL database, beside the processes of the server.

    If no server runs and PUBLIC_URL is not set, the address in links is a guess. In this case, print a warning to
    standard error if the answer contains links.

    Raises ClickException if the act is refused, if a running server does not answer, or if the database cannot be
    upgraded.
    """
    config = settings()
    if config.is_cluster:
        with refusals(), shared_controls(config) as controls:
            return dict(control.execute_control(controls, act, body))
    folder = data_folder(config)
    try:
        folder.acquire()
    except FolderInUse:
        return ask_server(folder, act, body)
    try:
        with refusals(), _local(folder, config) as controls:
            answer = dict(control.execute_control(controls, act, body))
    finally:
        folder.release()
    if not {"links", "join_url", "admin_link"}.isdisjoint(answer) and not os.environ.get("PUBLIC_URL"):
        click.echo(
            f"WARNING: the address {config.public_url} in these links is only a guess:"
            f" no server uses {config.data_dir}, and PUBLIC_URL is not set."
            " Set PUBLIC_URL as for the server, or start the server, and print the links again.",
            err=True,
        )
    return answer


def data_folder(config: Config) -> Folder:
    """Return the data folder. Raises ClickException if the folder does not exist or this user may not use it.

    Only the server creates a data folder: a command without DATA_DIR would create the folder in a wrong place.
    """
    path = config.data_dir
    if not path.is_dir():
        raise click.ClickException(
            f"there is no folder {path}. Set DATA_DIR as for the server, for example in"
            f" {settings_file.path(os.environ)}. The server creates the folder when it first starts"
        )
    if not os.access(path, os.R_OK | os.W_OK | os.X_OK):
        owner = service_user.user_name(path.stat().st_uid)
        raise click.ClickException(f"{path} belongs to the user {owner}; run this command as root or as {owner}")
    return Folder(path)


def ask_server(folder: Folder, act: str, body: dict[str, Any]) -> dict[str, Any]:
    """Send an act to the server that uses the folder, and return the answer.

    Raises ClickException if the server refuses the act or does not answer.
    """
    server = folder.announced()
    if server is None:
        raise click.ClickException("a server uses this data folder but is not ready yet; try again in a moment")
    try:
        return send(server["url"], server["token"], act, body)
    except urllib.error.HTTPError as response:
        try:
            refusal = json.load(response)
            message = f"{refusal['message']} ({refusal['code']})"
        except (ValueError, KeyError, TypeError):
            message = f"the server that uses this data folder answers with status {response.code}"
        raise click.ClickException(message) from None
    except (OSError, ValueError):
        raise click.ClickException("the server that uses this data folder does not answer") from None


def send(url: str, token: str, act: str, body: dict[str, Any], seconds: float = 30) -> dict[str, Any]:
    """Send an act to the server at this URL and return its answer. `seconds`: time-out.

    Raises HTTPError (a kind of OSError) for a refusal, any other OSError if the server cannot be reached, and
    ValueError if the answer is not JSON.
    """
    call = urllib.request.Request(
        f"{url}/api/control/{act}",
        json.dumps(body).encode(),
        method="POST",
        headers={"Content-Type": "application/json", "X-Open-Floor": "1", "Authorization": f"Bearer {token}"},
    )
    # Ignore the proxies in the environment variables, because this URL is on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(call, timeout=seconds) as answer:
        result: dict[str, Any] = json.load(answer)
        return result


def find_status(folder: Folder) -> ServerStatus | None:
    """Return the status of the server that uses the folder. Return None if no server answers."""
    if folder.announced() is None:
        return None
    try:
        return cast(ServerStatus, ask_server(folder, "status", {}))
    except click.ClickException:
        return None


@contextmanager
def _local(folder: Folder, config: Config) -> Iterator[control.Controls]:
    """Upgrade and open the store of a data folder that the caller has locked.

    Raises ClickException if a later version of the program has changed the database, or if the database cannot be
    copied before its upgrade.
    """
    from ..runtime import use

    try:
        upgrade(folder, __version__)
    except (BackupError, NewerSchema) as problem:
        raise click.ClickException(str(problem)) from None
    writer = Writer(folder.database, use("threading"), now, lambda batch: None)
    reader = Reader(folder.database)
    try:
        yield control.Controls(writer, reader, folder.secret_key(), config.public_url)
    finally:
        writer.stop()
        reader.close()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn a Refusal into a ClickException. Its message is one line: the code, then the texts and numbers in `data`."""
    try:
        yield
    except Refusal as refusal:
        details = ", ".join(f"{name}: {value}" for name, value in refusal.data.items() if isinstance(value, (str, int)))
        raise click.ClickException(f"refused: {refusal.code}{f' ({details})' if details else ''}") from None


def settings() -> Config:
    """Return the settings in the environment variables. Raises ClickException for a wrong value."""
    try:
        return from_environment(os.environ)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None
