"""The meter of new phones on the chairs' page: counts of new phones and of their pending questions
(`contracts.Newcomers`).

Only the chairs get the meter. The meter contains a minute and counts, but no value that identifies a phone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from ...core.contracts import Newcomers
from ...core.model import Session
from ...core.newcomers import FEWEST, RECENT, minute_of, surge_start
from ...store import newcomers, sessions
from ...store.connection import Connection

COMPARED = 45
"""Number of minutes directly before the last RECENT minutes. The usual number of new phones is computed from these
minutes.
"""


def meter(connection: Connection, session: Session, at: str) -> Newcomers | None:
    """Return the counts of new phones at the time `at` (ISO 8601). Return None if the chairs do not need them.

    The chairs need the counts during a surge (a sudden rise of new phones), while the switch "new phones wait" is on,
    and while a question waits for release. At the beginning of a session, many phones normally arrive in one minute.
    Therefore ignore a surge if its phones have fewer than FEWEST questions in Incoming.
    """
    minutes = _minutes(at, RECENT + COMPARED)
    phones = newcomers.phones_since(connection, session, minutes[0])
    start = surge_start([phones.get(minute, 0) for minute in minutes])
    if start is not None and newcomers.pending_since(connection, session, minutes[start]) < FEWEST:
        start = None
    held = newcomers.held(connection, session)
    since = session.newcomers_held_from if start is None else minutes[start]
    if since is None and not held:
        return None
    if since is None:
        return {"since": None, "phones": 0, "per_minute": 0, "pending": 0, "held": held}
    arrived = newcomers.phones_since(connection, session, since)
    return {
        "since": since,
        "phones": sum(arrived.values()),
        "per_minute": max(arrived.values(), default=0),
        "pending": newcomers.pending_since(connection, session, since),
        "held": held,
    }


def shown(connection: Connection) -> list[str]:
    """Return the codes of the sessions whose chairs see counts of new phones now.

    The counts change with time, even without commands. Therefore the caller must compute the counts again at intervals.
    """
    every = sessions.every(connection)
    return [session.code for session in every if sessions.balance(connection, session).get("newcomers")]


def _minutes(at: str, count: int) -> list[str]:
    """Return the last `count` minutes, oldest first. The last entry is the minute of `at`."""
    end = datetime.fromisoformat(at)
    return [minute_of((end - timedelta(minutes=back)).isoformat()) for back in reversed(range(count))]
