"""The execution of every act. The steps: authorise the caller, look up a stored answer, run the act, store its answer.

All steps run inside the writer's savepoint for the command.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core import visibility, workflow
from ...core.contracts import Answer
from ...core.model import Seat, SeatKind, Session
from ...store import attendees, commands, questions, sessions, votes
from ...store.attendees import Attendee
from ...store.connection import Connection
from ...store.first_read import FirstRead
from ...store.transaction import Transaction
from ...store.votes import Voter
from .caller import Caller, authorise, check_entry, read_first

VOTES = ("vote", "unvote")
"""The acts on votes. The store keeps the answers only for the latest votes of each attendee (store/votes.py)."""


@dataclass(slots=True)
class Effects:
    """The tasks that an act leaves to the server for the time after COMMIT.

    `scrub`: overwrite deleted data in the files before the answer is sent. `voted`: publish the vote total of the
    question with this number. `recount`: publish the session's totals. `renewed`: the generation of the seat's new
    link; the web layer or `control.execute_control` adds this link to the answer. `redefined`: update the data that
    depend on the session's definition (`AppContext.redefined`).
    """

    scrub: bool = False
    voted: int | None = None
    recount: bool = False
    renewed: int | None = None
    redefined: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one command.

    `answer`: the store keeps this answer. If the command is repeated, the same answer is returned. `seqs`: {stream: new
    seq}; the writer sets it before COMMIT.
    """

    answer: Answer
    effects: Effects
    seqs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Call:
    """The context of one act: transaction, session, act and caller, but not the parameters of the act.

    `read`: the state before the act; its `attendee` is None if the caller is staff. The act fills the two other fields.
    `effects`: the tasks for the time after COMMIT. `changed_attendees`: the ids of the attendees whose own questions or
    votes the act has changed; the executor raises their counters.
    """

    tx: Transaction
    read: FirstRead
    act: str
    seat: Seat
    effects: Effects = field(default_factory=Effects)
    changed_attendees: set[int] = field(default_factory=set)

    @property
    def connection(self) -> Connection:
        """Return the writer's connection."""
        return self.tx.connection

    @property
    def session(self) -> Session:
        """Return the session as it was before the act."""
        return self.read.session

    @property
    def asker(self) -> Attendee:
        """Return the calling attendee. Raise LookupError if the caller is not an attendee."""
        if self.read.attendee is None:
            raise LookupError(self.seat.name)
        return self.read.attendee


Act = Callable[..., Answer]


def command(
    acts: Mapping[str, Act], act: str, code: str, caller: Caller, key: str, body_hash: bytes, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return the function with which the writer executes the act.

    If the act was executed before with this key, the function returns the stored answer. The function refuses with
    `session.unknown`, `act.unknown`, `seat.forbidden`, `seat.unknown`, `key.reused`, `entry.required`, and with the
    act's own refusals. Refusals are not stored.
    """

    def run(tx: Transaction) -> Outcome:
        read = read_first(tx.connection, code, caller, key)
        session = read.session
        if read.log_hash is not None:
            tx.log_hashes[session.id] = read.log_hash
        workflow.check_seat(act, caller.seat)
        read = authorise(tx, read, caller)
        stored = commands.find(read.stored, body_hash)
        if stored is not None:
            return Outcome(_complete(tx, session, act, stored.answer), Effects(renewed=stored.generation), {})
        check_entry(read, act)
        outcome = _perform(acts, Call(tx, read, act, caller.seat), params, caller.token_hash)
        if not tx.purged_sessions:  # A purge deletes all data of the session, so store no answer afterwards.
            if act in VOTES and read.attendee and caller.token_hash:
                keep_vote(tx, Voter(session.id, read.attendee.id, caller.token_hash), key, body_hash, outcome)
            else:
                caller_name = caller.seat.name if read.attendee is None else f"attendee.{read.attendee.id}"
                answer = commands.StoredAnswer(outcome.answer, outcome.effects.renewed)
                commands.store(tx.connection, session, caller_name, key, body_hash, answer)
        return outcome

    return run


def keep_vote(tx: Transaction, voter: Voter, key: str, body_hash: bytes, outcome: Outcome) -> None:
    """Store the answer to a vote. If the vote changed something, notify the attendee's pages after COMMIT."""
    counter = votes.keep_answer(tx.connection, voter, key, body_hash, outcome.answer)
    if outcome.effects.voted is not None:
        tx.notify_attendee(voter.session, voter.token_hash, counter)


def _complete(tx: Transaction, session: Session, act: str, answer: Answer) -> Answer:
    """Return the stored answer with the full view of its question.

    When a session closes, the server replaces each view in the stored answers by the question's number. For such an
    answer, read the question again, or refuse with `phase.not_allowed` if the current phase does not allow the act.
    """
    view = answer.get("question")
    if view is None or "status" in view:
        return answer
    workflow.check_phase(act, session.phase)
    question = questions.get(tx.connection, session, view["number"])
    return {**answer, "question": visibility.asker_view(question, None)}


def organiser_command(
    acts: Mapping[str, Act], act: str, code: str, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return a function that executes an organiser's act for the command line.

    The command line needs no cookie and no key, because its user has access to the data folder. The function refuses
    with `session.unknown`, `act.unknown`, `seat.forbidden`, and with the act's own refusals.
    """

    def run(tx: Transaction) -> Outcome:
        seat = Seat(SeatKind.ORGANISER)
        workflow.check_seat(act, seat)
        read = FirstRead(sessions.get_by_code(tx.connection, code), next_number=0, is_next_used=True)
        return _perform(acts, Call(tx, read, act, seat), params)

    return run


def _perform(acts: Mapping[str, Act], call: Call, params: dict[str, Any], token_hash: bytes | None = None) -> Outcome:
    """Execute the act, then raise the counters of the attendees in `changed_attendees`.

    `token_hash`: the hash of the calling attendee's token.
    """
    default: Answer = {"already": False}
    answer = default | acts[call.act](call, **params)
    changed, asker = call.changed_attendees, call.read.attendee
    if asker is not None and token_hash is not None and asker.id in changed:
        call.tx.notify_attendee(call.session.id, token_hash, attendees.raise_counter(call.connection, asker))
        changed.discard(asker.id)
    for changed_hash, counter in attendees.raise_counters(call.connection, sorted(changed)).items():
        call.tx.notify_attendee(call.session.id, changed_hash, counter)
    return Outcome(answer, call.effects, call.tx.seqs)
