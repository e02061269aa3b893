"""The seat that sends a command, and the checks of its cookie and its entry code."""

from __future__ import annotations

from dataclasses import dataclass

from ...core import workflow
from ...core.model import Seat, SeatKind
from ...core.newcomers import arrival, minute_of
from ...core.refusals import Refusal
from ...store import attendees, first_read
from ...store.connection import Connection
from ...store.first_read import FirstRead
from ...store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Caller:
    """The seat that sends a command. The server has already verified the seat's cookie.

    Attendees only:

    - `token_hash` identifies the attendee.
    - `holder` is the hash for entry codes (`links.entry_holder`).
    - `arrived` is the minute in which the phone opened the page for the first time. It is None if the cookie does not
      contain this minute.

    Other seats only:

    - `generation` is the generation of the seat's link for which the cookie was issued.
    """

    seat: Seat
    token_hash: bytes | None = None
    generation: int | None = None
    arrived: str | None = None
    holder: bytes | None = None


def read_first(connection: Connection, code: str, caller: Caller, key: str) -> FirstRead:
    """Read the data that must be known before a command is executed (`FirstRead`). `key`: the command's idempotency
    key.

    Refuse with `session.unknown` if no session has this code.
    """
    if caller.seat.kind is SeatKind.ATTENDEE:
        return first_read.of_attendee(connection, code, key, caller.token_hash, caller.holder)
    return first_read.of_seat(connection, code, key, caller.seat)


def check_entry(read: FirstRead, act: str) -> None:
    """Refuse with `entry.required` if the act needs an entry code and the caller has no entry code."""
    if act in workflow.INVITED and read.session.needs_entry_code and not read.is_admitted:
        raise missing_entry()


def missing_entry() -> Refusal:
    """Return the refusal for a caller without an entry code."""
    return Refusal("entry.required", field="entry_code")


def authorise(tx: Transaction, read: FirstRead, caller: Caller) -> FirstRead:
    """Check the caller's cookie. Return the state before the command (`read`).

    If this is the attendee's first command, create the attendee's row, and return `read` with this row. Refuse with
    `seat.unknown` if the cookie of a staff seat is missing or outdated, or if an attendee has no cookie.
    """
    if caller.seat.kind is not SeatKind.ATTENDEE:
        if caller.generation is None or read.generation != caller.generation:
            raise Refusal("seat.unknown")
        return read
    if caller.token_hash is None:
        raise Refusal("seat.unknown")
    if read.attendee is not None:
        return read
    arrived = arrival(caller.arrived or minute_of(tx.at), read.session.opened)
    return read._replace(attendee=attendees.create(tx.connection, read.session, caller.token_hash, tx.now, arrived))
