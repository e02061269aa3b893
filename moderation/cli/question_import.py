"""The commands `import` and `undo-import` for questions from a file, such as questions sent before the session."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from ..services.acts.importing import ROWS_AT_ONCE
from ..services.imports.decode import ENCODINGS
from ..services.imports.names import ROLES
from ..services.imports.problems import ImportFileError, RowProblem
from ..services.imports.question_file import read
from ..services.imports.rows import ChosenRows, FileRow, choose_rows
from ..services.imports.tables import MOST_BYTES
from .client import execute_act
from .import_output import counted, show_file, show_first, show_problems, write_problems

MOST_SENT = 400_000
"""Maximum size in bytes of the rows in one command, as JSON."""


@click.command("import")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--column",
    "choices",
    multiple=True,
    metavar="ROLE=COLUMN",
    help=f"The column for a role ({', '.join(ROLES)}). An empty COLUMN leaves the role out. May be repeated.",
)
@click.option(
    "--source", default="", help="How the questions are marked. Default: the recognised product, or sent before."
)
@click.option("--encoding", type=click.Choice(list(ENCODINGS)), help="Default: recognised by the content.")
@click.option("--dry-run", is_flag=True, help="Only show the columns and the first rows.")
@click.option(
    "--bad-rows",
    "bad_rows",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A CSV file for the rows that are not imported, with line, code and reason.",
)
def import_command(
    code: str,
    file: Path,
    choices: Sequence[str],
    source: str,
    encoding: str | None,
    dry_run: bool,
    bad_rows: Path | None,
) -> None:
    """Add the questions of FILE to Incoming of session CODE.

    FILE is CSV, TSV, XLSX or JSON Lines, at most 5 MB. Exports of Zoom, Teams, Slido, Google Forms, Microsoft Forms and
    YouTube are recognised. Names and email addresses are not imported unless you choose a column for name or mail.
    Questions that were imported before are not added again.
    """
    changes = _changes(choices)
    try:
        question_file = read(_content(file), [name for name in changes.values() if name], encoding)
        chosen = choose_rows(question_file, changes)
    except ImportFileError as problem:
        raise click.ClickException(str(problem)) from None
    show_file(question_file, chosen.columns)
    if dry_run:
        show_first(chosen.rows)
        show_problems(chosen.problems)
        return
    label = source or (question_file.layout.name if question_file.layout else "")
    problems = _send_all(code, chosen, label, file.name)
    if bad_rows is not None:
        write_problems(bad_rows, problems, chosen.rows)


@click.command("undo-import")
@click.argument("code")
@click.argument("number", type=click.IntRange(min=1), required=False)
def undo_import_command(code: str, number: int | None) -> None:
    """Take back import NUMBER of session CODE. Without NUMBER, take back the latest import.

    Live and answered questions stay. The same file can then be imported again.
    """
    answer = execute_act("undo_import", {"code": code, "number": number})
    click.echo(f"{counted(answer['count'], 'question')} of import {answer['number']} taken back.")


def _changes(choices: Sequence[str]) -> dict[str, str]:
    changes = {}
    for choice in choices:
        role, equals, name = choice.partition("=")
        if not equals or role not in ROLES:
            raise click.UsageError(f"--column {choice}: write ROLE=COLUMN; the roles are {', '.join(ROLES)}")
        changes[role] = name
    return changes


def _content(file: Path) -> bytes:
    """Return the content of the file. Read at most MOST_BYTES + 1 bytes, so that a huge file does not fill the memory.

    The extra byte shows that the file is too large.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as problem:
        raise click.ClickException(f"{file} cannot be read: {problem.strerror}") from None


def _send_all(code: str, chosen: ChosenRows, source: str, file_name: str) -> list[RowProblem]:
    """Send the rows in one or more commands. Print the result. Return all rows that were not imported, in order."""
    number: int | None = None
    count = known = 0
    problems = list(chosen.problems)
    for rows in _batches(chosen.rows):
        answer = execute_act(
            "import", {"code": code, "source": source, "number": number, "rows": rows, "file": file_name}
        )
        number = answer["number"]
        count, known = count + answer["count"], known + answer["known"]
        problems += [RowProblem(row.pop("line"), row.pop("code"), row) for row in answer["refused"]]
    problems.sort(key=lambda problem: problem.line)
    click.echo(f"{counted(count, 'question')} added to Incoming.")
    if known:
        click.echo(f"{counted(known, 'row')} imported before and not added again.")
    show_problems(problems)
    if count:
        click.echo(f"To take them back: undo-import {code} {number}")
    return problems


def _batches(rows: Sequence[FileRow]) -> Iterator[list[FileRow]]:
    """Yield the rows in lists of at most ROWS_AT_ONCE rows and about MOST_SENT bytes."""
    batch: list[FileRow] = []
    size = 0
    for row in rows:
        row_size = len(json.dumps(row))
        if batch and (len(batch) == ROWS_AT_ONCE or size + row_size > MOST_SENT):
            yield batch
            batch, size = [], 0
        batch.append(row)
        size += row_size
    if batch:
        yield batch
