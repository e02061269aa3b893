"""The one writer: one real thread that owns the one writing connection, and commits a batch of commands at a time.

A command is a function of a `Transaction`; it runs inside a savepoint of its own, so one that fails takes nothing with it.
At the end of a batch, still in the transaction, each stream that moved gets one change; then COMMIT; then the batch is
delivered: first the changes to the publisher, then the answers. Never log, sleep or import here: the thread is not the loop's.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from ..core.model import Question, Session
from ..core.refusals import Refusal
from . import render, sessions, streams
from .schema import connect

LONGEST_QUEUE = 5000
LARGEST_BATCH = 200


@dataclass(frozen=True, slots=True)
class Published:
    """What left one batch for the outside, in order: `change`, `head`, `own`, `gone`, `over` (see web/publisher)."""

    kind: str
    session: int
    code: str
    target: str
    body: dict


class Threads(Protocol):
    """What the writer needs of the runtime (moderation/runtime.py)."""

    def start_thread(self, function: Callable[[], None]) -> Any: ...
    def make_queue(self, size: int) -> Any: ...
    def make_promise(self) -> Any: ...
    def post(self, function: Callable[[], None]) -> None: ...
    def sleep(self, seconds: float) -> None: ...


@dataclass
class Transaction:
    """What a command may use: the connection, the time, and the notes of what it moved."""

    connection: sqlite3.Connection
    at: str
    now: float
    touched: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    new_epochs: set[int] = field(default_factory=set)
    own: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    gone: list[tuple[int, str]] = field(default_factory=list)
    over: list[Session] = field(default_factory=list)

    def moved(self, session: Session, before: Question | None, after: Question) -> None:
        """Note a question's step for every stream that shows it."""
        self._touch(session, streams.moved(session, before, after))

    def votes_moved(self, session: Session, question: Question) -> None:
        self._touch(session, streams.votes_moved(session, question))

    def section_moved(self, session: Session, section: str, only: str | None = None) -> None:
        self._touch(session, [(stream, section) for stream in session.streams if only in (None, stream)])

    def question_touched(self, session: Session, number: int) -> None:
        """Something of a question moved for the chairs that its own row does not tell."""
        self._touch(session, [("chairs", f"q{number}")])

    def new_epoch(self, session: Session) -> None:
        """Everything that clients of this session hold is void."""
        sessions.set_epoch(self.connection, session)
        self.new_epochs.add(session.id)

    def own_moved(self, session: Session, token_hash: bytes, counter: int) -> None:
        self.own[token_hash] = (session.id, counter)

    def seat_gone(self, session: Session, seat: str) -> None:
        self.gone.append((session.id, seat))

    def session_over(self, session: Session) -> None:
        """Nothing of this session is there any more: everybody who listens is told and let go."""
        self.over.append(session)

    def _touch(self, session: Session, pairs: list[tuple[str, str]]) -> None:
        for stream, item in pairs:
            self.touched.setdefault((session.id, stream), set()).add(item)

    def absorb(self, other: "Transaction") -> None:
        """Take over the notes of a command that succeeded. What moved of a session that it purged is not there any more."""
        for session in other.over:
            self.touched = {key: items for key, items in self.touched.items() if key[0] != session.id}
            self.new_epochs.discard(session.id)
        for key, items in other.touched.items():
            self.touched.setdefault(key, set()).update(items)
        self.new_epochs |= other.new_epochs
        self.own |= other.own
        self.gone += other.gone
        self.over += other.over


