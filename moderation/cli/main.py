"""The organiser's command line. It calls the running server, or opens the data folder if no server runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from .. import __version__
from .admin_link import admin_link
from .backup import backup, restore
from .client import execute_act
from .doctor import doctor
from .entry_codes import entry_codes_command
from .logo import logo_command
from .move import move
from .passphrase import set_passphrase
from .question_import import import_command, undo_import_command
from .record import export_command, purge, status, verify
from .serve import serve
from .session_files import check, create, show, update
from .show_links import show_links
from .translation import models_group, translate_check
from .work import work


@click.group(
    commands=[
        serve,
        work,
        check,
        create,
        update,
        show,
        backup,
        restore,
        move,
        export_command,
        purge,
        status,
        doctor,
        verify,
        set_passphrase,
        models_group,
        translate_check,
        entry_codes_command,
        import_command,
        undo_import_command,
        admin_link,
        logo_command,
    ]
)
@click.version_option(__version__, message="Open Floor %(version)s")
def main() -> None:
    """Open Floor: sessions, links, exports and rehearsals. Works on the data folder in DATA_DIR.

    Settings that are not in the environment come from /etc/open-floor.env. As root, a command continues as the owner of
    the data folder. With --debug, the places in the code are printed after an unexpected error.
    """


def _phase_command(act: str, effect: str) -> None:
    """Add the command of an act that changes the phase. `effect`: the help text of the command."""

    @main.command(name=act, help=effect)
    @click.argument("code")
    def change(code: str) -> None:
        answer = execute_act(act, {"code": code})
        click.echo(f"{code}: {answer['phase']}{' already' if answer['already'] else ''}")


_phase_command(
    "open",
    "Open the session CODE. Its rehearsal's questions, votes and attendees are deleted; imported questions stay.",
)
_phase_command("pause", "Pause CODE: no new questions and votes; the chairs continue.")
_phase_command(
    "close", "Close CODE. The live question counts as answered; all waiting questions are declined (no time left)."
)
_phase_command("reopen", "Open CODE again after it was closed.")


@main.command()
@click.argument("code")
def undo(code: str) -> None:
    """Take back the latest `update` of session CODE, or the latest change on its set-up page."""
    answer = execute_act("undo", {"code": code})
    click.echo(f"{code}: {', '.join(answer['changed'])} restored, version {answer['version']}")


@main.command()
@click.argument("code")
@click.option(
    "--renew",
    metavar="SEAT",
    help="First renew the link of this seat (chair.a, stage, panel.KEY, …). The old link stops working at once.",
)
@click.option(
    "--replace",
    nargs=2,
    metavar="SEAT NAME",
    help="First give the seat of a chair or panellist to another person: NAME is shown, and the seat gets a new link.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def links(code: str, renew: str | None, replace: tuple[str, str] | None, as_json: bool) -> None:
    """Print the links of all seats of session CODE."""
    if renew:
        execute_act("renew", {"code": code, "seat": renew})
    if replace:
        seat, name = replace
        execute_act("renew", {"code": code, "seat": seat, "name": name})
    all_links = execute_act("links", {"code": code})["links"]
    if as_json:
        click.echo(json.dumps(all_links, indent=1))
    else:
        show_links(all_links)


@main.command()
@click.argument("seat")
@click.option("--session", "code", required=True, help="The session's code.")
def revoke(seat: str, code: str) -> None:
    """Revoke the link of SEAT until the link is renewed. Open pages of the seat stop working too."""
    execute_act("revoke", {"code": code, "seat": seat})
    click.echo(f"{seat}: no link until it is renewed")


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
