"""The end of a session's retention time, and the reminder to purge.

The attendees see this time on their page. Nothing is deleted automatically; the organiser is reminded.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from ...core.model import Session
from ...store import log, sessions
from ...store.reader import Reader


def due(connection: sqlite3.Connection, session: Session) -> str | None:
    """Return the time when the session should be purged: `retention_days` after its close.

    Before the close, count from the planned end. The time is in the wire format (ISO 8601, UTC). Return None without a
    close and a planned end, without `retention_days`, and for a demo that is not closed.
    """
    planned = None if session.demo else session.definition.get("ends")
    end, days = log.closed_at(connection, session) or planned, session.definition.get("retention_days")
    if end is None or days is None:
        return None
    moment = datetime.fromisoformat(end) + timedelta(days=days)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def overdue(reader: Reader, at: str) -> list[str]:
    """Return a reminder sentence for each session that should have been purged at or before the time `at`."""
    with reader.transaction() as connection:
        late = [
            (session.code, due_at)
            for session in sessions.every(connection)
            if (due_at := due(connection, session)) and due_at <= at
        ]
    return [
        f"Session {code} was to be kept until {due_at[:10]}: python -m moderation purge {code}" for code, due_at in late
    ]
