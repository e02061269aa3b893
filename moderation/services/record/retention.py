"""The end of a session's retention time, the automatic purge, and the reminder to purge.

The attendees' page says how long the questions are kept, and whether the server deletes the questions automatically.
With `purge_when_due = false` in the session file, the server does not purge the session, but reminds the organiser.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...core.model import Phase, Session
from ...store import log, purge, scrubbing, sessions
from ...store.connection import Connection
from ...store.reader import Reader
from ...store.transaction import Transaction
from .. import session_time


def due(connection: Connection, session: Session) -> str | None:
    """Return the end of the session's retention time in the wire format (ISO 8601, UTC).

    The retention time ends `retention_days` after the close. If the session was never closed, the planned end counts
    instead, except in a demo session. Return None if there is no close and no planned end that counts, or if the
    session has no `retention_days`.
    """
    planned = None if session.demo else session.definition.get("ends")
    end, days = log.closed_at(connection, session) or planned, session.definition.get("retention_days")
    if end is None or days is None:
        return None
    return _days_later(end, days)


def automatic(connection: Connection, session: Session) -> str | None:
    """Return the time when the server purges the session automatically; None if the server never purges it.

    A session without `purge_when_due` in its definition is never purged automatically. A closed session is purged at
    the time that `due` returns. A session that is not closed can still be in use. Therefore it is purged at the later
    of two times: the time that `due` returns, and `retention_days` after its latest act.
    """
    end = due(connection, session)
    if end is None or not session.definition.get("purge_when_due", False):
        return None
    if session.phase is Phase.CLOSED:
        return end
    return max(end, _days_later(log.latest_at(connection, session), session.definition["retention_days"]))


def purge_due(tx: Transaction) -> list[str]:
    """Purge all sessions for which `automatic` returns a time that has passed. Return the codes of these sessions."""
    return [session.code for session in sessions.every(tx.connection) if purge_if_due(tx, session)]


def purge_if_due(tx: Transaction, session: Session) -> bool:
    """Purge the session if the time that `automatic` returns has passed. Return whether it was purged."""
    at = automatic(tx.connection, session)
    if at is None or at > tx.at:
        return False
    purge.purge(tx.connection, session)
    tx.end_session(session)
    scrubbing.want_scrub(tx.connection)
    return True


def is_any_due(connection: Connection, at: str) -> bool:
    """Return whether `purge_due` would purge a session at the time `at`."""
    return bool(due_codes(connection, at))


def due_codes(connection: Connection, at: str) -> list[str]:
    """Return the codes of the sessions that `purge_due` would purge at the time `at`."""
    times = [(session.code, automatic(connection, session)) for session in sessions.every(connection)]
    return [code for code, time in times if time is not None and time <= at]


def _days_later(at: str, days: int) -> str:
    moment = datetime.fromisoformat(at) + timedelta(days=days)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def overdue(reader: Reader, at: str) -> list[str]:
    """Return a reminder for each session that is overdue at the time `at`. A session is overdue if its retention time
    is over and the server never purges it automatically.

    The reminder contains the day on which the session's retention time ended, in the session's time zone.
    """
    with reader.transaction() as connection:
        late = [
            (session.code, session_time.day(due_at, session))
            for session in sessions.every(connection)
            if (due_at := due(connection, session)) and due_at <= at and automatic(connection, session) is None
        ]
    return [f"Session {code} was to be kept until {due_day}: open-floor purge {code}" for code, due_day in late]
