"""Until when a session's questions may be kept, as its people were told. Nothing is deleted by itself: the organiser is reminded."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from ...core.model import Session
from ...store import log, sessions
from ...store.reader import Reader


def due(connection: sqlite3.Connection, session: Session) -> str | None:
    """The time (as on the wire) from which the session should be purged: its close, else its planned end, and `retention_days`.

    None where neither is known, and for a demo that is not closed.
    """
    planned = None if session.demo else session.definition.get("ends")
    end, days = log.closed_at(connection, session) or planned, session.definition.get("retention_days")
    if end is None or days is None:
        return None
    moment = datetime.fromisoformat(end) + timedelta(days=days)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def overdue(reader: Reader, at: str) -> list[str]:
    """A sentence for each session that should have been purged by this time."""
    with reader.transaction() as connection:
        late = [
            (session.code, when)
            for session in sessions.every(connection)
            if (when := due(connection, session)) and when <= at
        ]
    return [
        f"Session {code} was to be kept until {when[:10]}: python -m moderation purge {code}" for code, when in late
    ]
