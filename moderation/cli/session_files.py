"""The commands for session files: `check`, `create`, `update`, `show`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from ..core.contracts import SessionDefinition
from ..core.definition_changes import Difference, differences, renamed_seats
from ..core.refusals import Refusal
from ..services.acts import redefining
from ..services.session_file import definition as session_file
from ..services.session_file.problems import SessionFileError
from ..services.session_file.toml_text import to_toml
from ..services.session_file.values import as_json_values, as_values
from ..store import definitions, seats, sessions
from ..store.folder import write_private
from .client import execute_act
from .reading import reading
from .show_links import show_links

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SHOWN = 60
"""Maximum number of characters of a value in the list of changes."""


@click.command()
@click.argument("file", type=_FILE)
def check(file: Path) -> None:
    """Check a session FILE and print every problem with its line. Nothing is created.

    The exit status is 1 if the file is wrong.
    """
    try:
        definition = session_file.load(file)
    except SessionFileError as error:
        for problem in sorted(error.problems, key=lambda problem: problem.line):
            click.echo(str(problem), err=True)
            if problem.hint:
                click.echo(f"  {problem.hint}", err=True)
        count = len(error.problems)
        raise click.ClickException(f"{file.name} has {count} problem{'s' if count > 1 else ''}") from None
    click.echo(
        f"{file.name}: no problem. Session {definition['code']} in {', '.join(definition['languages'])},"
        f" chairs: {len(definition['chairs'])}, panellists: {len(definition['panellists'])}"
        + (f", booths: {len(definition['booths'])}" if definition["booths"] else "")
    )


@click.command()
@click.argument("file", type=_FILE)
def create(file: Path) -> None:
    """Create a session from a session FILE and print its links.

    A new session is in rehearsal; a demo session is open immediately.
    """
    definition = _load(file)
    answer = execute_act("create", {"definition": definition})
    click.echo(f"Session {answer['code']} is created.")
    show_links(answer["links"])


@click.command()
@click.argument("code")
@click.argument("file", type=_FILE)
@click.option("--dry-run", is_flag=True, help="Only print what would change.")
@click.option(
    "--replaced",
    multiple=True,
    metavar="SEAT",
    help="Another person takes this seat (chair.a, panel.KEY): its link is renewed. Repeat it for further seats.",
)
def update(code: str, file: Path, dry_run: bool, replaced: tuple[str, ...]) -> None:
    """Change session CODE to the content of a session FILE, and print each change.

    The README lists what may change after the opening. If one change is not allowed, no change is made. `undo CODE`
    takes the change back. Passphrases in the file are ignored; the command `passphrase` sets them.
    """
    wanted = _load(file)
    with reading() as connection:
        session = sessions.get_by_code(connection, code)
        changes = _changes(definitions.present(session), wanted)
        plan = redefining.plan(connection, session, changes)
    for difference in differences(plan.present, plan.wanted):
        click.echo(_line(difference))
    for seat in renamed_seats(plan.present, plan.wanted):
        if seat not in replaced:
            click.echo(f"  {seat} keeps its link. If another person takes the seat, add --replaced {seat}")
    if plan.refusals:
        for refusal in plan.refusals:
            click.echo(f"not allowed: {_reason(refusal)}", err=True)
        raise click.ClickException(f"{code} is unchanged")
    if dry_run:
        click.echo(f"{code} is unchanged (--dry-run)")
        return
    answer = execute_act(
        "redefine",
        {"code": code, "changes": changes, "version": session.definition_version, "replaced": list(replaced)},
    )
    click.echo(f"{code}: nothing to change" if answer["already"] else f"{code}: version {answer['version']}")
    if answer["replaced"]:
        click.echo(f"New links: open-floor links {code}")


@click.command()
@click.argument("code")
@click.option("--passphrases", "with_passphrases", is_flag=True, help="Include the hashes of the seats' passphrases.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file, readable by you only."
)
def show(code: str, with_passphrases: bool, out: Path | None) -> None:
    """Print session CODE as a session file, with the changes that were made since it was created."""
    with reading() as connection:
        session = sessions.get_by_code(connection, code)
        definition = definitions.present(session)
        if with_passphrases and (hashes := seats.passphrases(connection, session)):
            definition = {**definition, "passphrases": hashes}
    text = to_toml(as_values(definition))
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        write_private(out, text.encode())
    except OSError as problem:
        raise click.ClickException(f"{out} cannot be written: {problem.strerror}") from None


def _load(file: Path) -> SessionDefinition:
    """Return the definition in the file. Raises ClickException with the first problem."""
    try:
        return session_file.load(file)
    except SessionFileError as error:
        further = len(error.problems) - 1
        advice = f"; all {further + 1} problems: open-floor check {file}" if further else ""
        hint = f" ({error.hint})" if error.hint else ""
        raise click.ClickException(f"{error}{hint}{advice}") from None


def _changes(present: SessionDefinition, wanted: SessionDefinition) -> dict[str, Any]:
    """Return the changes for `redefine`: all keys of the file with their values, and None for each key of the present
    definition that the file does not have.
    """
    values = as_json_values(as_values(wanted))
    values.pop("passphrases", None)
    return dict.fromkeys(as_values(present)) | values


def _line(difference: Difference) -> str:
    """Return a change as one line: `title.es: "old" → "new"`, `+ …` for a new value, `- …` for a removed value."""
    before, after = (
        None if value is None else _shortened(json.dumps(value, ensure_ascii=False))
        for value in (difference.before, difference.after)
    )
    if before is None:
        return f"+ {difference.field}: {after}"
    return f"- {difference.field}: {before}" if after is None else f"  {difference.field}: {before} → {after}"


def _shortened(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


def _reason(refusal: Refusal) -> str:
    """Return the refused field and the refusal's code as text, for example `limits (definition.locked)`."""
    entry = f" {refusal.data['key']}" if "key" in refusal.data else ""
    count = f", {refusal.data['count']} questions" if "count" in refusal.data else ""
    return f"{refusal.data['field']}{entry} ({refusal.code}{count})"
