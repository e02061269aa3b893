"""Hints for an unknown key of a session file: the nearest known key, and the table to which the key belongs."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import NamedTuple

from .expected import Expected
from .fields import SESSION_KEYS, TABLES
from .toml_lines import Path


class Hint(NamedTuple):
    """A hint that says how to correct an unknown key. `text`: an English sentence.

    A page uses `code` and `values` to write the sentence in another language.
    """

    text: str = ""
    code: str = ""
    values: Mapping[str, str | int] = {}


def unknown(key: str, known: tuple[str, ...]) -> Expected:
    """Return the problem of an unknown key.

    The problem names the known key that is most similar. If no known key is similar, it names all known keys.
    """
    near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    if near:
        words = f"a known field; the nearest is {near[0]}"
        return Expected(words, is_unknown=True, code="similar", values={"nearest": near[0]})
    return Expected(f"a known field: {', '.join(known)}", is_unknown=True, code="unknown")


def belongs(path: Path, first_table: int) -> Hint:
    """Return a hint that says where the last key of `path` belongs: above all tables, or in a named table.

    If a file must not contain this key anywhere, return an empty hint. `first_table`: the line of the first table
    header of the file, or 0 if the file has no tables.
    """
    key = str(path[-1])
    if len(path) > 1 and key in SESSION_KEYS:
        text = f"{key} belongs to the whole file, not to {_table(path)}"
        values = {"key": key, "table": _table(path)}
        if not first_table:
            return Hint(text, "whole_file", values)
        place = f": move this line above line {first_table}, where the first table begins"
        return Hint(text + place, "above", {**values, "line": first_table})
    owners = [header for header, keys in TABLES.items() if key in keys]
    if not owners:
        return Hint()
    return Hint(f"{key} belongs under {' or '.join(owners)}", "under", {"key": key, "tables": ", ".join(owners)})


def _table(path: Path) -> str:
    """Return the header of the table that contains the last key of `path`, for example `[[groups]]`."""
    names = ".".join(str(name) for name in path[:-1] if isinstance(name, str))
    return f"[[{names}]]" if isinstance(path[-2], int) else f"[{names}]"
