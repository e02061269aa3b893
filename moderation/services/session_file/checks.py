"""The checks of single values in a session file.

A check takes a raw value. It returns the value to store, or raises Expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

from ...core.contracts import Texts
from ...core.text import clean, is_blank, length
from ..words import languages as all_languages
from .toml_table import Check, Expected


def shown(value: object) -> str:
    """Return the first 40 characters of a wrong value, for the error message."""
    return str(value)[:40]


def flag(value: object) -> bool:
    """Check that the value is true or false."""
    if not isinstance(value, bool):
        raise Expected("true or false")
    return value


def whole(least: int, most: int) -> Check[int]:
    """Return a check that accepts only a whole number from `least` to `most`."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Expected(f"a whole number from {least} to {most}")
        return value

    return check


def one_of(values: Sequence[str]) -> Check[str]:
    """Return a check that accepts only one of `values`."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise Expected(" or ".join(f'"{known}"' for known in values))
        return value

    return check


def matching(pattern: str, expected: str) -> Check[str]:
    """Return a check that accepts only a text whose whole content matches the regular expression."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise Expected(expected)
        return value

    return check


def text(most: int) -> Check[str]:
    """Return a check that cleans a text like a question and accepts 1 to `most` graphemes."""

    def check(value: object) -> str:
        cleaned = clean(value) if isinstance(value, str) else ""
        if is_blank(cleaned) or length(cleaned) > most:
            raise Expected(f"a text of 1 to {most} characters")
        return cleaned

    return check


def texts(languages: Sequence[str], single: Check[str] | int, some: bool = False) -> Check[str | Texts]:
    """Return a check that accepts a single text for all languages, or {language: text}.

    `single`: the check of each text, or the maximum number of graphemes. `some`: languages may be missing.
    """
    check_single = text(single) if isinstance(single, int) else single
    check_each = texts_by_language(languages, check_single, some)

    def check(value: object) -> str | Texts:
        return check_single(value) if isinstance(value, str) else check_each(value)

    return check


def texts_by_language(languages: Sequence[str], single: Check[str] | int, some: bool = False) -> Check[Texts]:
    """Return a check that accepts {language: text} for the session's languages. The parameters are as in `texts`."""
    check_single = text(single) if isinstance(single, int) else single

    def check(value: object) -> Texts:
        if not isinstance(value, dict) or not value:
            raise Expected(f"a text in each language of the session: {', '.join(languages)}")
        for language in languages:
            if language not in value and not some:
                raise Expected(f"a text in each language of the session, {language} too")
        return {language: check_entry(language, entry) for language, entry in value.items()}

    def check_entry(language: str, entry: object) -> str:
        if language not in all_languages():
            raise Expected("a language tag of data/words/languages.toml", language)
        try:
            return check_single(entry)
        except Expected as expected:
            raise Expected(str(expected), language) from None

    return check


def moment(value: object) -> str:
    """Check a date and time with a time zone. Return it as ISO 8601 in UTC."""
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        at = None
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise Expected("a date and time with its zone, such as 2021-04-14T13:00:00Z")
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
