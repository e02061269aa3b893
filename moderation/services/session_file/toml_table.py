"""Takes checked values out of a TOML text; whatever is wrong is refused with its line, field and what was expected.

A `Check` takes a value and returns it as it shall be kept, or raises `Expected` with the words for "expected …".
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime

from ...core.refusals import Refusal
from ...core.text import clean, is_blank, length
from ..words import languages as all_languages
from .toml_lines import Path, line_of

Check = Callable[[object], object]
_REQUIRED = object()


class SessionFileError(Refusal):
    """`session.file`: the first thing that is wrong. `str` is the sentence for the organiser; `file` names the file, if known."""

    file = ""

    def __init__(self, line: int, field: str, expected: str):
        super().__init__("session.file", line=line, field=field, expected=expected)
        self.line, self.field, self.expected = line, field, expected

    def __str__(self) -> str:
        place = f"{self.file}, line" if self.file else "line"
        return f"{place} {self.line}: {self.field}: expected {self.expected}"


class Expected(Exception):
    """What a check would have taken; `Table` adds the line and the field. `key` is the part of the value that is wrong."""

    def __init__(self, words: str, key: str | None = None):
        super().__init__(words)
        self.key = key


class Table:
    """One table of the file. Refuses unknown keys when made."""

    def __init__(self, text: str, values: dict, path: Path, known: tuple[str, ...]):
        self._text, self._values, self._path = text, values, path
        for key in values:
            if key not in known:
                near = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
                raise self.wrong(
                    key, f"a known field; the nearest is {near[0]}" if near else f"a known field: {', '.join(known)}"
                )

    def get(self, key: str, check: Check, default: object = _REQUIRED):
        """The checked value, or the default; without a default the key is required."""
        if key not in self._values and default is not _REQUIRED:
            return default
        try:
            return check(self._values.get(key))
        except Expected as expected:
            raise self.wrong(key, str(expected), expected.key) from None

    def once(self, key: str, check: Check, taken: dict):
        """The checked value of a required key, refused when a table before had it."""
        value = self.get(key, check)
        if value in taken:
            raise self.wrong(key, f"each {key} once, not {value} again")
        return value

    def table(self, key: str, known: tuple[str, ...]) -> Table:
        """The table under this key; an empty one when it is not there."""
        values = self._values.get(key, {})
        if not isinstance(values, dict):
            raise self.wrong(key, f"a table: [{key}]")
        return Table(self._text, values, (*self._path, key), known)

    def tables(self, key: str, known: tuple[str, ...]) -> list[Table]:
        """The tables of `[[key]]` in order; empty when there is none."""
        values = self._values.get(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise self.wrong(key, f"tables, each under [[{key}]]")
        return [Table(self._text, value, (*self._path, key, index), known) for index, value in enumerate(values)]

    def wrong(self, key: str, expected: str, part: str | None = None) -> SessionFileError:
        """The error for this key of this table, or a part of its value; a list's entries are counted from 1."""
        path = (*self._path, key) if part is None else (*self._path, key, part)
        names = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path)
        return SessionFileError(line_of(self._text, path), names.lstrip("."), expected)


def read(content: bytes, known: tuple[str, ...]) -> Table:
    """The top table of a TOML text. SessionFileError when it is not UTF-8 or not TOML, or has an unknown key."""
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


def shown(value: object) -> str:
    """A wrong value as an organiser may recognise it, cut short."""
    return str(value)[:40]


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise Expected("true or false")
    return value


def whole(least: int, most: int) -> Check:
    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Expected(f"a whole number from {least} to {most}")
        return value

    return check


def one_of(values: tuple[str, ...]) -> Check:
    def check(value: object) -> str:
        if value not in values:
            raise Expected(" or ".join(f'"{known}"' for known in values))
        return value

    return check


def matching(pattern: str, said: str) -> Check:
    def check(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise Expected(said)
        return value

    return check


def text(most: int) -> Check:
    """A text that says something, cleaned as questions are."""

    def check(value: object) -> str:
        cleaned = clean(value) if isinstance(value, str) else ""
        if is_blank(cleaned) or length(cleaned) > most:
            raise Expected(f"a text of 1 to {most} characters")
        return cleaned

    return check


def texts(languages: list[str], single: Check | int, each_language: bool = False, some: bool = False) -> Check:
    """A text in every language of the session: {language: text}; or, unless `each_language`, one text for all.

    `single` checks one text, or is the most characters of it. With `some` not every language needs one.
    """
    single = text(single) if isinstance(single, int) else single

    def check(value: object) -> str | dict[str, str]:
        if isinstance(value, str) and not each_language:
            return single(value)
        if not isinstance(value, dict) or not value:
            raise Expected(f"a text in each language of the session: {', '.join(languages)}")
        for language in languages:
            if language not in value and not some:
                raise Expected(f"a text in each language of the session, {language} too")
        return {language: one(language, entry) for language, entry in value.items()}

    def one(language: str, entry: object) -> str:
        if language not in all_languages():
            raise Expected("a language tag of data/words/languages.toml", language)
        try:
            return single(entry)
        except Expected as expected:
            raise Expected(str(expected), language) from None

    return check


def moment(value: object) -> str:
    """A date and time with its zone, kept as ISO 8601 in UTC."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        at = None
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise Expected("a date and time with its zone, such as 2021-04-14T13:00:00Z")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
