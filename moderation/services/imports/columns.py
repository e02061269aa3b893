"""The choice of the columns to import: first propose a column for each role (such as text or group), then apply the
caller's changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .header import columns_text
from .layouts import Layout
from .names import PERSONAL, QUESTION_WORDS, ROLES, normal, role_of
from .problems import ImportFileError
from .tables import Record

Columns = dict[str, int]
"""{role: index of its column}."""
_IN_EVERY_EXPORT = ("group", "region", "topic", "language", *PERSONAL)
"""The roles that can have a column in every file, even in the export of a known product.

If the layout of the product has no column for one of these roles, `propose` searches the names of the columns for the
role. For a role that is not listed, `propose` does not search the names; but see `_likely_text` for the role `text`.
"""
_SAMPLE = 50
"""Number of rows whose texts are measured to find the column with the longest texts."""


def propose(header: Sequence[str], rows: Sequence[Record], layout: Layout | None) -> Columns:
    """Return the likely column of each role, also for the roles in PERSONAL. If no column is likely to contain the
    questions, the result does not contain the role `text`.
    """
    names = [normal(cell) for cell in header]
    columns: Columns = {}
    for role, choices in (layout.roles if layout else {}).items():
        indexes = [names.index(choice) for choice in choices if choice in names]
        if indexes:
            columns[role] = indexes[0]
    for index, name in enumerate(names):
        role_of_name = role_of(name)
        if role_of_name is None or role_of_name in columns or index in columns.values():
            continue
        if layout is None or role_of_name in _IN_EVERY_EXPORT:
            columns[role_of_name] = index
    likely = _likely_text(names, rows, columns)
    if "text" not in columns and likely is not None:
        columns["text"] = likely
    return columns


def _likely_text(names: Sequence[str], rows: Sequence[Record], taken: Columns) -> int | None:
    """Return the index of the column with the longest texts. Consider only columns with a name and without a role.
    Return None if there are no such columns.

    Prefer columns with a word of QUESTION_WORDS in the title, even if another column has longer texts.
    """
    free = [index for index, name in enumerate(names) if name and index not in taken.values()]
    asking = [index for index in free if QUESTION_WORDS & set(names[index].split())]

    def length(index: int) -> int:
        return sum(len(row.cells[index]) for row in rows[:_SAMPLE] if index < len(row.cells))

    return max(asking or free, key=length, default=None)


def choose(header: Sequence[str], proposed: Columns, changes: Mapping[str, str]) -> Columns:
    """Return the columns to import. For a role that is not in `changes`, use the column in `proposed`.

    `changes`: {role: name of a column, or "" to leave the role out}. Import a role of PERSONAL only if it is in
    `changes`. Raises ImportFileError with `column.unknown`, with `column.repeated`, or with `file.columns` if no column
    has the role `text`.
    """
    names = [normal(cell) for cell in header]
    chosen: Columns = {}
    for role, name in changes.items():
        if not name:
            continue
        if normal(name) not in names:
            raise ImportFileError("column.unknown", column=name, columns=columns_text(header))
        index = names.index(normal(name))
        if index in chosen.values():
            raise ImportFileError("column.repeated", column=name)
        chosen[role] = index
    for role in ROLES:
        if role in proposed and role not in changes and role not in PERSONAL and proposed[role] not in chosen.values():
            chosen[role] = proposed[role]
    if "text" not in chosen:
        raise ImportFileError("file.columns", columns=columns_text(header))
    return chosen
