"""Events: several sessions under one code. A session belongs to at most one event."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import NamedTuple

from ..core.join_code import normal_code
from ..core.model import Session
from ..core.refusals import Refusal
from . import sessions
from .connection import Connection, Row


class Event(NamedTuple):
    """An event. `sessions`: its sessions, except purged sessions."""

    code: str
    title: str
    sessions: list[Session]

    @property
    def version(self) -> str:
        """Return a short hash of the event's content. It changes if the title or the set of sessions changes."""
        content = [self.title, sorted(session.code for session in self.sessions)]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


def exists(connection: Connection, code: str) -> bool:
    """Return whether an event has this code."""
    return bool(connection.execute("SELECT 1 FROM events WHERE code = ?", [normal_code(code)]).fetchone())


def get(connection: Connection, code: str) -> Event:
    """Return the event with this code. Refuses with `session.unknown` if no event has this code."""
    row = connection.execute("SELECT code, title FROM events WHERE code = ?", [normal_code(code)]).fetchone()
    if row is None:
        raise Refusal("session.unknown")
    return _event(connection, row)


def every(connection: Connection) -> list[Event]:
    """Return all events in the order of their codes."""
    return [_event(connection, row) for row in connection.execute("SELECT code, title FROM events ORDER BY code")]


def create(connection: Connection, code: str, title: str) -> None:
    """Insert an event. Refuses with `session.exists` if an event or a session has this code.

    This includes a purged session, because it keeps its code.
    """
    if sessions.exists(connection, code) or exists(connection, code):
        raise Refusal("session.exists")
    connection.execute("INSERT INTO events (code, title) VALUES (?, ?)", [code, title])


def change(connection: Connection, event: Event, title: str, session_codes: Collection[str]) -> None:
    """Store the title and the sessions of an event. Ignore unknown codes.

    A session leaves the event to which it belonged before.
    """
    connection.execute("UPDATE events SET title = ? WHERE code = ?", [title, event.code])
    connection.execute("DELETE FROM event_sessions WHERE event = ?", [event.code])
    connection.executemany(
        "INSERT INTO event_sessions (session, event) VALUES (?, ?)"
        " ON CONFLICT (session) DO UPDATE SET event = excluded.event",
        [(session.id, event.code) for session in sessions.every(connection) if session.code in session_codes],
    )


def delete(connection: Connection, event: Event) -> None:
    """Delete the event. Its sessions stay."""
    connection.execute("DELETE FROM event_sessions WHERE event = ?", [event.code])
    connection.execute("DELETE FROM events WHERE code = ?", [event.code])


def copy_of_session(source: Connection, target: Connection, session: Session) -> None:
    """Copy the event of a session from the source database to the target database, but without the event's sessions. Do
    nothing if the target already has this event.

    Refuses with `session.exists` if a session of the target has the event's code.
    """
    rows = source.execute(
        "SELECT code, title FROM events JOIN event_sessions ON event = code WHERE session = ?", [session.id]
    ).fetchall()
    for code, title in rows:
        if target.execute("SELECT 1 FROM sessions WHERE code = ?", [code]).fetchone():
            raise Refusal("session.exists")
        target.execute("INSERT INTO events (code, title) VALUES (?, ?) ON CONFLICT DO NOTHING", [code, title])


def _event(connection: Connection, row: Row) -> Event:
    ids = connection.execute(
        "SELECT sessions.id FROM event_sessions JOIN sessions ON sessions.id = session WHERE event = ?", [row["code"]]
    )
    return Event(row["code"], row["title"], [sessions.get(connection, session_id) for (session_id,) in ids.fetchall()])
