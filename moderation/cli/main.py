"""The organiser's command line. It calls the running server, or takes the data folder itself when no server holds it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from ..services.session_file import definition as session_file
from ..services.session_file.toml_table import SessionFileError
from .client import execute_act
from .record import export_command, purge, status
from .translation import models_group, translate_check


@click.group(commands=[export_command, purge, status, models_group, translate_check])
def main() -> None:
    """Open Floor: sessions, links, exports and rehearsals. Works on the folder in DATA_DIR."""


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def create(file: Path) -> None:
    """Make a session from a session FILE; it starts in rehearsal (a demo opens at once). Prints its links."""
    try:
        definition = session_file.load(file)
    except SessionFileError as problem:
        raise click.ClickException(str(problem)) from None
    answer = execute_act("create", {"definition": definition})
    click.echo(f"Session {answer['code']} is made.")
    _show_links(answer["links"])


def _phase_command(act: str, effect: str) -> None:
    @main.command(name=act, help=effect)
    @click.argument("code")
    def change(code: str) -> None:
        answer = execute_act(act, {"code": code})
        click.echo(f"{code}: {answer['phase']}{' already' if answer['already'] else ''}")


_phase_command("open", "Open the session CODE; what a rehearsal left is deleted.")
_phase_command("pause", "Pause CODE: no questions and votes for now; the chairs go on.")
_phase_command("close", "Close CODE: the live question is answered, all that wait are declined for want of time.")
_phase_command("reopen", "Open CODE again after it was closed.")


@main.command()
@click.argument("code")
@click.option(
    "--renew",
    metavar="SEAT",
    help="First make a new link for this seat (chair.a, stage, panel.KEY …); the old one is dead at once.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def links(code: str, renew: str | None, as_json: bool) -> None:
    """Print the links of every seat of session CODE."""
    if renew:
        execute_act("renew", {"code": code, "seat": renew})
    found = execute_act("links", {"code": code})["links"]
    click.echo(json.dumps(found, indent=1)) if as_json else _show_links(found)


@main.command()
@click.argument("seat")
@click.option("--session", "code", required=True, help="The session's code.")
def revoke(seat: str, code: str) -> None:
    """Make the link of SEAT void, on open pages too, until it is renewed."""
    execute_act("revoke", {"code": code, "seat": seat})
    click.echo(f"{seat}: no link until it is renewed")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Copy the database to FILE, consistent, while the server runs. The server's key is not in it. Never overwrites a file."""
    if file.exists():
        raise click.ClickException(f"{file} is there already; nothing was written")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"there is no folder {file.absolute().parent}")
    click.echo(execute_act("backup", {"path": str(file.absolute())})["path"])


@main.command()
@click.option("--url", required=True, help="The server, as attendees reach it.")
@click.option("--session", required=True, help="The session's code: in rehearsal, or a demo.")
@click.option(
    "--questions",
    "questions_path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON Lines file.",
)
@click.option("--attendees", type=click.IntRange(1, 10_000), help="How many simulated attendees.")
@click.option("--rate", type=click.FloatRange(min=0.01, max=1000), help="Questions a second.")
@click.option("--speed", type=click.FloatRange(min=0.01), help="Replay a recording so many times faster.")
@click.option("--votes", type=click.FloatRange(min=0), default=0.0, help="Votes a second.")
@click.option(
    "--links",
    "links",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Links as JSON: then two scripted co-chairs work too.",
)
@click.option("--seconds", type=click.FloatRange(min=1), help="Stop after so many seconds.")
@click.option("--report", "report_path", required=True, type=click.Path(dir_okay=False, path_type=Path))
def rehearse(**options) -> None:
    """Play simulated attendees against a server over the real protocol, and say what was lost, missed, doubled and how long it took."""
    from .. import rehearsal

    if options["rate"] and options["speed"]:
        raise click.UsageError("--rate and --speed exclude each other")
    try:
        report = rehearsal.run(**options)
    except rehearsal.CannotRehearse as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(
        json.dumps(
            {name: report[name] for name in ("sent", "acknowledged", "lost", "missed", "duplicated", "throttled")}
        )
    )


def _show_links(found: dict) -> None:
    for name, url in found.items():
        if name != "panellists":
            click.echo(f"  {name:<11} {url or '(revoked)'}")
    for key, url in found["panellists"].items():
        click.echo(f"  panel {key:<11} {url or '(revoked)'}")
