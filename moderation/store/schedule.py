"""Scheduled acts: the acts that the server performs for the organiser at a set time."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.contracts import ScheduleAnchor, ScheduledActName
from ..core.model import Session
from . import sessions
from .connection import Connection, Row

DONE = "done"
LATE = "late"
"""The outcome of an act whose time passed while the server was down or the session was archived."""
OPENED = "opened"
"""The outcome of an `open` that was not performed, because the session was no longer in rehearsal when the act was due.
"""
CLOSED = "closed"
"""The outcome of a `note` that was not performed, because the session was already closed.

Only a note that was due at or before the session's planned end gets this outcome.
"""
COLUMNS = "id, act, anchor, minutes, at, text, done_at, outcome"


@dataclass(frozen=True, slots=True)
class Plan:
    """The act to perform and its time.

    If `anchor` is `start` or `end`, the act is due `minutes` before the session's start or end. If `anchor` is `time`,
    the act is due at `at` (ISO 8601, UTC). `text`: the text of a `note`; "" for other acts.
    """

    act: ScheduledActName
    anchor: ScheduleAnchor
    minutes: int = 0
    at: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A stored scheduled act.

    `outcome`: "" while the act waits; then `done`, `late`, `opened`, `closed`, or the code of the refusal.
    """

    id: int
    plan: Plan
    done_at: str | None
    outcome: str


def add(connection: Connection, session: Session, plan: Plan) -> int:
    """Store a scheduled act; return its id."""
    row = connection.execute(
        "INSERT INTO scheduled_acts (session, act, anchor, minutes, at, text) VALUES (?, ?, ?, ?, ?, ?) RETURNING id",
        [session.id, plan.act, plan.anchor, plan.minutes, plan.at, plan.text],
    ).fetchone()
    return int(row["id"])


def find(connection: Connection, session: Session, scheduled: int) -> Scheduled | None:
    """Return the scheduled act with this id, or None."""
    row = connection.execute(
        f"SELECT {COLUMNS} FROM scheduled_acts WHERE session = ? AND id = ?", [session.id, scheduled]
    ).fetchone()
    return _scheduled(row) if row else None


def delete(connection: Connection, scheduled: int) -> None:
    """Delete a scheduled act."""
    connection.execute("DELETE FROM scheduled_acts WHERE id = ?", [scheduled])


def set_outcome(connection: Connection, scheduled: int, at: str, outcome: str) -> None:
    """Store the outcome of a scheduled act, which then no longer waits. `at`: ISO 8601."""
    connection.execute("UPDATE scheduled_acts SET done_at = ?, outcome = ? WHERE id = ?", [at, outcome, scheduled])


def of_session(connection: Connection, session: Session) -> list[Scheduled]:
    """Return all scheduled acts of a session in the order in which they were stored."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM scheduled_acts WHERE session = ? ORDER BY id", [session.id])
    return [_scheduled(row) for row in rows]


def waiting(connection: Connection) -> list[tuple[Session, Scheduled]]:
    """Return the scheduled acts of all sessions that still wait for their time. Leave out archived sessions."""
    rows = connection.execute(
        f"SELECT session, {COLUMNS} FROM scheduled_acts WHERE done_at IS NULL"
        " AND session NOT IN (SELECT session FROM archived_sessions) ORDER BY id"
    )
    return [(sessions.get(connection, row["session"]), _scheduled(row)) for row in rows.fetchall()]


def _scheduled(row: Row) -> Scheduled:
    plan = Plan(row["act"], row["anchor"], row["minutes"], row["at"], row["text"])
    return Scheduled(row["id"], plan, row["done_at"], row["outcome"])
