"""The time zone of a session, and times as people read them in this zone.

A definition contains the zone as an IANA name (`Europe/Paris`), as an offset (`-05:00`) or as `UTC`.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from ..core.model import Session

NAMED_UTC = "UTC"
_OFFSET = re.compile(r"([+-])(\d\d):(\d\d)")


@cache
def names() -> frozenset[str]:
    """Return the IANA names of time zones that the system or the package `tzdata` knows.

    The first call is slow, because `available_timezones` opens every time-zone file. Therefore call this function only
    for session files and for the pages that create or change a session.
    """
    # Leave out the names `Factory` and `localtime`, because browsers do not know them as time zones.
    return frozenset(available_timezones()) - {"Factory", "localtime"}


def of_offset(offset: timedelta) -> str:
    """Return a constant offset in the form that a session's definition uses, such as `UTC` or `-05:00`."""
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}" if minutes else NAMED_UTC


def zone_name(session: Session) -> str:
    """Return the name of the session's zone, or `UTC` if the definition contains no zone."""
    return session.definition.get("time_zone") or NAMED_UTC


@cache
def zone(name: str) -> tzinfo:
    """Return the time zone with this name or offset. If this machine does not know the name, return UTC."""
    offset = _OFFSET.fullmatch(name)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def local(at: str, name: str) -> datetime:
    """Convert a time in the wire format (ISO 8601, UTC) to the zone `name`."""
    return datetime.fromisoformat(at).astimezone(zone(name))


def offset_minutes(session: Session, at: str) -> int:
    """Return the offset of the session's zone, in minutes, at the session's start.

    If the definition has no `starts`, return the offset at the time `at`.
    """
    moment = local(session.definition.get("starts") or at, zone_name(session))
    return round((moment.utcoffset() or timedelta()).total_seconds() / 60)


def utc_offset(moment: datetime) -> str:
    """Return the offset of a local time as people read it: `UTC`, `UTC+02:00`, `UTC−05:00` (with a minus sign)."""
    offset = of_offset(moment.utcoffset() or timedelta())
    return NAMED_UTC if offset == NAMED_UTC else NAMED_UTC + offset.replace("-", "−")


def day(at: str, session: Session) -> str:
    """Return the date of the time `at` in the session's zone, such as `2026-12-08`."""
    return local(at, zone_name(session)).date().isoformat()


def programme_times(session: Session) -> list[str]:
    """Return the time (ISO 8601, UTC) of each item of the programme, or [] if the session has no start.

    The first item is on the day of the start. An item is on the next day if its time of day is before that of the
    previous item.
    """
    starts = session.definition.get("starts")
    if not starts:
        return []
    times: list[datetime] = []
    moment = local(starts, zone_name(session))
    for item in session.definition.get("programme", []):
        hour, minute = (int(part) for part in item["at"].split(":"))
        at = moment.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if times and at < times[-1]:
            at += timedelta(days=1)
        times.append(at)
        moment = at
    return [_in_wire_format(at) for at in times]


def minutes_later(at: str, minutes: int) -> str:
    """Return the time `minutes` after `at`, both in the wire format. Raise ValueError if `at` is not a time with a
    zone, and OverflowError if Python cannot represent the result.
    """
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(at)
    return _in_wire_format(moment + timedelta(minutes=minutes))


def from_local(text: str, name: str) -> str:
    """Convert a local time such as `2026-12-08T14:00` of the time zone `name` to UTC, in the wire format.

    Raise ValueError if `text` is not a local time, and OverflowError if the UTC time is outside the range of datetime.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None or len(text) < len("2026-12-08T14:00"):
        raise ValueError(text)
    return _in_wire_format(moment.replace(tzinfo=zone(name)))


def _in_wire_format(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
