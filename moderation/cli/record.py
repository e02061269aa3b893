"""The command line's part in what remains of a session: `export`, `purge`, and `status`, which says what is due."""

from __future__ import annotations

import json
import os
import sqlite3
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
    help="The language of the HTML report; the session's first where it is not said.",
)
def export_command(code: str, form: str, out: Path, lang: str | None) -> None:
    """Write the record of session CODE; html is a report to print and publish. Only reads, and may run beside the server."""
    with _reading() as connection:
        made = gather(connection, code.encode("utf-8", "ignore").decode(), form)
    many, content = write(made, form, lang)
    partial = out.with_name(out.name + ".part")
    try:
        partial.write_bytes(content)
        os.replace(partial, out)
    except OSError as problem:
        raise click.ClickException(f"{out} cannot be written: {problem.strerror}") from None
    click.echo(f"{many} questions to {out}")


@click.command()
@click.argument("code")
@click.option("--yes", is_flag=True, help="Do not ask.")
def purge(code: str, yes: bool) -> None:
    """Delete everything of the closed session CODE, for good: questions, votes, log, people. Backups and exports are yours to delete."""
    if not yes and sessions.normal_code(
        click.prompt(f"Everything of {code} will be gone for good. Type its code to go on")
    ) != sessions.normal_code(code):
        raise click.ClickException("that was not the code; nothing was deleted")
    execute_act("purge", {"code": code})
    _forget_links(code)
    click.echo(f"{code}: purged")


@click.command()
def status() -> None:
    """Every session: its phase, how many questions it holds, until when they may be kept."""
    at = now()[0]
    with _reading() as connection:
        for session in sessions.every(connection):
            many = sum(questions.count(connection, session, one) for one in Status)
            due = retention.due(connection, session)
            kept = f", kept until {due[:10]}{': due for purge' if due <= at else ''}" if due else ""
            click.echo(f"{session.code}: {session.phase}, {many} questions{kept}")


@contextmanager
def _reading():
    """A read transaction on the database of the data folder. ClickException where there is none or it cannot be read."""
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
    """The links file of this session, if the last server wrote one, is void."""
    config = settings()
    path = config.links_file or config.data_dir / "links.json"
    try:
        served = json.loads(path.read_text("utf-8"))["attendee"].rsplit("/", 1)[1]
    except (OSError, ValueError, KeyError):
        return
    if served == sessions.normal_code(code):
        path.unlink(missing_ok=True)
