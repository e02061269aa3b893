"""The calendar file (iCalendar, RFC 5545) of a session. It contains no secret: the
attendees' link in it is for everyone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from icalendar import Calendar, Event

from ..core.model import Session


def calendar_file(session: Session, title: str, description: str, url: str, at: str) -> bytes | None:
    """Return the content of the calendar file, or None if the session has no start time. `at`: the present time, ISO
    8601.

    Times are in UTC; a calendar program shows them in the zone of its user. `url`: the attendees' link.
    """
    starts, ends = session.definition.get("starts"), session.definition.get("ends")
    if starts is None:
        return None
    event = Event()
    event.add("uid", f"{session.code}@{urlsplit(url).hostname}")
    event.add("dtstamp", _utc(at))
    event.add("sequence", session.definition_version)
    event.add("summary", title)
    event.add("dtstart", _utc(starts))
    if ends is not None:
        event.add("dtend", _utc(ends))
    event.add("url", url)
    event.add("description", "\n".join(part for part in (description, url) if part))
    calendar = Calendar()
    calendar.add("prodid", "-//Open Floor//Open Floor//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _utc(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC).replace(microsecond=0)
