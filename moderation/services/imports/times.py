"""The times in a column of a file, as people and other products write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

_DATE = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})[,T ]{1,2}(\d{1,2}):(\d\d)(?::(\d\d)(?:\.\d{1,6})?)?"
    r"(?: ?([AaPp])\.?[Mm]\.?)?"
)
"""A date and a time in digits, such as `04/29/2024 1:05:10 PM` or `29.04.2024 13:05`."""
_NAMED = re.compile(
    r"([A-Z][a-z]{2})[a-z]{0,6} (\d{1,2}), (\d{4})[, ]{1,2}(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([AaPp])[Mm])?"
)
"""A date with the English name of the month, such as `Apr 29, 2024 01:05:10 PM`."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCHS = {10: 1, 13: 1000, 16: 1_000_000}
"""{number of digits: units per second}, for times that are written as a number of units since 1970. The units are
seconds, milliseconds or microseconds.
"""


def read_times(values: Sequence[str]) -> list[str | None]:
    """Return each time in ISO 8601, or None if it cannot be read. A time without a UTC offset gets no offset.

    The order of day and month is the same for the whole column. If the dates fit both orders, the month is first in a
    column with 12-hour times. In any other column, the day is first if all dates have dots. If the order is unknown,
    return None for each date that depends on the order.
    """
    stripped = [value.strip() for value in values]
    is_day_first = _is_day_first([match for value in stripped if (match := _DATE.fullmatch(value))])
    return [_read(value, is_day_first) for value in stripped]


def _is_day_first(matches: Sequence[re.Match[str]]) -> bool | None:
    """Return True if the day comes before the month in these dates, False if the month comes first, and None if the
    order is unknown.
    """
    years_last = [match for match in matches if len(match[1]) <= 2]
    has_day_first = any(int(match[1]) > 12 for match in years_last)
    has_month_first = any(int(match[3]) > 12 for match in years_last)
    if has_day_first != has_month_first:
        return has_day_first
    if has_day_first or not years_last:
        return None
    if any(match[8] for match in years_last):
        return False
    return True if all(match[2] == "." for match in years_last) else None


def _read(value: str, is_day_first: bool | None) -> str | None:
    try:
        if value.isascii() and value.isdigit() and len(value) in _EPOCHS:
            return datetime.fromtimestamp(int(value) / _EPOCHS[len(value)], UTC).isoformat(timespec="milliseconds")
        if match := _DATE.fullmatch(value):
            return _in_digits(match, is_day_first)
        if match := _NAMED.fullmatch(value):
            month = _MONTHS.index(match[1]) + 1
            return _iso(int(match[3]), month, int(match[2]), match[4], match[5], match[6], match[7])
        moment = datetime.fromisoformat(value)
        return moment.isoformat(timespec="milliseconds") if "T" in value or " " in value else None
    except (ValueError, OverflowError, OSError):
        return None


def _in_digits(match: re.Match[str], is_day_first: bool | None) -> str | None:
    first, second, third = int(match[1]), int(match[3]), int(match[4])
    time = (match[5], match[6], match[7], match[8])
    if len(match[1]) == 4:
        return _iso(first, second, third, *time)
    if is_day_first is None:
        return None
    day, month = (first, second) if is_day_first else (second, first)
    return _iso(third if third > 99 else 2000 + third, month, day, *time)


def _iso(year: int, month: int, day: int, hour: str, minute: str, second: str | None, half: str | None) -> str:
    """Return the date and time as ISO 8601 text that has no UTC offset.

    `half`: the first letter of "am" or "pm"; empty or None in a 24-hour time. Raise ValueError if there is no such
    date or time.
    """
    in_day = int(hour)
    if half:
        if not 1 <= in_day <= 12:
            raise ValueError(hour)
        in_day = in_day % 12 + (12 if half in "Pp" else 0)
    return datetime(year, month, day, in_day, int(minute), int(second or 0)).isoformat(timespec="milliseconds")  # noqa: DTZ001
