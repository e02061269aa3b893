"""Files with separated values: comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from statistics import mode

from .header import rank_of
from .problems import LONGEST_SHOWN, RowProblem
from .tables import LONGEST_CELL, Content, Record, collect

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_SAMPLE = 20_000
"""Number of characters at the beginning of the text from which the separator is recognised."""
_UNCLOSED = "unexpected end of data"
_TOO_LARGE = "field larger than"
"""The beginnings of two error messages of the module `csv`, by which `_problem` recognises the errors."""


def read(text: str) -> Content:
    """Return the records of a text with separated values, and a problem for each record whose quotation marks are
    wrong or that has too long a cell.
    """
    text, separator = _stated_separator(text)
    separator = separator or _likely_separator(text[:_SAMPLE])
    problems: list[RowProblem] = []
    records = list(collect(_records(text, separator, problems), problems))
    if problems:
        lines = io.StringIO(text, newline="").readlines()
        problems = [problem._replace(text=problem.text or _line(lines, problem.line)) for problem in problems]
    return Content(f"CSV, {SEPARATORS[separator]}", records, problems)


def _stated_separator(text: str) -> tuple[str, str | None]:
    """Return the text and its separator. Excel can state the separator in the first line of a file, for example
    `sep=;`. In the returned text, this line is empty. It is not removed, so that line numbers stay correct. The
    separator is None if the file does not state a separator.
    """
    first, _, rest = text.partition("\n")
    stated = first.rstrip("\r").strip('"')
    if stated.lower().startswith("sep=") and stated[4:] in SEPARATORS:
        return "\n" + rest, stated[4:]
    return text, None


def _likely_separator(sample: str) -> str:
    """Return the separator with which the header of the sample has the highest rank (`rank_of`).

    If several separators give the same rank, return the separator with the largest share of records that have as many
    cells as the header. If no separator gives a header, return the separator with the most columns.
    """

    def quality(separator: str) -> tuple[int, float, int]:
        records = [record for record in _records(sample, separator, []) if any(record.cells)]
        if not records:
            return 0, 0, 0
        widths = [len(record.cells) for record in records]
        header = max(records, key=lambda record: rank_of(record.cells))
        rank, width = rank_of(header.cells), len(header.cells)
        return (rank, widths.count(width) / len(widths), width) if rank else (0, 0, mode(widths))

    return max(SEPARATORS, key=quality)


def _records(text: str, separator: str, problems: list[RowProblem]) -> Iterator[Record]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(_problem(line, str(error)))
            continue
        yield Record(line, cells)


def _line(lines: list[str], line: int) -> str:
    return lines[line - 1].rstrip("\r\n")[:LONGEST_SHOWN] if line <= len(lines) else ""


def _problem(line: int, message: str) -> RowProblem:
    if message.startswith(_TOO_LARGE):
        return RowProblem(line, "row.too_large", {"limit": LONGEST_CELL})
    return RowProblem(line, "row.unclosed" if message.startswith(_UNCLOSED) else "row.quotes")
