"""The execution of scheduled acts. Each act is performed once. If the server is down at the time of an act, the server
performs the act after its next start.
"""

from __future__ import annotations

from ...core.model import Phase, Session
from ...core.refusals import Refusal
from ...store import administration, schedule, sessions
from ...store.connection import Connection
from ...store.schedule import Scheduled
from ...store.transaction import Transaction
from ...store.writer import Writer
from .. import session_time
from .due_times import due_at
from .executor import Outcome, organiser_command
from .organising import scrub
from .registry import ACTS

LATEST_NOTE = 10
"""Maximum delay of a note, in minutes.

After a longer delay, for example because the server was down, the note is not sent: its text usually says how much time
is left, which would then be wrong.
"""
TRANSIENT = ("server.storage", "server.busy")
"""The refusals after which the server tries to perform the act again."""


def due(connection: Connection, at: str) -> list[tuple[str, int]]:
    """Return (session code, id) of the scheduled acts that are due at the time `at`, in the order of their times."""
    times = [(due_at(session, entry.plan), session.code, entry.id) for session, entry in schedule.waiting(connection)]
    past = sorted((time, code, scheduled) for time, code, scheduled in times if time is not None and time <= at)
    return [(code, scheduled) for _, code, scheduled in past]


def perform(writer: Writer, code: str, scheduled: int) -> Outcome | None:
    """Perform a scheduled act and store its outcome in the same transaction.

    Return None if the act was not performed: the act no longer waits, is no longer due or is not possible, or the
    session is archived. If the act is not possible, its stored outcome is the code of the refusal, `LATE`, `OPENED` or
    `CLOSED`. Raises the refusals of `TRANSIENT`.
    """

    def run(tx: Transaction) -> Outcome | None:
        session = sessions.get_by_code(tx.connection, code)
        entry = schedule.find(tx.connection, session, scheduled)
        if entry is None or entry.done_at is not None or not _is_due(session, entry, tx.at):
            return None
        if session.id in administration.archived(tx.connection):
            return None
        obstacle = _find_obstacle(session, entry, tx.at)
        if obstacle is not None:
            schedule.set_outcome(tx.connection, entry.id, tx.at, obstacle)
            return None
        params = {"text": entry.plan.text} if entry.plan.act == "note" else {}
        outcome = organiser_command(ACTS, entry.plan.act, code, params)(tx)
        schedule.set_outcome(tx.connection, entry.id, tx.at, schedule.DONE)
        return outcome

    try:
        outcome: Outcome | None = writer.submit(run, code).wait()
    except Refusal as refusal:
        if refusal.code in TRANSIENT:
            raise
        reason = refusal.code
        writer.submit(lambda tx: schedule.set_outcome(tx.connection, scheduled, tx.at, reason), code).wait()
        return None
    if outcome is not None:
        scrub(writer, outcome)
    return outcome


def _is_due(session: Session, entry: Scheduled, at: str) -> bool:
    time = due_at(session, entry.plan)
    return time is not None and time <= at


def _find_obstacle(session: Session, entry: Scheduled, at: str) -> str | None:
    """Return the outcome of a due act that must no longer be performed; None if the act can still be performed.

    An `open` must not resume a session that the organiser has paused. After the close, a note is useless if it was
    planned for a time before the end of the session.
    """
    if entry.plan.act == "open":
        return None if session.phase is Phase.REHEARSAL else schedule.OPENED
    time, ends = due_at(session, entry.plan), session.definition.get("ends")
    if entry.plan.act != "note" or time is None:
        return None
    if session_time.minutes_later(time, LATEST_NOTE) < at:
        return schedule.LATE
    is_until_end = ends is not None and time <= session_time.minutes_later(ends, 0)
    return schedule.CLOSED if session.phase is Phase.CLOSED and is_until_end else None
