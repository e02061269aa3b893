"""The command `logo`: the logo of a session's pages."""

from __future__ import annotations

import base64
from pathlib import Path

import click

from ..services import logo as logos
from ..services.session_file.values import as_json_values, as_values
from ..store import definitions, sessions
from .client import execute_act, refusals
from .reading import reading


@click.command("logo")
@click.argument("code")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dark", is_flag=True, help="The logo of dark pages.")
@click.option("--remove", is_flag=True, help="Remove the logo instead.")
def logo_command(code: str, file: Path | None, dark: bool, remove: bool) -> None:
    """Show the PNG FILE as the logo of session CODE on all public pages.

    FILE has at most 1 MB and 2,000 × 2,000 pixels. A wide logo with a transparent background looks best. `undo CODE`
    takes the change back.
    """
    if (file is None) is not remove:
        raise click.UsageError("give either FILE or --remove")
    key = "logo_dark" if dark else "logo"
    named = None if file is None else _store(code, file)
    with reading() as connection:
        session = sessions.get_by_code(connection, code)
        look = as_json_values(as_values(definitions.present(session))).get("look", {})
    changes = {"look": {**look, key: named}}
    answer = execute_act("redefine", {"code": code, "changes": changes, "version": session.definition_version})
    click.echo(f"{code}: nothing to change" if answer["already"] else f"{code}: version {answer['version']}")


def _store(code: str, file: Path) -> str:
    """Store the logo and return its hash. Raises ClickException if the file cannot be read or is refused."""
    try:
        with file.open("rb") as opened:
            content = opened.read(logos.MOST_BYTES + 1)
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read: {problem.strerror}") from None
    with refusals():
        # Make the file small here, so that it fits into a command. The server does not rely on this: it also calls
        # `clean` for the received file.
        cleaned = logos.clean(content)
    png = base64.b64encode(cleaned.content).decode()
    stored: str = execute_act("add_logo", {"code": code, "png": png})["logo"]
    return stored
