"""The height of a spreadsheet row whose texts are wrapped. Spreadsheet programs do not always adjust this height."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from .table import Cell

LINE, HIGHEST = 15.0, 409.0
"""The height of a line in the default font, and the largest row height that Excel accepts, both in points."""
PADDING = 1
"""The part of a column's width that cannot contain text, in characters."""


def height(cells: Iterable[tuple[Cell, int]]) -> float:
    """Return the height of a row in points. `cells`: (value, width of the column in characters)."""
    lines = max((count_lines(value, width) for value, width in cells if isinstance(value, str)), default=1)
    return min(LINE * lines, HIGHEST)


def count_lines(text: str, width: int) -> int:
    """Return the number of lines of a wrapped text in a cell. `width`: in characters.

    A word that is wider than the cell continues on the next line, and so needs several lines.
    """
    return sum(_lines_of(line, width - PADDING) for line in text.splitlines() or [""])


def _lines_of(line: str, width: float) -> int:
    count, used = 1, 0.0
    for word in line.split(" "):
        length = sum(map(_char_width, word))
        if used and used + length > width:
            count, used = count + 1, 0.0
        while length > width:
            count, length = count + 1, length - width
        used += length + 1
    return count


def _char_width(char: str) -> float:
    """Return an estimate of the character's width, in widths of the digit 0.

    Most characters are narrower than the estimate.
    """
    category = unicodedata.category(char)
    if category in ("Cf", "Mn", "Me"):
        return 0.0
    if category == "So" or unicodedata.east_asian_width(char) in "WF":
        return 2.1
    if char in "MW":
        return 1.8
    return 1.4 if char.isupper() else 1.05
