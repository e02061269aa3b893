"""The checks of single values in a session file.

A check takes a raw value, and returns the value to store or raises Expected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from ...core.contracts import Texts
from ...core.text import clean, is_blank, length
from .. import session_time
from ..words import find_language
from .expected import Expected
from .toml_table import Check

LONGEST_URL = 1000
"""Maximum number of characters of an address."""
_NOT_IN_URL = re.compile(r"[\s\x00-\x20\x7f-\xa0\\<>\"\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
"""The characters that an address must not contain: white space, control characters, and characters that a browser
would replace or a reader would not see."""


def shown(value: object) -> str:
    """Return the first 40 characters of a wrong value for the error message, or "this number" for a huge integer."""
    try:
        return str(value)[:40]
    except ValueError:  # `str` raises ValueError for an integer of more than 4,300 digits.
        return "this number"


def flag(value: object) -> bool:
    """Check that the value is true or false."""
    if not isinstance(value, bool):
        raise Expected("true or false", code="flag")
    return value


def whole(least: int, most: int) -> Check[int]:
    """Return a check that accepts only a whole number from `least` to `most`."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise Expected(
                f"a whole number from {least} to {most}", code="number", values={"least": least, "most": most}
            )
        return value

    return check


def one_of(values: Sequence[str]) -> Check[str]:
    """Return a check that accepts only one of `values`."""

    def check(value: object) -> str:
        if not isinstance(value, str) or value not in values:
            raise Expected(" or ".join(f'"{known}"' for known in values), code="choice")
        return value

    return check


def matching(pattern: str, expected: str) -> Check[str]:
    """Return a check that accepts only a text whose whole content matches the regular expression."""

    def check(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise Expected(expected, code="key")
        return value

    return check


def text(most: int) -> Check[str]:
    """Return a check that cleans a text (core/text.clean) and accepts it if it is not blank and has at most `most`
    graphemes."""

    def check(value: object) -> str:
        cleaned = clean(value) if isinstance(value, str) else ""
        if is_blank(cleaned) or length(cleaned) > most:
            raise Expected(f"a text of 1 to {most} characters", code="text", values={"most": most})
        return cleaned

    return check


def texts(languages: Sequence[str], single: Check[str] | int, some: bool = False) -> Check[str | Texts]:
    """Return a check that accepts a single text for all languages, or {language: text}.

    `single`: the check of each text, or the maximum number of graphemes of each text. `some`: whether {language: text}
    is allowed to omit languages of the session.
    """
    check_single = text(single) if isinstance(single, int) else single
    check_each = texts_by_language(languages, check_single, some)

    def check(value: object) -> str | Texts:
        return check_single(value) if isinstance(value, str) else check_each(value)

    return check


def texts_by_language(languages: Sequence[str], single: Check[str] | int, some: bool = False) -> Check[Texts]:
    """Return a check that accepts {language: text}. If `some` is False, every language of the session must have a text.

    Texts in other languages of data/words/languages.toml are accepted, too. If the session has only one language, the
    value can also be a single text, the text in this language. `single`: as for `texts`.
    """
    check_single = text(single) if isinstance(single, int) else single

    def check(value: object) -> Texts:
        if isinstance(value, str) and len(languages) == 1:
            return {languages[0]: check_single(value)}
        if not isinstance(value, dict) or not value:
            raise Expected(
                f"a text in each language of the session: {', '.join(languages)}",
                code="missing",
                values={"language": languages[0]} if languages else {},
            )
        checked: Texts = {}
        problems = [
            Expected(
                f"a text in each language of the session, {language} too",
                code="missing",
                values={"language": language},
            )
            for language in languages
            if language not in value and not some
        ]
        for language, entry in value.items():
            try:
                checked[language] = check_entry(language, entry)
            except Expected as expected:
                problems.append(expected)
        if problems:
            problems[0].others = problems[1:]
            raise problems[0]
        return checked

    def check_entry(language: str, entry: object) -> str:
        if find_language(language) is None:
            raise Expected(
                "a language tag such as es, zh-Hant or pt-BR (BCP 47)",
                language,
                is_unknown=True,
                code="language",
                values={"language": shown(language)},
            )
        try:
            return check_single(entry)
        except Expected as expected:
            raise Expected(str(expected), language, code=expected.code, values=expected.values) from None

    return check


def texts_for_all(languages: Sequence[str], most: int) -> Check[Texts]:
    """Return a check that accepts a single text for all languages, or {language: text} by the rules of
    `texts_by_language`.

    A single text, for example the abbreviation "GAC", becomes the text in each language.
    """
    check_single, check_each = text(most), texts_by_language(languages, most)

    def check(value: object) -> Texts:
        return dict.fromkeys(languages, check_single(value)) if isinstance(value, str) else check_each(value)

    return check


def https_url(value: object) -> str:
    """Check that the value is an address that begins with https:// and names neither a user nor a password."""
    parts = None
    if isinstance(value, str) and len(value) <= LONGEST_URL and not _NOT_IN_URL.search(value):
        with suppress(ValueError):  # `urlsplit` and `port` raise ValueError if the host or the port is not valid.
            split = urlsplit(value)
            parts = split if split.port != 0 else None
    is_plain = parts is not None and parts.hostname and "@" not in parts.netloc
    if not isinstance(value, str) or not value.startswith("https://") or not is_plain:
        raise Expected("an address that begins with https://", code="url", values={"start": "https://"})
    return value


def moment(value: object) -> str:
    """Check a date and time with a time zone. Return it as ISO 8601 in UTC."""
    return _moment(value).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def offset(value: object) -> str:
    """Check a date and time with a time zone. Return the offset as a definition stores it: `UTC` or `-05:00`."""
    return session_time.of_offset(_moment(value).utcoffset() or timedelta())


def time_zone(value: object) -> str:
    """Check that the value is the name of a time zone in the IANA database."""
    if not isinstance(value, str) or value not in session_time.names():
        raise Expected("the name of a time zone, such as Europe/Paris or America/Bogota", code="zone")
    return value


def _moment(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else value
        if isinstance(at, datetime) and at.tzinfo is not None:
            at.astimezone(UTC)
    except (ValueError, OverflowError):
        # `astimezone` raises OverflowError if the UTC time is before the year 1 or after the year 9999.
        at = None
    if not isinstance(at, datetime) or at.tzinfo is None:
        raise Expected("a date and time with its zone, such as 2021-04-14T13:00:00Z", code="time")
    return at
