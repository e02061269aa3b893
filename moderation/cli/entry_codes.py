"""The command `entry-codes`, which makes entry codes and writes the sheet of these codes, or revokes a code."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

import click

from ..services.acts.entry_codes import MOST_AT_ONCE
from ..web.language_choice import INTERFACE
from ..web.pages import entry_sheet
from .client import execute_act

FORMATS = (".html", ".csv")


@click.command("entry-codes")
@click.argument("code")
@click.option("--count", type=click.IntRange(1, MOST_AT_ONCE), help="Number of codes to make.")
@click.option(
    "--out",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The sheet: FILE.html to print, or FILE.csv for a mailing.",
)
@click.option("--lang", type=click.Choice(list(INTERFACE)), default="en", help="The language of FILE.html.")
@click.option("--revoke", "number", type=click.IntRange(min=1), help="Revoke the code with this number on its sheet.")
def entry_codes_command(code: str, count: int | None, path: Path | None, lang: str, number: int | None) -> None:
    """Make entry codes for the invited people of session CODE, or revoke one.

    Only FILE contains the codes. The server keeps no copy and cannot show them again.
    """
    if number is not None:
        if count is not None or path is not None:
            raise click.UsageError("--revoke excludes --count and --out")
        answer = execute_act("revoke_entry_code", {"code": code, "number": number})
        click.echo(f"No. {number}: revoked{' already' if answer['already'] else ''}")
        return
    if count is None or path is None:
        raise click.UsageError("give --count and --out, or --revoke")
    if path.suffix not in FORMATS:
        raise click.ClickException(f"{path} must end with {' or '.join(FORMATS)}")
    # Create the file before the codes. The server sends the codes only once; if the file could not be created, the
    # codes would be lost.
    with _new_private_file(path) as file:
        try:
            answer = execute_act("entry_codes", {"code": code, "count": count})
        except BaseException:
            path.unlink()
            raise
        new, join_url = answer["entry_codes"], answer["join_url"]
        if path.suffix == ".csv":
            file.write(entry_sheet.for_mailing(new, join_url))
        else:
            file.write(entry_sheet.as_html(new, answer["title"], join_url, lang, answer["look"]))
    click.echo(f"{path}: {count} codes, No. {new['number']} to {new['number'] + count - 1}")


def _new_private_file(path: Path) -> BinaryIO:
    """Create a file with mode 0600 and open it. Raises ClickException if the file exists or cannot be created."""
    try:
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise click.ClickException(f"{path} exists already; nothing was written") from None
    except OSError as problem:
        raise click.ClickException(f"{path} cannot be written: {problem.strerror}") from None
