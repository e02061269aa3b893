"""Checked values from a TOML text. The error for a wrong value names its line, its field and the expected value.

The module `checks` contains the checks.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Container
from typing import Any, TypeVar

from ...core.refusals import Refusal
from .toml_lines import Path, line_of

T = TypeVar("T")
Default = TypeVar("Default")

Check = Callable[[object], T]
"""A function that takes a raw value and returns the value to store, or raises Expected."""


class SessionFileError(Refusal):
    """The refusal `session.file`: the first error in a session file. `str` returns a sentence for the organiser.

    `file`: the name of the file, if known.
    """

    file = ""

    def __init__(self, line: int, field: str, expected: str):
        super().__init__("session.file", line=line, field=field, expected=expected)
        self.line, self.field, self.expected = line, field, expected

    def __str__(self) -> str:
        place = f"{self.file}, line" if self.file else "line"
        return f"{place} {self.line}: {self.field}: expected {self.expected}"


class Expected(Exception):
    """The exception of a check that rejects a value. The text completes "expected …".

    `key`: the wrong part of the value. `Table` converts this exception to a SessionFileError with line and field.
    """

    def __init__(self, words: str, key: str | None = None):
        super().__init__(words)
        self.key = key


class Table:
    """One table of the file. The constructor raises SessionFileError for an unknown key."""

    def __init__(self, text: str, values: dict[str, Any], path: Path, known: tuple[str, ...]):
        self._text, self._values, self._path = text, values, path
        for key in values:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
                raise self.wrong(
                    key, f"a known field; the nearest is {near[0]}" if near else f"a known field: {', '.join(known)}"
                )

    def require(self, key: str, check: Check[T]) -> T:
        """Return the checked value of a required key. Raise SessionFileError for a missing key or a wrong value."""
        try:
            return check(self._values.get(key))
        except Expected as expected:
            raise self.wrong(key, str(expected), expected.key) from None

    def get(self, key: str, check: Check[T], default: Default) -> T | Default:
        """Return the checked value of an optional key, or the default. Raise SessionFileError for a wrong value."""
        return self.require(key, check) if key in self._values else default

    def once(self, key: str, check: Check[T], taken: Container[T]) -> T:
        """Return the checked value of a required key. Raise SessionFileError if it is missing, wrong or in `taken`."""
        value = self.require(key, check)
        if value in taken:
            raise self.wrong(key, f"each {key} once, not {value} again")
        return value

    def table(self, key: str, known: tuple[str, ...]) -> Table:
        """Return the table of this key; empty for a missing key. Raise SessionFileError for another value."""
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            raise self.wrong(key, f"a table: [{key}]")
        return Table(self._text, values, (*self._path, key), known)

    def tables(self, key: str, known: tuple[str, ...]) -> list[Table]:
        """Return the tables of `[[key]]` in order; [] for a missing key. Raise SessionFileError for another value."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, f"tables, each under [[{key}]]")
        return [Table(self._text, value, (*self._path, key, index), known) for index, value in enumerate(values)]

    def wrong(self, key: str, expected: str, part: str | None = None) -> SessionFileError:
        """Return the error for a key of this table, or for a part of the key's value. Count list entries from 1."""
        path = (*self._path, key) if part is None else (*self._path, key, part)
        names = "".join(f"[{name + 1}]" if isinstance(name, int) else f".{name}" for name in path)
        return SessionFileError(line_of(self._text, path), names.lstrip("."), expected)


def read(content: bytes, known: tuple[str, ...]) -> Table:
    """Return the top-level table of a TOML text.

    Raise SessionFileError if the text is not UTF-8, is not valid TOML, or has an unknown key.
    """
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise SessionFileError(content[: error.start].count(b"\n") + 1, "file", "text in UTF-8") from None
    try:
        return Table(text, tomllib.loads(text), (), known)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        raise SessionFileError(int(line[1]) if line else text.count("\n") + 1, "file", f"TOML ({reason})") from None
