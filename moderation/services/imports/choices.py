"""The group, region, topic, language and time of a row, as values of the session."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from babel import Locale, UnknownLocaleError

from ...core.model import Session
from ...core.text import one_line
from .. import session_time, words

_LONGEST_SOURCE = 40
"""Maximum number of characters of a question's source. The chairs' page shows the source in one line."""
_EARLIEST_YEAR = 2000


def key_of(value: str | None, definitions: Iterable[Mapping[str, Any]]) -> str | None:
    """Return the key of the group, region or topic that `value` names, or None.

    `value` can be the key, or a label in any language. Upper and lower case do not matter.
    """
    wanted = one_line(value or "").casefold()
    if not wanted:
        return None
    for definition in definitions:
        labels = [definition["key"], *definition["label"].values(), *(definition.get("short") or {}).values()]
        if wanted in (label.casefold() for label in labels):
            return str(definition["key"])
    return None


def language_of(value: str | None, languages: Iterable[str]) -> str | None:
    """Return the language of the session that `value` names, or None.

    `value` can be a language tag such as `es` or `es-MX`, the language's own name, or its English name.
    """
    wanted = one_line(value or "").casefold().replace("_", "-")
    for language in languages if wanted else ():
        if wanted in _names_of(language) or wanted.split("-")[0] == language.casefold():
            return language
    return None


def _names_of(language: str) -> set[str]:
    names = {language, words.language_name(language)}
    try:
        locale = Locale.parse(language, sep="-")
        names |= {name for name in (locale.display_name, locale.english_name) if name}
    except (UnknownLocaleError, ValueError):
        pass  # Babel does not know this language. Return only its tag and its own name.
    return {name.casefold() for name in names}


def asked_at(value: str | None, session: Session) -> str | None:
    """Return the time `value` in the wire format, or None if `value` is not a valid time.

    A time without a UTC offset is in the session's time zone.
    """
    try:
        moment = datetime.fromisoformat(value or "")
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=session_time.zone(session_time.zone_name(session)))
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    if moment.year < _EARLIEST_YEAR:
        return None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clean_source(value: str) -> str:
    """Return the source of an imported question in one line and within the maximum length. The source can be empty."""
    return one_line(one_line(value)[:_LONGEST_SOURCE])
