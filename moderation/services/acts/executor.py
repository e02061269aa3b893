"""Every act, one way: who, then the kept answer, then load, decide, write, note what moved. Runs inside the writer's savepoint."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...core import acts, visibility, workflow
from ...core.contracts import Answer
from ...core.model import AUDIENCE_OF_SEAT, Question, Seat, SeatKind, Session, Status
from ...core.queue_state import QueueState
from ...core.refusals import Refusal
from ...store import attendees, commands, log, questions, sessions, translations, votes
from ...store.transaction import Transaction
from ..translation.jobs import want_translations


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling: a seat, proven by its cookie. Attendees have a token hash, other seats the generation of their cookie."""

    seat: Seat
    token_hash: bytes | None = None
    generation: int | None = None


@dataclass(slots=True)
class Effects:
    """What the server must do after COMMIT, beside sending the answer.

    `scrub`: overwrite deleted data in the files first. `voted`: the number of the question whose published total is due.
    `renewed`: the generation of the seat's new link, which the answer gets.
    """

    scrub: bool = False
    voted: int | None = None
    renewed: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one command. `answer` is stored for replays; `seqs` {stream: its new seq} is filled in before COMMIT."""

    answer: Answer
    effects: Effects
    seqs: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Call:
    """One act in execution. `attendee` is the store's id, None for other seats; the act notes its effects in `effects`."""

    tx: Transaction
    session: Session
    act: str
    seat: Seat
    attendee: int | None
    effects: Effects = field(default_factory=Effects)

    @property
    def connection(self):
        return self.tx.connection


Act = Callable[..., Answer]


def command(
    acts: Mapping[str, Act], act: str, code: str, caller: Caller, key: str, body_hash: bytes, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return the act as a command for the writer. Refusals are raised and not stored."""

    def run(tx: Transaction) -> Outcome:
        session = sessions.get_by_code(tx.connection, code)
        workflow.check_seat(act, caller.seat)
        attendee = _authorise(tx, session, caller)
        who = caller.seat.name if attendee is None else f"attendee.{attendee}"
        stored = commands.find(tx.connection, session, who, key, body_hash)
        if stored is not None:
            return Outcome(stored.answer, Effects(renewed=stored.generation), {})
        outcome = _perform(acts, Call(tx, session, act, caller.seat, attendee), params)
        if not tx.over:  # A purged session keeps nothing, not even this answer.
            answer = commands.StoredAnswer(outcome.answer, outcome.effects.renewed)
            commands.store(tx.connection, session, who, key, body_hash, answer)
        return outcome

    return run


def organiser_command(
    acts: Mapping[str, Act], act: str, code: str, params: dict[str, Any]
) -> Callable[[Transaction], Outcome]:
    """Return an organiser's act for the command line, which is authorised by the data folder: no cookie, no key."""

    def run(tx: Transaction) -> Outcome:
        seat = Seat(SeatKind.ORGANISER)
        workflow.check_seat(act, seat)
        return _perform(acts, Call(tx, sessions.get_by_code(tx.connection, code), act, seat, None), params)

    return run


def _perform(acts: Mapping[str, Act], call: Call, params: dict[str, Any]) -> Outcome:
    default: Answer = {"already": False}
    return Outcome(default | acts[call.act](call, **params), call.effects, call.tx.seqs)


def enact(call: Call, pairs: list[tuple[Question | None, Question]], undoes: int | None = None) -> int | None:
    """Write, log and tell (before, after) pairs, before None for a new question; the log's row. Nothing at all where there is none."""
    if not pairs:
        return None
    standing = [(before, after) for before, after in pairs if before is not None]
    # Who holds a seat that is single leaves it before a new question may come there.
    questions.save(call.connection, call.session, standing)
    for before, after in pairs:
        if before is None:
            questions.insert(call.connection, call.session, after)
    log_id = log.append(call.connection, call.session, call.tx.at, call.seat.name, call.act, pairs, undoes)
    for before, after in pairs:
        emit_changes(call, before, after)
    return log_id


def emit_changes(call: Call, before: Question | None, after: Question) -> None:
    """Tell the streams and the askers about a question's step that has been written."""
    _keep_translated(call, before, after)
    # A new question has nothing yet that stands beside its row.
    now = after if before is None else questions.get(call.connection, call.session, after.number)
    if before is not None and before.followers != now.followers:
        votes.publish(call.connection, call.session, [after.number])
        now = questions.get(call.connection, call.session, after.number)
    call.tx.moved(call.session, before, now)
    if after.attendee is not None and (before is None or _own(before) != _own(after)):
        raise_asker_counter(call, after.attendee)
    if before is not None and _told(before) != _told(after):
        _note_followers(call, now)


def _note_followers(call: Call, lead: Question) -> None:
    """Whom it speaks for follow it: their askers are told, and the chairs' lists hold or drop them with it."""
    for one in lead.followers:
        follower = questions.get(call.connection, call.session, one.number)
        call.tx.question_touched(call.session, one.number)
        if follower.attendee is not None:
            raise_asker_counter(call, follower.attendee)


def _keep_translated(call: Call, before: Question | None, after: Question) -> None:
    """Want translations of what may be read out, no longer of what will not be, and new ones where the language was wrong."""
    session, gone = call.session, (Status.DECLINED, Status.WITHDRAWN)
    if before is not None and before.language != after.language:
        translations.forget_machine(call.connection, session, after.number)
    reworded = before is not None and before.spoken != after.spoken
    if after.status in gone or reworded:
        translations.cancel(call.connection, session, after.number)
    if after.hides:
        translations.forget_text(call.connection, after.text)
        commands.forget_shown(call.connection, session)
    if after.status not in gone and (
        before is None or before.status in gone or before.language != after.language or reworded
    ):
        want_translations(call.tx, session, after)


def get_question(call: Call, number: int) -> Question:
    """Refuses `question.unknown`."""
    question = questions.find(call.connection, call.session, number)
    if question is None:
        raise Refusal("question.unknown", number=number)
    return question


def stamped(call: Call, queue_state: QueueState, changed: Iterable[Question]) -> list[tuple[Question, Question]]:
    """(before, after) of each changed question, with version, seat and time."""
    return [
        (queue_state.questions[q.number], acts.stamp(queue_state.questions[q.number], q, call.seat.name, call.tx.at))
        for q in changed
    ]


def seen(call: Call, question: Question) -> dict:
    """The question as the calling staff seat may read it: what its acts answer with."""
    return visibility.view(question, AUDIENCE_OF_SEAT[call.seat.kind], call.session.settings, call.session.languages)


def raise_asker_counter(call: Call, attendee: int) -> None:
    """Raise the attendee's counter: something of theirs moved."""
    call.tx.asker_moved(call.session, *attendees.raise_counter(call.connection, attendee))


def _own(question: Question) -> tuple:
    return (*_told(question), question.text, question.language, question.lead, question.wording, question.hides)


def _told(question: Question) -> tuple:
    """What the askers of those who follow it are told too."""
    return (question.status, question.place, question.reason, question.reason_number)


def _authorise(tx: Transaction, session: Session, caller: Caller) -> int | None:
    """The attendee's id (a new row at the first command). Refuses `seat.unknown` for an outdated cookie."""
    if caller.seat.kind is SeatKind.ATTENDEE:
        return attendees.find_or_create(tx.connection, session, caller.token_hash, tx.now)
    if sessions.generation(tx.connection, session, caller.seat) != caller.generation or caller.generation is None:
        raise Refusal("seat.unknown")
    return None
