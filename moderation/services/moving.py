"""The move of a session from one database to another."""

from __future__ import annotations

from typing import NamedTuple

from ..core.join_code import normal_code
from ..core.model import Session
from ..core.refusals import Refusal
from ..store import audit, events, purge, scrubbing, session_rows, sessions
from ..store.connection import Connection
from ..store.errors import IntegrityError

COUNTED = ("attendees", "questions", "votes", "commands", "log")
"""The tables whose deleted rows are counted, to find out whether somebody has voted during the move.

A vote locks no session. Therefore a vote can arrive after the rows are read and before they are deleted. In this case,
the number of deleted rows differs from the number of rows that were read.
"""


class CannotMove(Exception):
    """The exception for a session that cannot be moved. Both databases are unchanged. The message is a sentence."""


class Moved(NamedTuple):
    """The result of a move.

    - `questions`, `votes`: the numbers of moved questions and votes.
    - `checked`: the result of the check of the log. It is the same before and after the move.
    - `was_copied`: an earlier move was interrupted after the copy, so this move only deleted the session from the
      source.
    """

    questions: int
    votes: int
    checked: audit.Audit
    was_copied: bool


def move(source: Connection, target: Connection, code: str) -> Moved:
    """Copy the session to the target and check the copy. Then delete the session, except its code, from the source.

    The transaction in the target is committed immediately before the transaction in the source. If the process is
    killed between the two commits, both databases contain the session. In this case, the caller must repeat the move.
    The copy begins with a new epoch. After the move, the caller must scrub the source. Refusal: `session.unknown`.
    Raise CannotMove or DatabaseError if the session cannot be moved.
    """
    code = normal_code(code)
    try:
        source.begin_write(code)
        target.begin_write()
        for connection in (source, target):
            connection.dialect.allow_long_transaction(connection)
        session = sessions.get_by_code(source, code)
        checked = audit.check(source, session)
        rows = session_rows.read(source, session.id, source.now()[1])
        was_copied = _has_copy(target, code, rows)
        if not was_copied:
            _copy(source, target, session, rows, checked)
        _delete(source, session, rows)
        target.commit_write()
        source.commit_write()
    finally:
        for connection in (target, source):
            connection.roll_back()
    return Moved(len(rows["questions"]), len(rows["votes"]), checked, was_copied)


def _has_copy(target: Connection, code: str, rows: session_rows.Rows) -> bool:
    """Return whether the target already contains the session, because an earlier move was interrupted after the copy.

    Raise CannotMove if another session, or an event, has this code.
    """
    if events.exists(target, code):
        raise CannotMove(f"{code} is the code of an event in the target")
    try:
        present = sessions.get_by_code(target, code)
    except Refusal:
        return False
    present_rows = session_rows.read(target, present.id, target.now()[1])
    if session_rows.without_clocks(present_rows) != session_rows.without_clocks(rows):
        raise CannotMove(f"the target already has another session {code}")
    return True


def _copy(
    source: Connection, target: Connection, session: Session, rows: session_rows.Rows, checked: audit.Audit
) -> None:
    moved = purge.find_moved(target, session.code)
    if moved is None and sessions.is_purged(target, session.code):
        raise CannotMove(f"{session.code} was purged in the target")
    events.copy_of_session(source, target, session)
    now = target.now()[1]
    copy_id = session_rows.write(target, rows, moved, now)
    copy_checked = audit.check(target, sessions.get(target, copy_id))
    if copy_checked != checked or session_rows.read(target, copy_id, now) != rows:
        raise CannotMove("the copy differs from the session")


def _delete(source: Connection, session: Session, rows: session_rows.Rows) -> None:
    """Delete the session, except its code, from the source. Raise CannotMove if a vote has arrived since the read."""
    deleted = purge.purge(source, session, moved_at=source.now()[0])
    try:
        source.dialect.check_foreign_keys(source)
        has_voted = any(deleted[table] != len(rows[table]) for table in COUNTED)
    except IntegrityError:
        has_voted = True
    if has_voted:
        raise CannotMove("somebody voted meanwhile; pause the session, and try again")
    scrubbing.want_scrub(source)
