"""The organiser's command line. It calls the running server, or opens the data folder if no server runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .. import __version__
from ..services.session_file import definition as session_file
from ..services.session_file.toml_table import SessionFileError
from .client import execute_act
from .record import export_command, purge, status
from .serve import serve
from .translation import models_group, translate_check


@click.group(commands=[serve, export_command, purge, status, models_group, translate_check])
@click.version_option(__version__, message="Open Floor %(version)s")
def main() -> None:
    """Open Floor: sessions, links, exports and rehearsals. Works on the data folder in DATA_DIR."""


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def create(file: Path) -> None:
    """Create a session from a session FILE and print its links. The session starts in rehearsal; a demo starts open."""
    try:
        definition = session_file.load(file)
    except SessionFileError as problem:
        raise click.ClickException(str(problem)) from None
    answer = execute_act("create", {"definition": definition})
    click.echo(f"Session {answer['code']} is created.")
    _show_links(answer["links"])


def _phase_command(act: str, effect: str) -> None:
    """Add the command of an act that changes the phase. `effect` is its help text."""

    @main.command(name=act, help=effect)
    @click.argument("code")
    def change(code: str) -> None:
        answer = execute_act(act, {"code": code})
        click.echo(f"{code}: {answer['phase']}{' already' if answer['already'] else ''}")


_phase_command("open", "Open the session CODE. The questions, votes and attendees of its rehearsal are deleted.")
_phase_command("pause", "Pause CODE: no new questions and votes; the chairs continue.")
_phase_command(
    "close", "Close CODE. The live question counts as answered; all waiting questions are declined (no time left)."
)
_phase_command("reopen", "Open CODE again after it was closed.")


@main.command()
@click.argument("code")
@click.option(
    "--renew",
    metavar="SEAT",
    help="First renew the link of this seat (chair.a, stage, panel.KEY, …). The old link stops working at once.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def links(code: str, renew: str | None, as_json: bool) -> None:
    """Print the links of all seats of session CODE."""
    if renew:
        execute_act("renew", {"code": code, "seat": renew})
    all_links = execute_act("links", {"code": code})["links"]
    if as_json:
        click.echo(json.dumps(all_links, indent=1))
    else:
        _show_links(all_links)


@main.command()
@click.argument("seat")
@click.option("--session", "code", required=True, help="The session's code.")
def revoke(seat: str, code: str) -> None:
    """Revoke the link of SEAT until it is renewed. Open pages of the seat stop working too."""
    execute_act("revoke", {"code": code, "seat": seat})
    click.echo(f"{seat}: no link until it is renewed")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while the server runs.

    The copy does not contain the server's key. An existing file is never overwritten.
    """
    if file.exists():
        raise click.ClickException(f"{file} exists already; nothing was written")
    if not file.absolute().parent.is_dir():
        raise click.ClickException(f"there is no folder {file.absolute().parent}")
    click.echo(execute_act("backup", {"path": str(file.absolute())})["path"])


@main.command()
@click.option("--url", required=True, help="The server's URL, as attendees reach it.")
@click.option("--session", required=True, help="The code of a session in rehearsal or of a demo.")
@click.option(
    "--questions",
    "questions_path",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON Lines file.",
)
@click.option("--attendees", type=click.IntRange(1, 10_000), help="Number of simulated attendees.")
@click.option("--rate", type=click.FloatRange(min=0.01, max=1000), help="Questions per second.")
@click.option("--speed", type=click.FloatRange(min=0.01), help="Replay a recording this many times faster.")
@click.option("--votes", type=click.FloatRange(min=0), default=0.0, help="Votes per second.")
@click.option(
    "--links",
    "links",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with the links. Two scripted co-chairs then take part.",
)
@click.option("--seconds", type=click.FloatRange(min=1), help="Stop after this many seconds.")
@click.option(
    "--report",
    "report_path",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The report, as JSON.",
)
def rehearse(**options: Any) -> None:
    """Run simulated attendees against a server over the real protocol.

    The report contains the delays and the numbers of lost, missed and duplicated messages.
    """
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


def _show_links(links: dict[str, Any]) -> None:
    for name, url in links.items():
        if name != "panellists":
            click.echo(f"  {name:<11} {url or '(revoked)'}")
    for key, url in links["panellists"].items():
        click.echo(f"  panel {key:<11} {url or '(revoked)'}")
