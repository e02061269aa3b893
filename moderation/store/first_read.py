"""The first read of a command: session, caller and stored answer, in one statement.

With a network database, each further read statement would cost a round trip.
"""

from __future__ import annotations

from typing import NamedTuple

from ..core.join_code import normal_code
from ..core.model import Seat, Session
from . import sessions
from .attendees import Attendee
from .commands import StoredCommand
from .connection import Connection, Row

_SESSION = (
    f"{sessions.QUALIFIED}, sessions.log_hash, sessions.next_number, EXISTS (SELECT 1 FROM questions"
    " WHERE questions.session = sessions.id AND questions.number = sessions.next_number)"
)
_STORED = "commands.body_hash, commands.answer, commands.generation"
_OF_ATTENDEE = (
    f"SELECT {_SESSION}, {_STORED}, attendees.id, attendees.muted, attendees.arrived, attendees.counter,"
    " attendees.allowance, attendees.allowance_at,"
    " (SELECT count(*) FROM questions WHERE questions.attendee = attendees.id),"
    " (SELECT count(*) FROM questions WHERE questions.attendee = attendees.id AND questions.status = 'pending'),"
    " EXISTS (SELECT 1 FROM entry_codes WHERE entry_codes.session = sessions.id AND entry_codes.holder = ?)"
    " FROM sessions LEFT JOIN attendees ON attendees.session = sessions.id AND attendees.token_hash = ?"
    " LEFT JOIN commands ON commands.session = sessions.id AND commands.caller = 'attendee.' || attendees.id"
    " AND commands.key = ? WHERE sessions.code = ?"
)
_OF_SEAT = (
    f"SELECT {_SESSION}, {_STORED}, seats.generation FROM sessions"
    " LEFT JOIN seats ON seats.session = sessions.id AND seats.seat = ? AND seats.revoked = 0"
    " LEFT JOIN commands ON commands.session = sessions.id AND commands.caller = ? AND commands.key = ?"
    " WHERE sessions.code = ?"
)
_BEFORE_CALLER = sessions.WIDTH + 6


class FirstRead(NamedTuple):
    """The state before a command.

    - `next_number`: the position of the next question in the order of arrival, from 1. Without the Chatham House Rule,
      this position is also the question's number
    - `is_next_used`: whether an earlier question already has this number. This is possible, because numbers under the
      Rule are random
    - `log_hash`: the hash of the session's latest log row; None if it was not read
    - `stored`: the stored answer for the command's key
    - `attendee`: the attendee; None before the attendee's first command, and for all other seats
    - `is_admitted`: whether the attendee's phone has used an entry code
    - `generation`: the generation of the link of a staff seat; None for an attendee, and for an unknown or revoked seat
    """

    session: Session
    next_number: int
    is_next_used: bool
    log_hash: str | None = None
    stored: StoredCommand | None = None
    attendee: Attendee | None = None
    is_admitted: bool = False
    generation: int | None = None


def of_attendee(
    connection: Connection, code: str, key: str, token_hash: bytes | None, holder: bytes | None
) -> FirstRead:
    """Return the state before a command of an attendee. Refusal: `session.unknown`.

    `token_hash`: the hash of the attendee's token. `holder`: the hash that identifies the phone as the holder of an
    entry code (`services.links.entry_holder`).
    """
    row = connection.execute(_OF_ATTENDEE, [holder, token_hash, key, normal_code(code)]).fetchone()
    read = _read(row)
    *values, is_admitted = tuple(row)[_BEFORE_CALLER:]
    attendee = None if values[0] is None else Attendee(values[0], bool(values[1]), *values[2:])
    return read._replace(attendee=attendee, is_admitted=bool(is_admitted))


def of_seat(connection: Connection, code: str, key: str, seat: Seat) -> FirstRead:
    """Return the state before a command of a staff seat. Refusal: `session.unknown`."""
    row = connection.execute(_OF_SEAT, [seat.name, seat.name, key, normal_code(code)]).fetchone()
    return _read(row)._replace(generation=tuple(row)[_BEFORE_CALLER])


def _read(row: Row | None) -> FirstRead:
    session = sessions.of_row(row)
    assert row is not None
    log_hash, next_number, is_next_used, *stored_values = tuple(row)[sessions.WIDTH : _BEFORE_CALLER]
    body_hash, answer, generation = stored_values
    stored = None if body_hash is None else StoredCommand(body_hash, answer, generation)
    return FirstRead(session, next_number, bool(is_next_used), log_hash, stored)
