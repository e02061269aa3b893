"""The rows to import. `choose_rows` takes rows from a question file. `read_rows` checks rows that a client sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple, NotRequired, TypedDict

from ...core.refusals import Refusal
from ...core.text import one_line
from .columns import Columns, choose
from .decode import DAMAGED
from .problems import RowProblem
from .question_file import QuestionFile
from .tables import Record, shown
from .times import read_times

MOST_NUMBER = 2**53
_NUMBERS = ("line", "occurrence")


class FileRow(TypedDict):
    """A row to import, as JSON. `line`: the row's line in the file. `occurrence`: the number of earlier rows with the
    same text.

    `time`: in ISO 8601; a time without a UTC offset is in the session's time zone. The texts are those of the file,
    unchanged.
    """

    line: int
    occurrence: int
    text: str
    group: NotRequired[str]
    region: NotRequired[str]
    topic: NotRequired[str]
    language: NotRequired[str]
    name: NotRequired[str]
    time: NotRequired[str]
    source: NotRequired[str]


class ChosenRows(NamedTuple):
    """The rows to import, and the rows that cannot be imported, both in the order of the file."""

    columns: Columns
    rows: list[FileRow]
    problems: list[RowProblem]


def choose_rows(file: QuestionFile, changes: Mapping[str, str]) -> ChosenRows:
    """Return the rows of a file with the chosen columns. `changes` and the exceptions: see `columns.choose`."""
    return rows_of(file, choose(file.header, file.proposed, changes) if file.rows else {})


def rows_of(file: QuestionFile, columns: Columns) -> ChosenRows:
    """Read the texts and other values of a file's rows from these columns. Return the rows.

    If the file has rows, `columns` must contain the role `text`.
    """
    rows: list[FileRow] = []
    problems = list(file.problems)
    occurrences: Counter[str] = Counter()
    times = read_times([_cell(record, columns.get("time")) for record in file.rows])
    for record, time in zip(file.rows, times, strict=True):
        if problem := _problem_of(record, len(file.header), columns):
            problems.append(problem)
            continue
        text = _cell(record, columns["text"])
        key = one_line(text)
        row: FileRow = {"line": record.line, "occurrence": occurrences[key], "text": text}
        occurrences[key] += 1
        for role in ("group", "region", "topic", "language", "source"):
            if value := _cell(record, columns.get(role)).strip():
                row[role] = value
        if name := _name(record, columns):
            row["name"] = name
        if time:
            row["time"] = time
        rows.append(row)
    return ChosenRows(columns, rows, sorted(problems, key=lambda problem: problem.line))


def _problem_of(record: Record, width: int, columns: Mapping[str, int]) -> RowProblem | None:
    if any(cell.strip() for cell in record.cells[width:]):
        return RowProblem(record.line, "row.cells", text=shown(record.cells))
    if any(DAMAGED in _cell(record, index) for index in columns.values()):
        return RowProblem(record.line, "row.encoding", text=shown(record.cells))
    return None


def _cell(record: Record, index: int | None) -> str:
    return record.cells[index] if index is not None and index < len(record.cells) else ""


def _name(record: Record, columns: Mapping[str, int]) -> str:
    """Return name and email address as one text: `Ana Sol (ana@example.org)`.

    If only one of the two is present, return it alone.
    """
    name, mail = (one_line(_cell(record, columns.get(role))) for role in ("name", "mail"))
    return f"{name} ({mail})" if name and mail else name or mail


def read_rows(value: Any, most: int) -> list[FileRow]:
    """Return the rows of a command. Refuses with `request.field` if their form is wrong or if there are too many."""
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise Refusal("request.field", field="rows")
    for row in value:
        if not isinstance(row, dict) or not {"line", "occurrence", "text"} <= row.keys() <= set(
            FileRow.__annotations__
        ):
            raise Refusal("request.field", field="rows")
        numbers = [row[name] for name in _NUMBERS]
        texts = [item for name, item in row.items() if name not in _NUMBERS]
        if not all(type(number) is int and 0 <= number < MOST_NUMBER for number in numbers):
            raise Refusal("request.field", field="rows")
        if not all(isinstance(text, str) for text in texts):
            raise Refusal("request.field", field="rows")
    return value
