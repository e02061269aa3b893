"""The execution of a vote by a single statement.

The statement makes the same checks as the executor and the acts in services/acts/voting. If a check fails, the
statement changes nothing. The command then runs step by step to find the refusal or the answer. The caller passes the
allowed statuses and phases, because core/workflow defines them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from ..core.join_code import normal_code
from . import sessions
from .connection import Connection
from .votes import Voter


class Ballot(NamedTuple):
    """A command that votes for a question, or removes the vote.

    - `code`: the session's join code
    - `holder`: the hash that identifies the phone as the holder of an entry code (services/links)
    - `statuses`: the question's statuses that allow the act
    - `phases`: the session's phases that allow the act
    """

    code: str
    token_hash: bytes
    holder: bytes | None
    key: str
    number: int
    statuses: Collection[str]
    phases: Collection[str]


_OPEN = (
    "sessions.code = :code AND sessions.list_public = 1 AND sessions.phase IN ({phases})"
    " AND questions.number = :number AND questions.status IN ({statuses}) AND NOT EXISTS (SELECT 1 FROM commands"
    " WHERE commands.session = sessions.id AND commands.caller = 'attendee.' || attendees.id AND commands.key = :key)"
)
_ATTENDEE = (
    "sessions JOIN attendees ON attendees.session = sessions.id AND attendees.token_hash = :token_hash"
    " JOIN questions ON questions.session = sessions.id"
)
_GROUP = (
    "SELECT questions.id UNION ALL SELECT led.id FROM questions AS led"
    " WHERE led.session = questions.session AND led.lead = questions.number"
)
_ADD = (
    f"INSERT INTO votes (question, attendee) SELECT questions.id, attendees.id FROM {_ATTENDEE} WHERE {_OPEN}"
    " AND NOT EXISTS (SELECT 1 FROM questions AS own WHERE own.attendee = attendees.id"
    " AND (own.id = questions.id OR own.session = questions.session AND own.lead = questions.number))"
    f" AND NOT EXISTS (SELECT 1 FROM votes AS earlier WHERE earlier.attendee = attendees.id"
    f" AND earlier.question IN ({_GROUP}))"
    " RETURNING attendee, (SELECT session FROM attendees WHERE attendees.id = votes.attendee),"
    " (SELECT definition FROM sessions WHERE sessions.code = :code),"
    " EXISTS (SELECT 1 FROM sessions JOIN entry_codes ON entry_codes.session = sessions.id"
    " WHERE sessions.code = :code AND entry_codes.holder = :holder)"
)
_REMOVE = (
    f"DELETE FROM votes WHERE attendee = (SELECT attendees.id FROM {_ATTENDEE} WHERE {_OPEN})"
    " AND question IN (SELECT questions.id FROM sessions JOIN questions ON questions.session = sessions.id"
    " AND questions.number = :number WHERE sessions.code = :code UNION ALL SELECT led.id FROM sessions"
    " JOIN questions AS led ON led.session = sessions.id AND led.lead = :number WHERE sessions.code = :code)"
    " RETURNING attendee, (SELECT session FROM attendees WHERE attendees.id = votes.attendee)"
)


def add(connection: Connection, ballot: Ballot) -> tuple[Voter, bool] | None:
    """Store the vote. Return (the voter, whether the voter is admitted), or None if the vote is not possible.

    A voter is admitted if the session needs no entry code, or if the voter's phone has used one. The vote of a voter
    who is not admitted is stored too, and the caller must roll it back.
    """
    row = connection.execute(*_statement(_ADD, ballot)).fetchone()
    if row is None:
        return None
    attendee, session, definition, is_admitted = row
    return Voter(session, attendee, ballot.token_hash), bool(is_admitted) or not sessions.needs_entry_code(definition)


def remove(connection: Connection, ballot: Ballot) -> Voter | None:
    """Delete the attendee's votes for the question and its followers. Return the voter, or None if no vote
    was deleted.
    """
    rows = connection.execute(*_statement(_REMOVE, ballot)).fetchall()
    return Voter(rows[0][1], rows[0][0], ballot.token_hash) if rows else None


def _statement(template: str, ballot: Ballot) -> tuple[str, dict[str, object]]:
    phases = {f"phase{index}": phase for index, phase in enumerate(sorted(ballot.phases))}
    statuses = {f"status{index}": status for index, status in enumerate(sorted(ballot.statuses))}
    values = ballot._asdict() | phases | statuses
    del values["phases"], values["statuses"]
    marks = {"phases": ", ".join(f":{name}" for name in phases), "statuses": ", ".join(f":{name}" for name in statuses)}
    return template.format(**marks), values | {"code": normal_code(ballot.code)}
