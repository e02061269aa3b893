"""The header of a file: the record with the names of the columns. Other lines can precede the header."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from .layouts import layout_of, lists_people
from .names import QUESTION_WORDS, normal, role_of
from .problems import ImportFileError
from .tables import Record

WITHIN = 40
"""Number of records at the beginning of the file in which `find_header` searches for the header."""
_LONGEST_TITLE = 1000
"""Maximum number of characters of the title of a column. A longer cell is not a title."""


def rank_of(cells: Sequence[str]) -> int:
    """Return the rank of a record; 0 if the record is not a header. The record with the highest rank is most likely the
    header.

    The types of records, highest rank first:

    - the header of a known export
    - a record in which a column has a known name for questions
    - the header of a form, in which a title contains a word such as "question"

    Of two records of the same type, the record with more known columns has the higher rank.
    """
    if any(len(cell) > _LONGEST_TITLE for cell in cells):
        return 0
    names = [normal(cell) for cell in cells]
    if layout_of(names):
        return 1000 + len(names)
    roles = {role for name in names if (role := role_of(name))}
    if "text" in roles:
        return 100 + len(roles)
    # A column with the role `topic` is not sufficient for a header. A Zoom report begins with a line with the titles
    # "Topic" and "# Question", which is not the header.
    is_form = len(names) > 1 and roles - {"topic"} and any(QUESTION_WORDS & set(name.split()) for name in names)
    return 10 + len(roles) if is_form else 0


def find_header(records: Sequence[Record], chosen: Collection[str]) -> int:
    """Return the index of the header in `records`. `chosen`: the names of columns that the caller has chosen.

    Raises ImportFileError with one of these codes:
    - `file.no_rows`: there are no records.
    - `column.unknown`: the caller has chosen columns, and one of them is missing.
    - `file.people`: the caller has chosen no columns, and the file is a list of people.
    - `file.columns`: the caller has chosen no columns, and no record is a header.
    """
    if not records:
        raise ImportFileError("file.no_rows")
    first = records[:WITHIN]
    if chosen:
        return _with_columns(first, chosen)
    ranks = [rank_of(record.cells) for record in first]
    if max(ranks):
        return ranks.index(max(ranks))
    if any(lists_people([normal(cell) for cell in record.cells]) for record in first):
        raise ImportFileError("file.people")
    raise ImportFileError("file.columns", columns=columns_text(_widest(first).cells), line=_widest(first).line)


def with_line(records: Sequence[Record], line: int) -> int:
    """Return the index of the record that begins in this line.

    Raises ImportFileError `file.no_header` if no record begins there.
    """
    for index, record in enumerate(records):
        if record.line == line:
            return index
    raise ImportFileError("file.no_header", line=line)


def _with_columns(records: Sequence[Record], chosen: Collection[str]) -> int:
    wanted = {normal(name): name for name in chosen}
    best = max(range(len(records)), key=lambda index: _matches(records[index], wanted))
    names = {normal(cell) for cell in records[best].cells}
    if missing := [name for key, name in wanted.items() if key not in names]:
        header = max(records, key=lambda record: (rank_of(record.cells), _matches(record, wanted)))
        raise ImportFileError("column.unknown", column=missing[0], columns=columns_text(header.cells))
    return best


def _matches(record: Record, wanted: Collection[str]) -> int:
    return len({normal(cell) for cell in record.cells} & set(wanted))


def _widest(records: Sequence[Record]) -> Record:
    return max(records, key=lambda record: len(record.cells))


def columns_text(cells: Sequence[str]) -> str:
    """Return the names of the columns as a list for a message: at most 30 names of at most 60 characters each."""
    return ", ".join(" ".join(cell[:60].split()) for cell in cells[:30] if cell.strip()) or "(none)"
