"""Where in a TOML text a key stands. `tomllib` says what was read, never from which line."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*(\[\[?)\s*([\w.\-]+)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"""\s*["']?([\w\-]+)["']?((?:\s*\.\s*[\w\-]+)*)\s*=""")
_BLOCK = re.compile(r'"""|\'\'\'')

Path = tuple[str | int, ...]


def line_of(text: str, path: Path) -> int:
    """The line, from 1, on which the value at `path` begins: ("panellist", 1, "role") is the second panellist's role.

    A path that stands nowhere (a missing key, a part of an inline value) gives its nearest parent's line, at last 1.
    """
    found = lines(text)
    while path and path not in found:
        path = path[:-1]
    return found.get(path, 1)


def lines(text: str) -> dict[Path, int]:
    """{path: line} of every table header and every key that begins a line."""
    found: dict[Path, int] = {}
    table: Path = ()
    block = None
    for number, line in enumerate(text.splitlines(), start=1):
        if block is None:
            if header := _TABLE.match(line):
                table = _table_path(header[2].split("."), header[1] == "[[", found)
                found.setdefault(table, number)
                if table[-1] == 0:
                    found.setdefault(table[:-1], number)
            elif key := _KEY.match(line):
                path = table
                for part in (key[1], *re.findall(r"[\w\-]+", key[2])):
                    path = (*path, part)
                    found.setdefault(path, number)
        for quotes in _BLOCK.findall(line):
            block = quotes if block is None else None if quotes == block else block
    return found


def _table_path(names: list[str], repeated: bool, found: dict[Path, int]) -> Path:
    """The path of a header; `[panellist.role]` belongs to the last `[[panellist]]` so far."""
    path: Path = ()
    for position, name in enumerate(names):
        path = (*path, name)
        count = sum(
            1 for known in found if len(known) == len(path) + 1 and known[:-1] == path and isinstance(known[-1], int)
        )
        if repeated and position == len(names) - 1:
            return (*path, count)
        if count:
            path = (*path, count - 1)
    return path
