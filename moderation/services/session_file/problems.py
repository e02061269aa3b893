"""The problems of a session file, each with its line, its field, the expected value, and in some cases a hint."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from ...core.refusals import Refusal
from . import hints
from .toml_lines import Path, first_table, line_in, lines

LONGEST = 80
"""Maximum number of characters of a key in the message about a problem. A longer key is cut."""
MOST = 100
"""Maximum number of problems of a file. Further problems are not recorded."""


class SessionFileError(Refusal):
    """The refusal `session.file`: a problem of a session file. `str` returns a sentence for the organiser.

    - `file`: the name of the file, if known
    - `hint`: a sentence that says how to correct the file, or ""
    - `hint_code`, `hint_values`: a page uses them to write the hint in another language (`hints.Hint`)
    - `problems`: all problems of the file in the order in which they were found
    - `problem_code`, `values`: the `code` and the `values` of the check's exception (`expected.Expected`)
    """

    file = ""

    def __init__(
        self,
        line: int,
        field: str,
        expected: str,
        hint: hints.Hint | None = None,
        *,
        code: str = "other",
        values: Mapping[str, str | int] | None = None,
    ):
        super().__init__("session.file", line=line, field=field, expected=expected)
        self.line, self.field, self.expected = line, field, expected
        self.hint, self.hint_code, self.hint_values = hint or hints.Hint()
        self.problem_code, self.values = code, dict(values or {})
        self.problems: list[SessionFileError] = [self]

    def __str__(self) -> str:
        place = f"{self.file}, line" if self.file else "line"
        return f"{place} {self.line}: {self.field}: expected {self.expected}"


class Problems:
    """The problems of a session file. `text`: the TOML text; "" if the values do not come from a TOML text."""

    def __init__(self, text: str):
        self._text = text
        self._recorded: list[tuple[SessionFileError, str]] = []
        self._misplaced: set[str] = set()

    @property
    def is_full(self) -> bool:
        """Return whether the list contains the maximum number of problems, `MOST`."""
        return len(self._recorded) >= MOST

    @cached_property
    def _first_table(self) -> int:
        return first_table(self._text)

    @cached_property
    def _lines(self) -> dict[Path, int]:
        return lines(self._text)

    def add(
        self,
        path: Path,
        expected: str,
        *,
        is_unknown: bool,
        is_missing: bool,
        code: str,
        values: Mapping[str, str | int],
    ) -> None:
        """Record a problem with the value at `path`. In the field name, list entries are counted from 1.

        `is_unknown`: the last name of the path is not known in its table. `is_missing`: the file has no value at
        `path`. `code` and `values`: see `expected.Expected`.
        """
        if self.is_full:
            return
        names = "".join(f"[{name + 1}]" if isinstance(name, int) else f".{name[:LONGEST]}" for name in path)
        hint = hints.belongs(path, self._first_table) if is_unknown else hints.Hint()
        if hint.code:
            self._misplaced.add(str(path[-1]))
        line = line_in(self._lines, path)
        error = SessionFileError(line, names.lstrip("."), expected, hint, code=code, values=values)
        self._recorded.append((error, str(path[0]) if is_missing and len(path) == 1 else ""))

    def all(self) -> list[SessionFileError]:
        """Return the problems in the order in which they were found. Also store the whole list in the attribute
        `problems` of each problem.

        A required key that belongs above all tables may be in a table by mistake. This mistake causes two problems: an
        unknown key in the table, and a missing key. Return only the problem of the unknown key, because it has a hint.
        """
        errors = [error for error, missing in self._recorded if missing not in self._misplaced]
        for error in errors:
            error.problems = errors
        return errors
