"""The commands for a session's record: `export`, `purge`, `status`, `verify`."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..core.join_code import normal_code
from ..core.model import Status
from ..services import session_time
from ..services.record import retention
from ..store import audit, questions, sessions
from ..store.folder import write_private
from ..web.config import Config
from ..web.context import now
from ..web.faults import Faults
from ..web.language_choice import INTERFACE
from ..web.pages.export import FORMATS, Choice, gather, write
from .client import data_folder, execute_act, find_status, settings
from .reading import reading


@click.command(name="export")
@click.argument("code")
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option(
    "--lang",
    type=click.Choice(list(INTERFACE)),
    help="The language of the report and of the labels. Default: the session's first language.",
)
@click.option("--search", default="", help="Only the questions that contain these words, in any language.")
@click.option(
    "--language",
    help="The language of the session in which the questions are read. Default: as asked, with all translations.",
)
@click.option("--originals-only", is_flag=True, help="Leave the translations out.")
def export_command(
    code: str, form: str, out: Path, lang: str | None, search: str, language: str | None, originals_only: bool
) -> None:
    """Write the record of session CODE to a file. The format html is a report to print and publish.

    Only you can read the file (mode 0600). Works while the server runs.
    """
    choice = Choice(form, lang, search, language, originals_only)
    with reading() as connection:
        record = gather(connection, code.encode("utf-8", "ignore").decode(), choice)
    count, content = write(record, choice)
    try:
        write_private(out, content)
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
    if not yes and normal_code(
        click.prompt(f"All data of {code} will be deleted permanently. Type its code to continue")
    ) != normal_code(code):
        raise click.ClickException("that was not the code; nothing was deleted")
    execute_act("purge", {"code": code})
    _forget_links(code)
    click.echo(f"{code}: purged")


@click.command()
def status() -> None:
    """Show the server's version, address, phones and faults, the size of the database, and all sessions.

    For each session, show its phase, its number of questions, the day when the purge is due (in the session's zone),
    and its translation engine.
    """
    at = now()[0]
    _show_server(settings())
    with reading() as connection:
        for session in sessions.every(connection):
            count = sum(questions.count(connection, session, status) for status in Status)
            due = retention.due(connection, session)
            automatic = retention.automatic(connection, session)
            limit = ""
            if automatic:
                limit = f", kept until {session_time.day(automatic, session)}, then purged automatically"
            elif due:
                limit = f", kept until {session_time.day(due, session)}{': due for purge' if due <= at else ''}"
            click.echo(f"{session.code}: {session.phase}, {count} questions{limit}, engine {session.engine or 'none'}")


def _show_server(config: Config) -> None:
    """Print the facts about the server and its database."""
    if config.is_cluster:
        click.echo("the store is the database in DATABASE_URL; each process answers /readyz and /metrics")
        return
    folder = data_folder(config)
    server = find_status(folder)
    if server:
        click.echo(f"Open Floor {server['version']} on {server['public_url']}, {server['phones']} phones")
        for fault in server["faults"]:
            click.echo(f"fault: {fault}")
    else:
        click.echo(f"no server answers for {folder.path}")
    faults = Faults(folder)
    click.echo(f"database {_megabytes(faults.database_bytes())}, {_megabytes(faults.disk_free())} free on its disk")


@click.command()
@click.argument("code")
def verify(code: str) -> None:
    """Check the hash chain over the log of session CODE. The exit status is 1 if the log was changed.

    Works while the server runs. The printed hash covers all acts until now: note it, and compare it later.
    """
    with reading() as connection:
        result = audit.check(connection, sessions.get_by_code(connection, code))
    if result.wrong is not None:
        place = f"row {result.wrong} of the log" if result.wrong else "the end of the log: rows are missing"
        raise click.ClickException(f"{code}: changed at {place}")
    unchecked = f", {result.unchecked} earlier acts have no hash" if result.unchecked else ""
    click.echo(f"{code}: {result.checked} acts checked{unchecked}. Hash of the log: {result.hash or '(none)'}")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"


def _forget_links(code: str) -> None:
    """Delete the links file if it contains the links of this session."""
    config = settings()
    path = config.links_file or config.data_dir / "links.json"
    try:
        code_of_links = json.loads(path.read_text("utf-8"))["attendee"].rsplit("/", 1)[1]
    except (OSError, ValueError, KeyError):
        return
    if code_of_links == normal_code(code):
        path.unlink(missing_ok=True)
