"""The texts that `import` prints about a question file, and the file of the rows that were not imported."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

from ..services.imports.columns import Columns
from ..services.imports.names import PERSONAL, ROLES
from ..services.imports.problems import RowProblem
from ..services.imports.question_file import QuestionFile
from ..services.imports.rows import FileRow
from ..services.record.bad_rows import as_csv
from ..store.folder import write_private

MOST_SHOWN = 20
"""Maximum number of rows that are listed on the screen."""
PREVIEW = 5


def show_file(file: QuestionFile, columns: Columns) -> None:
    """Print the type of the file, the column chosen for each role, and the columns and rows that the import leaves out.

    A role is the use of a column, for example `text`. `columns`: {role: index of the column}.
    """
    name = f"an export of {file.layout.name}" if file.layout else "a file with questions"
    encoding = f", {file.encoding}" if file.encoding else ""
    header = f", header in line {file.header_line}" if file.header_line > 1 else ""
    click.echo(f"This is {name} ({file.form}{encoding}{header}) with {counted(len(file.rows), 'row')}.")
    for role in ROLES:
        if role in columns:
            click.echo(f"  {role:<9} {_shown(file.header[columns[role]])}")
    for role in PERSONAL:
        if role in file.proposed and role not in columns:
            column = _shown(file.header[file.proposed[role]])
            click.echo(f"  {role:<9} left out; to take it: --column {shlex.quote(f'{role}={column}')}")
    if file.left_out:
        click.echo(f"  {counted(file.left_out, 'row')} without a question left out, such as an answer")


def show_first(rows: Sequence[FileRow]) -> None:
    """Print the first rows, and the number of further rows."""
    for row in rows[:PREVIEW]:
        click.echo(f"  line {row['line']}: {_shown(row['text'])}")
    if len(rows) > PREVIEW:
        click.echo(f"  and {counted(len(rows) - PREVIEW, 'more row')}")


def show_problems(problems: Sequence[RowProblem]) -> None:
    """Print the number of rows that cannot be imported. List the first of these rows with line, reason and code."""
    if problems:
        click.echo(f"{counted(len(problems), 'row')} cannot be imported:")
    for problem in problems[:MOST_SHOWN]:
        click.echo(f"  line {problem.line}: {problem.sentence} ({problem.code})")
    if len(problems) > MOST_SHOWN:
        click.echo(f"  and {len(problems) - MOST_SHOWN} more; --bad-rows FILE.csv lists them all")


def write_problems(path: Path, problems: Sequence[RowProblem], rows: Sequence[FileRow]) -> None:
    """Write the rows that were not imported to a CSV file, each with its line, code and reason.

    The user can correct the file and import it.

    Only the user can read the CSV file. Raises ClickException if the file cannot be written.
    """
    try:
        write_private(path, as_csv(problems, rows).encode("utf-8", "replace"))
    except OSError as error:
        raise click.ClickException(f"{path} cannot be written: {error.strerror}") from None
    click.echo(f"{counted(len(problems), 'row')} to {path}")


def counted(count: int, noun: str) -> str:
    """Return the number and the noun. In the plural, the noun gets an "s"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _shown(text: str) -> str:
    """Return the first 100 characters in one line, without characters that control a terminal."""
    return "".join(char if char.isprintable() else "�" for char in " ".join(text[:100].split()))
