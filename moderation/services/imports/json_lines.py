"""Files with one JSON object in each line, and files with one JSON array of objects, as chat downloaders write them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from . import youtube
from .problems import LONGEST_SHOWN, ImportFileError, RowProblem
from .tables import MOST_COLUMNS, Content, Record, collect


def read(text: str) -> Content:
    """Return the records of the file. The first record contains the keys of all objects. Each further record contains
    the values of one object.

    The key of a value in a nested object has the form `author.name`. `Record.line` is the line of an object, or its
    place in the array. Raises ImportFileError `file.no_objects`.
    """
    problems: list[RowProblem] = []
    lines = text.split("\n")
    is_array = text.lstrip().startswith("[")
    rows = []
    for line, value in _array(text) if is_array else _values(lines):
        if isinstance(value, dict):
            rows.append((line, youtube.message_of(value) or dict(_flat(value))))
        else:
            problems.append(RowProblem(line, "row.no_object", text="" if is_array else lines[line - 1][:LONGEST_SHOWN]))
    if not rows:
        raise ImportFileError("file.no_objects")
    keys = list(dict.fromkeys(key for _, row in rows for key in row))[:MOST_COLUMNS]
    records = collect((Record(line, [row.get(key, "") for key in keys]) for line, row in rows), problems)
    return Content("JSON Lines", [Record(0, keys), *records], problems, has_keys=True)


def _values(lines: list[str]) -> Iterator[tuple[int, Any]]:
    """Yield (line, value) of each line that is not blank. The value of a line that is not JSON is None."""
    for line, content in enumerate(lines, 1):
        if content.strip():
            yield line, _value(content)


def _array(text: str) -> Iterator[tuple[int, Any]]:
    values = _value(text)
    yield from enumerate(values if isinstance(values, list) else [], 1)


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _flat(value: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield (key, text) for each string, number and boolean of a JSON object.

    If a value is itself an object, yield the values in it too, with keys such as `author.name`. Leave out objects at
    the third level, lists and null.
    """
    for key, item in value.items():
        name = prefix + key
        if isinstance(item, dict) and not prefix:
            yield from _flat(item, f"{name}.")
        elif isinstance(item, bool):
            yield name, "true" if item else "false"
        elif isinstance(item, (str, int, float)):
            yield name, str(item)
