"""Checked values from a TOML text. The error for a wrong value names the line, the field and the expected value.

The module `checks` contains the checks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from . import hints
from .expected import Expected
from .problems import Problems, SessionFileError
from .toml_lines import Path

T = TypeVar("T")
Default = TypeVar("Default")

Check = Callable[[object], T]
"""A function that takes a raw value and returns the value to store, or raises Expected."""


class Table:
    """One table of the file. All tables of the file record their problems in the same object, `problems`.

    The constructor records a problem for each unknown key.
    """

    def __init__(self, problems: Problems, values: Mapping[str, Any], path: Path, known: tuple[str, ...]):
        self.problems, self._values, self._path = problems, values, path
        for key in values:
            if key not in known and not problems.is_full:
                self._record(key, hints.unknown(key, known))

    def require(self, key: str, check: Check[T], default: Default) -> T | Default:
        """Return the checked value of a required key.

        If the key is missing or the value is wrong, record a problem and return `default`. The check of the file then
        continues with `default`.
        """
        try:
            return check(self._values.get(key))
        except Expected as expected:
            for problem in (expected, *expected.others):
                self._record(key, problem)
            return default

    def get(self, key: str, check: Check[T], default: Default) -> T | Default:
        """Return the checked value of an optional key. If the key is missing, return the default. If the value is
        wrong, record a problem and return the default.
        """
        return self.require(key, check, default) if key in self._values else default

    def once(self, key: str, check: Check[str], taken: Collection[str]) -> str:
        """Return the checked value of a required key. The value must not be in `taken`.

        If the key is missing, record a problem and return a substitute that is not in `taken`. Do the same if the value
        is wrong or in `taken`.
        """
        spare = f"?{len(taken)}"
        value = self.require(key, check, spare)
        if value not in taken:
            return value
        self.wrong(key, f"each {key} once, not {value} again", code="repeated")
        return spare

    def raw(self, key: str) -> object:
        """Return the unchecked value of a key, or None."""
        return self._values.get(key)

    def table(self, key: str, known: tuple[str, ...]) -> Table:
        """Return the table of this key, or an empty table if the key is missing. Record a problem if the value is not a
        table.
        """
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            self.wrong(key, f"a table: [{key}]", code="table", table=f"[{key}]")
            values = {}
        return Table(self.problems, values, (*self._path, key), known)

    def tables(self, key: str, known: tuple[str, ...]) -> list[Table]:
        """Return the tables of `[[key]]` in the order of the file, or [] if the key is missing.

        Record a problem if the value is not a list of tables.
        """
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.wrong(key, f"tables, each under [[{key}]]", code="table", table=f"[[{key}]]")
            values = []
        return [Table(self.problems, value, (*self._path, key, index), known) for index, value in enumerate(values)]

    def wrong(self, key: str, expected: str, /, *, code: str = "other", **values: str | int) -> None:
        """Record a problem with a key of this table. `code` and `values`: as in `Expected`."""
        self._record(key, Expected(expected, code=code, values=values))

    def _record(self, key: str, problem: Expected) -> None:
        """Record a rejected value: the exception `problem` of the check of the key `key`.

        If `problem.key` is set, only this part of the value is wrong.
        """
        path = (*self._path, key) if problem.key is None else (*self._path, key, problem.key)
        self.problems.add(
            path,
            str(problem),
            is_unknown=problem.is_unknown,
            is_missing=problem.key is None and key not in self._values,
            code=problem.code,
            values=problem.values,
        )


def read_text(content: bytes) -> str:
    """Return the text of a file, with `\\n` at the end of each line. Raise SessionFileError if it is not UTF-8."""
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise SessionFileError(content[: error.start].count(b"\n") + 1, "file", "text in UTF-8", code="utf8") from None


def read_values(text: str) -> dict[str, Any]:
    """Return the values of a TOML text.

    Raise SessionFileError if the text is not valid TOML, or has values that the parser cannot represent.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = int(line[1]) if line else text.count("\n") + 1
        raise SessionFileError(number, "file", f"TOML ({reason})", code="toml") from None
    except (ValueError, RecursionError):  # Raised for a number with too many digits, or for values nested too deeply.
        raise SessionFileError(1, "file", "TOML with shorter numbers and less nesting", code="nested") from None
