"""The commands for a session's record: `export`, `purge`, `status`."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from ..core.model import Status
from ..services.record import retention
from ..store import questions, sessions
from ..store.reader import Reader
from ..web.context import now
from ..web.messages import INTERFACE
from ..web.pages.export import FORMATS, gather, write
from .client import execute_act, refusals, settings


@click.command(name="export")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--lang",
    type=click.Choice(list(INTERFACE)),
    help="The language of the HTML report. Default: the session's first language.",
)
def export_command(code: str, form: str, out: Path, lang: str | None) -> None:
    """Write the record of session CODE to a file. The format html is a report to print and publish.

    Works while the server runs.
    """
    with _reading() as connection:
        record = gather(connection, code.encode("utf-8", "ignore").decode(), form)
    count, content = write(record, form, lang)
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_bytes(content)
        os.replace(partial, out)
    except OSError as problem:
        raise click.ClickException(f"{out} cannot be written: {problem.strerror}") from None
    click.echo(f"{count} questions to {out}")


@click.command()
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
def purge(code: str, yes: bool) -> None:
    """Delete the closed session CODE permanently: questions, votes, log, attendees.

    Backups and exports are not deleted.
    """
    if not yes and sessions.normal_code(
        click.prompt(f"All data of {code} will be deleted permanently. Type its code to continue")
    ) != sessions.normal_code(code):
        raise click.ClickException("that was not the code; nothing was deleted")
    execute_act("purge", {"code": code})
    _forget_links(code)
    click.echo(f"{code}: purged")


@click.command()
def status() -> None:
    """List all sessions with phase, number of questions, and the date when the purge is due."""
    at = now()[0]
    with _reading() as connection:
        for session in sessions.every(connection):
            count = sum(questions.count(connection, session, status) for status in Status)
            due = retention.due(connection, session)
            limit = f", kept until {due[:10]}{': due for purge' if due <= at else ''}" if due else ""
            click.echo(f"{session.code}: {session.phase}, {count} questions{limit}")


@contextmanager
def _reading() -> Iterator[sqlite3.Connection]:
    """Begin a read transaction on the data folder's database. Raises ClickException if it is missing or unreadable."""
    database = settings().data_dir / "open-floor.db"
    if not database.exists():
        raise click.ClickException(f"there is no database in {database.parent}")
    reader = Reader(database)
    try:
        with refusals(), reader.transaction() as connection:
            yield connection
    except sqlite3.Error as problem:
        raise click.ClickException(f"{database} cannot be read: {problem}") from None
    finally:
        reader.close()


def _forget_links(code: str) -> None:
    """Delete the links file if it contains the links of this session."""
    config = settings()
    path = config.links_file or config.data_dir / "links.json"
    try:
        code_of_links = json.loads(path.read_text("utf-8"))["attendee"].rsplit("/", 1)[1]
    except (OSError, ValueError, KeyError):
        return
    if code_of_links == sessions.normal_code(code):
        path.unlink(missing_ok=True)
