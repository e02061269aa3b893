"""The execution of every act: authorise the caller, look up a stored answer, run the act, store its answer.

All these steps run inside the writer's savepoint for the command.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core import workflow
from ...core.contracts import Answer
from ...core.model import Seat, SeatKind, Session
from ...core.refusals import Refusal
from ...store import attendees, commands, sessions
from ...store import seats as seat_store
from ...store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Caller:
    """The seat that sends a command. Its cookie has been verified.

    An attendee has a `token_hash`. Any other seat has the link generation of its cookie.
    """

    seat: Seat
    token_hash: bytes | None = None
    generation: int | None = None


@dataclass(slots=True)
class Effects:
    """The tasks of the server after COMMIT, in addition to the answer.

    `scrub`: overwrite deleted data in the files before sending the answer. `voted`: the number of the question whose
    vote total must be published. `renewed`: the generation of the seat's new link. The web layer adds this link to the
    answer.
    """

    scrub: bool = False
    voted: int | None = None
    renewed: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one command.

    The store keeps `answer` for repeated commands. The writer sets `seqs` {stream: new seq} before COMMIT.
    """

    answer: Answer
    effects: Effects
    seqs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Call:
    """The execution of one act.

    `attendee`: the attendee's id in the store, None for other seats. `effects`: set by the act.
    """

    tx: Transaction
    session: Session
    act: str
    seat: Seat
    attendee: int | None
    effects: Effects = field(default_factory=Effects)

    @property
    def connection(self) -> sqlite3.Connection:
        """Return the writer's connection."""
        return self.tx.connection

    @property
    def asker(self) -> int:
        """Return the attendee's id. Raise LookupError for any other seat."""
        if self.attendee is None:
            raise LookupError(self.seat.name)
        return self.attendee


Act = Callable[..., Answer]


def command(
    acts: Mapping[str, Act], act: str, code: str, caller: Caller, key: str, body_hash: bytes, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return a function that executes the act in the writer, once for each key.

    The function raises the refusals `session.unknown`, `act.unknown`, `seat.forbidden`, `seat.unknown`, `key.reused`,
    and the act's own refusals. Refusals are not stored.
    """

    def run(tx: Transaction) -> Outcome:
        session = sessions.get_by_code(tx.connection, code)
        workflow.check_seat(act, caller.seat)
        attendee = _authorise(tx, session, caller)
        caller_name = caller.seat.name if attendee is None else f"attendee.{attendee}"
        stored = commands.find(tx.connection, session, caller_name, key, body_hash)
        if stored is not None:
            return Outcome(stored.answer, Effects(renewed=stored.generation), {})
        outcome = _perform(acts, Call(tx, session, act, caller.seat, attendee), params)
        if not tx.purged_sessions:  # A purge deletes all data of the session, including the stored answers.
            answer = commands.StoredAnswer(outcome.answer, outcome.effects.renewed)
            commands.store(tx.connection, session, caller_name, key, body_hash, answer)
        return outcome

    return run


def organiser_command(
    acts: Mapping[str, Act], act: str, code: str, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return a function that executes an organiser's act for the command line.

    The command line needs no cookie and no key, because its user has access to the data folder. The function raises the
    refusals `session.unknown`, `act.unknown`, `seat.forbidden`, and the act's own refusals.
    """

    def run(tx: Transaction) -> Outcome:
        seat = Seat(SeatKind.ORGANISER)
        workflow.check_seat(act, seat)
        return _perform(acts, Call(tx, sessions.get_by_code(tx.connection, code), act, seat, None), params)

    return run


def _perform(acts: Mapping[str, Act], call: Call, params: dict[str, Any]) -> Outcome:
    default: Answer = {"already": False}
    return Outcome(default | acts[call.act](call, **params), call.effects, call.tx.seqs)


def _authorise(tx: Transaction, session: Session, caller: Caller) -> int | None:
    """Return the attendee's id, or None for other seats. Insert the attendee's row at their first command.

    Refuse with `seat.unknown` if the cookie is outdated or an attendee has no cookie.
    """
    if caller.seat.kind is SeatKind.ATTENDEE:
        if caller.token_hash is None:
            raise Refusal("seat.unknown")
        return attendees.find_or_create(tx.connection, session, caller.token_hash, tx.now)
    if caller.generation is None or seat_store.generation(tx.connection, session, caller.seat) != caller.generation:
        raise Refusal("seat.unknown")
    return None
