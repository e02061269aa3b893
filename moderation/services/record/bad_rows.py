"""The CSV file of the rows that were not imported, so that a person can correct these rows and import the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import Any

from ..imports.names import ROLES
from ..imports.problems import RowProblem
from ..imports.rows import FileRow
from .csv_file import guarded

FILE_ROLES = [role for role in ROLES if role != "mail"]
"""The columns of the file besides line, code and reason. `name` contains the name and the email address."""


def as_csv(
    problems: Sequence[RowProblem],
    rows: Sequence[FileRow],
    reason_of: Callable[[RowProblem], str] = lambda problem: problem.sentence,
) -> str:
    """Return the text of the file, which begins with a byte order mark.

    `rows`: the rows that `choose_rows` has accepted. A row in `problems` that is among them was rejected after
    `choose_rows`; its line in the file has all its values. Any other row in `problems` has only its text in the file.
    `reason_of`: returns the reason in the language of the reader.
    """
    rows_by_line = {row["line"]: row for row in rows}
    roles = [role for role in FILE_ROLES if role == "text" or any(role in row for row in rows)]
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(["line", "code", "reason", *roles])
    for problem in problems:
        values: dict[str, Any] = {"text": problem.text} | rows_by_line.get(problem.line, {})
        cells = [guarded(values.get(role, "")) for role in roles]
        writer.writerow([problem.line, problem.code, reason_of(problem), *cells])
    return "\ufeff" + out.getvalue()
