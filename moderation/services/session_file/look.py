"""The checks of the tables [look] and [[programme]] of a session file."""

from __future__ import annotations

import re

from ...core import colour
from ...core.contracts import LookDefinition, ProgrammeDefinition, Texts
from . import checks, fields
from .expected import Expected
from .toml_table import Table

NAME, TITLE, MOST_ITEMS = 80, 200, 50
"""The maximum number of graphemes of an institution's name (NAME) and of a programme item's title (TITLE), and the
maximum number of programme items.
"""
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_HASH = re.compile(r"[0-9a-f]{64}")


def look(top: Table, languages: list[str]) -> LookDefinition | None:
    """Return the branding in the table [look], or None if the table is missing or empty."""
    table = top.table("look", fields.LOOK)
    no_name: str | Texts | None = None
    no_text: str | None = None
    branding: LookDefinition = {
        "name": table.get("name", checks.texts(languages, NAME), no_name),
        "accent": table.get("accent", _check_accent, no_text),
        "logo": table.get("logo", _check_logo, no_text),
        "logo_dark": table.get("logo_dark", _check_logo, no_text),
    }
    return branding if any(branding.values()) else None


def programme(top: Table, languages: list[str]) -> list[ProgrammeDefinition]:
    """Return the items in the tables [[programme]], in the order of the file."""
    tables = top.tables("programme", fields.PROGRAMME)
    if len(tables) > MOST_ITEMS:
        top.wrong("programme", f"at most {MOST_ITEMS} [[programme]] tables", code="programme", most=MOST_ITEMS)
    check_title = checks.texts(languages, TITLE)
    return [
        {"at": table.require("at", _check_clock, "00:00"), "title": table.require("title", check_title, "")}
        for table in tables[:MOST_ITEMS]
    ]


def _check_clock(value: object) -> str:
    """Return a time of day with two digits for the hours: `09:30` for `9:30`."""
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise Expected('hours and minutes, such as "15:10"', code="clock", values={"example": "15:10"})
    return value.zfill(5)


def _check_accent(value: object) -> str:
    """Return the colour in capitals. Refuse a colour whose `least_contrast` is lower than `colour.LEAST`."""
    if not isinstance(value, str) or not colour.is_colour(value):
        raise Expected('a colour such as "#00586B"', code="colour")
    ratio = colour.least_contrast(value)
    if ratio >= colour.LEAST:
        return value.upper()
    nearest = colour.nearest(value)
    # Round the contrast down. If it were rounded up, a contrast of 4.49, which is refused, would be shown as 4.5, which
    # is the minimum.
    shown = f"{int(ratio * 10) / 10}"
    raise Expected(
        f"a colour with a contrast of at least {colour.LEAST} (this one: {shown}); the nearest is {nearest}",
        code="contrast",
        values={"nearest": nearest, "ratio": shown, "least": str(colour.LEAST)},
    )


def _check_logo(value: object) -> str:
    if not isinstance(value, str) or not _HASH.fullmatch(value):
        raise Expected("the hash of a logo that `open-floor logo` or the set-up page has stored", code="logo")
    return value
