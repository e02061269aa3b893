"""The content of a question file as records: each record is a list of cells, with the line of the record in the
file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .problems import LONGEST_SHOWN, ImportFileError, RowProblem

MOST_BYTES = 5 * 1024 * 1024
"""Maximum size of a file, in bytes."""
MOST_ROWS = 10_000
"""Maximum number of records with a text. A file with more records is refused."""
MOST_COLUMNS = 256
"""Maximum number of columns. Further columns are not read."""
MOST_CHARACTERS = 20_000_000
"""Maximum number of characters of all cells together."""
LONGEST_CELL = 20_000
"""Maximum length of a cell in characters. A question has at most 4,000 bytes, so a longer cell is no question."""


class Record(NamedTuple):
    """A record of a file. `line`: the line in which the record begins; in a sheet, its row. Both count from 1."""

    line: int
    cells: list[str]


class Content(NamedTuple):
    """The content of a file. `form`: the file's format in words that a person understands, such as "CSV, semicolon".

    `has_keys`: true if the records were JSON objects. The first record is then the header: the keys of these objects.
    """

    form: str
    records: list[Record]
    problems: list[RowProblem]
    has_keys: bool = False


def shown(cells: Sequence[str]) -> str:
    """Return one text for a RowProblem: all cells that are not empty, separated by " | "."""
    return " | ".join(cell for cell in cells if cell)[:LONGEST_SHOWN]


def collect(records: Iterable[Record], problems: list[RowProblem]) -> Iterator[Record]:
    """Yield the records with a text. Add a problem for each record with an oversized cell.

    Raises ImportFileError `file.too_many_rows`, and `file.unpacked` if all texts together are too long. This can happen
    with a small workbook whose cells repeat one long text.
    """
    count = characters = 0
    for record in records:
        if not any(cell and not cell.isspace() for cell in record.cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise ImportFileError("file.too_many_rows", limit=MOST_ROWS)
        characters += sum(map(len, record.cells))
        if characters > MOST_CHARACTERS:
            raise ImportFileError("file.unpacked", limit=MOST_CHARACTERS // 1_000_000)
        if any(len(cell) > LONGEST_CELL for cell in record.cells):
            problems.append(RowProblem(record.line, "row.too_large", {"limit": LONGEST_CELL}, shown(record.cells)))
            continue
        yield Record(record.line, record.cells[:MOST_COLUMNS])