class Writer:
    """Runs commands one after another; `submit` returns at once with a promise. `watch` hears of each commit: commands, seconds."""

    def __init__(self, path, threads: Threads, clock: Callable[[], tuple[str, float]], publish: Callable[[list[Published]], None],
                 watch: Callable[[int, float], None] = lambda commands, seconds: None):
        self._path = path
        self._threads = threads
        self._clock = clock
        self._publish = publish
        self._watch = watch
        self._waiting = threads.make_queue(LONGEST_QUEUE)
        self._thread = threads.start_thread(self._run)

    def submit(self, command: Callable[[Transaction], dict]) -> Any:
        """Hand over a command; the promise gives its answer after COMMIT, or raises its Refusal. Refuses `server.busy` when the queue is full."""
        promise = self._threads.make_promise()
        if not self._waiting.offer((command, promise)):
            raise Refusal("server.busy", retry_after=1)
        return promise

    def waiting(self) -> int:
        """How many commands wait for their batch."""
        return len(self._waiting)

    def exclusive(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """Run `work` on the writing connection between batches, outside any transaction (backup, checkpoint)."""
        promise = self._threads.make_promise()
        if not self._waiting.offer((_Exclusive(work), promise)):
            raise Refusal("server.busy", retry_after=1)
        return promise

    def stop(self, seconds: float = float("inf")) -> None:
        """Finish what waits, checkpoint, end the thread; give up after so many seconds. The loop goes on meanwhile, so that answers leave."""
        until = time.monotonic() + seconds
        while not self._waiting.offer((None, None)) and time.monotonic() < until:
            self._threads.sleep(0.01)
        while self._thread.is_alive() and time.monotonic() < until:
            self._threads.sleep(0.01)

    def _run(self) -> None:
        connection = connect(self._path)
        while True:
            batch = self._waiting.take(LARGEST_BATCH)
            stopping = any(command is None for command, _ in batch)
            todo = [(command, promise) for command, promise in batch if command is not None and not isinstance(command, _Exclusive)]
            if todo:
                self._commit(connection, todo)
            for command, promise in batch:
                if isinstance(command, _Exclusive):
                    self._settle([(promise, *_outcome(command.work, connection))])
            if stopping:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.close()
                return

    def _commit(self, connection: sqlite3.Connection, batch: list) -> None:
        at, now = self._clock()
        began = time.monotonic()
        outcomes: list[tuple[Any, Any, BaseException | None]] = []
        try:
            connection.execute("BEGIN IMMEDIATE")
            whole = Transaction(connection, at, now)
            for command, promise in batch:
                outcomes.append((promise, *self._one(connection, whole, command)))
            published = _render(whole)
            connection.execute("COMMIT")
        except Exception as error:
            # A fault of ours takes this batch with it, never the thread.
            _give_up(connection)
            self._settle([(promise, None, _failure(error)) for _, promise in batch])
            return
        took = time.monotonic() - began
        self._threads.post(lambda: self._publish(published))
        self._threads.post(lambda: self._watch(len(batch), took))
        self._settle(outcomes)

    def _one(self, connection: sqlite3.Connection, whole: Transaction, command: Callable) -> tuple[Any, BaseException | None]:
        """Run one command in its savepoint: (answer, None) or (None, error). An error that ended the transaction ends the batch."""
        own = Transaction(connection, whole.at, whole.now)
        connection.execute("SAVEPOINT command")
        answer, error = _outcome(command, own)
        if error is None:
            connection.execute("RELEASE command")
            whole.absorb(own)
            return answer, None
        if not connection.in_transaction:
            raise sqlite3.OperationalError("the transaction has ended") from error
        connection.execute("ROLLBACK TO command")
        connection.execute("RELEASE command")
        return None, _failure(error) if isinstance(error, sqlite3.OperationalError) else error

    def _settle(self, outcomes: list[tuple[Any, Any, BaseException | None]]) -> None:
        def settle() -> None:
            for promise, answer, error in outcomes:
                promise.refuse(error) if error is not None else promise.keep(answer)

        self._threads.post(settle)


@dataclass(frozen=True)
class _Exclusive:
    work: Callable[[sqlite3.Connection], Any]


def _outcome(work: Callable, argument: Any) -> tuple[Any, BaseException | None]:
    try:
        return work(argument), None
    except Exception as error:
        return None, error


def _failure(error: BaseException) -> BaseException:
    """For each caller a refusal of its own, since the edge writes into it; what is not the disk's stays as it is."""
    return Refusal("server.storage", retry_after=1) if isinstance(error, sqlite3.Error) else error


def _give_up(connection: sqlite3.Connection) -> None:
    try:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    except sqlite3.Error:
        pass  # SQLite has rolled back by itself.


def _render(whole: Transaction) -> list[Published]:
    """Raise the seqs and render what moved, inside the transaction: each change is exactly the state that its seq names."""
    connection, published = whole.connection, []
    known = {session_id: sessions.get(connection, session_id) for session_id in {key[0] for key in whole.touched} | whole.new_epochs}
    for session_id in whole.new_epochs:
        session = known[session_id]
        for stream in session.streams:
            seq = streams.advance(connection, session_id, stream, ())
            published.append(Published("head", session_id, session.code, stream, {"epoch": session.epoch, "seq": seq}))
    moved = {key: items for key, items in whole.touched.items() if key[0] not in whole.new_epochs}
    read = {session_id: render.Once(connection, known[session_id]) for session_id, _ in moved}
    for session_id, once in read.items():
        once.expect(set().union(*(items for key, items in moved.items() if key[0] == session_id)))
    for (session_id, stream), items in moved.items():
        session = known[session_id]
        seq = streams.advance(connection, session_id, stream, items)
        body = render.change(connection, session, stream, seq - 1, seq, items, whole.at, read[session_id])
        published.append(Published("change", session_id, session.code, stream, body))
    for token_hash, (session_id, counter) in whole.own.items():
        published.append(Published("own", session_id, "", token_hash.hex(), {"counter": counter}))
    for session_id, seat in whole.gone:
        published.append(Published("gone", session_id, "", seat, {"code": "seat.unknown"}))
    for session in whole.over:
        published += [Published("over", session.id, session.code, stream, {"code": "session.unknown"}) for stream in session.streams]
    return published
