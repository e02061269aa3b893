"""The line numbers of the keys in a TOML text. `tomllib` does not report them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*["']?([\w\-]+)["']?((?:\s*\.\s*[\w\-]+)*)\s*=""")
_BLOCK = re.compile(r'"""|\'\'\'')

Path = tuple[str | int, ...]


def line_in(line_of_path: Mapping[Path, int], path: Path) -> int:
    """Return the line (counted from 1) of the value at `path`. `line_of_path`: the result of `lines`.

    Example of a path: ("panellist", 1, "role") is the role of the second panellist.

    A missing key and a part of an inline value have no line. For such a path, return the line of its nearest parent
    that has a line. Return 1 if no parent has a line.
    """
    while path and path not in line_of_path:
        path = path[:-1]
    return line_of_path.get(path, 1)


def first_table(text: str) -> int:
    """Return the line (counted from 1) of the first table header, or 0 if there is none."""
    return next((number for number, line in _outside_blocks(text) if _TABLE.match(line)), 0)


def lines(text: str) -> dict[Path, int]:
    """Return {path: line} of every table header and every key at the beginning of a line."""
    line_of_path: dict[Path, int] = {}
    table: Path = ()
    for number, line in _outside_blocks(text):
        if header := _TABLE.match(line):
            table = _table_path(header[2].split("."), header[1] == "[[", line_of_path)
            line_of_path.setdefault(table, number)
            if table[-1] == 0:
                line_of_path.setdefault(table[:-1], number)
        elif key := _KEY.match(line):
            path = table
            for part in (key[1], *re.findall(r"[\w\-]+", key[2])):
                path = (*path, part)
                line_of_path.setdefault(path, number)
    return line_of_path


def _outside_blocks(text: str) -> Iterator[tuple[int, str]]:
    """Yield (number, line) of each line that does not begin inside a multi-line text."""
    block = None
    for number, line in enumerate(text.splitlines(), start=1):
        if block is None:
            yield number, line
        for quotes in _BLOCK.findall(line):
            block = quotes if block is None else None if quotes == block else block


def _table_path(names: list[str], repeated: bool, line_of_path: dict[Path, int]) -> Path:
    """Return the path of a table header: its names, with the index of each repeated table after the table's name.

    For example, the header `[panellist.role]` below two `[[panellist]]` has the path ("panellist", 1, "role"), because
    it belongs to the last `[[panellist]]` above it. `repeated`: whether the header has double brackets.
    """
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        count = sum(
            1
            for known in line_of_path
            if len(known) == len(path) + 1 and known[:-1] == path and isinstance(known[-1], int)
        )
        if repeated and position == len(names) - 1:
            return (*path, count)
        if count:
            path = (*path, count - 1)
    return path
