"""The record of the changes that a command or a batch of commands makes, and the events that result from a batch.

To touch an item of a stream means: record that the item has changed in this stream.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, TypedDict

from ..core.contracts import Change, Head
from ..core.model import Question, Session
from . import render, sessions, streams
from .connection import Connection


class Counter(TypedDict):
    """The body of an event to an attendee. The counter increases with each change of the attendee's questions or
    votes.
    """

    counter: int


class Dismissal(TypedDict):
    """The body of an event that closes a connection. `code`: the refusal code that later requests would get."""

    code: str


@dataclass(frozen=True, slots=True)
class Published:
    """An event of a committed batch, to be sent by web/realtime/publisher.

    `session`: the session's id. `code`: the session's join code, or "" for `own` and `gone`. The receivers depend on
    `kind`:

    - `change`, `head`: the readers of stream `target`
    - `own`: the attendee with the token hash `target` (hexadecimal)
    - `gone`: the connections of seat `target`
    - `over`: the readers of stream `target`, because the session was purged
    """

    kind: Literal["change", "head", "own", "gone", "over"]
    session: int
    code: str
    target: str
    body: Change | Head | Counter | Dismissal


@dataclass
class Transaction:
    """A command or a batch: its database connection, its time, and the record of its changes."""

    connection: Connection
    at: str
    """The time, ISO 8601."""
    now: float
    """The time in seconds, by the clock that the store uses for stored times: in SQLite, the monotonic clock; in
    PostgreSQL, the seconds since 1970.
    """
    touched: dict[tuple[int, str], set[str]] = field(default_factory=dict)
    """The touched (changed) items of each stream, as {(session id, stream): items}."""
    new_epochs: set[int] = field(default_factory=set)
    """The ids of sessions with a new epoch."""
    attendee_counters: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    """The attendees to notify, as {hash of the attendee's token: (session id, counter)}."""
    closed_seats: list[tuple[int, str]] = field(default_factory=list)
    """The seats whose connections must be closed, as (session id, seat)."""
    purged_sessions: list[Session] = field(default_factory=list)
    """The purged sessions."""
    seqs: dict[str, int] = field(default_factory=dict)
    """The new seq of each stream that this command touched. `advance_streams` fills this dict before COMMIT."""
    log_hashes: dict[int, str] = field(default_factory=dict)
    """The hash of the latest log row of a session, as {session id: hash}, if this command has already read it."""
    absorbed: list[Transaction] = field(default_factory=list)
    """For a batch: the Transactions of its successful commands. For a single command: empty."""

    def touch_question(self, session: Session, before: Question | None, after: Question) -> None:
        """Touch a changed question in each stream that shows the change. `before` is None for a new question."""
        self._touch(session, streams.items_of_question(session, before, after))

    def touch_votes(self, session: Session, question: Question) -> None:
        """Touch the published vote total of a question in all streams that show this total."""
        self._touch(session, streams.items_of_votes(session, question))

    def touch_section(self, session: Session, section: str, only: str | None = None) -> None:
        """Touch a section (`settings`, `counts` or `notes`) in every stream. If `only` names a stream, touch the
        section only in this stream.
        """
        self._touch(session, [(stream, section) for stream in session.streams if only in (None, stream)])

    def touch_for_chairs(self, session: Session, number: int) -> None:
        """Touch a question in the chairs' stream after a change outside the table `questions`, such as a flag."""
        self._touch(session, [("chairs", f"q{number}")])

    def start_epoch(self, session: Session) -> None:
        """Start a new epoch, so that all clients of the session discard their state."""
        sessions.start_epoch(self.connection, session)
        self.new_epochs.add(session.id)

    def notify_attendee(self, session_id: int, token_hash: bytes, counter: int) -> None:
        """After COMMIT, notify the attendee with this token hash that the attendee's questions or votes changed."""
        self.attendee_counters[token_hash] = (session_id, counter)

    def close_seat(self, session: Session, seat: str) -> None:
        """After COMMIT, close the connections of a seat whose link or passphrase has changed."""
        self.closed_seats.append((session.id, seat))

    def end_session(self, session: Session) -> None:
        """After COMMIT, close all connections of a purged session."""
        self.purged_sessions.append(session)

    def _touch(self, session: Session, pairs: Iterable[tuple[str, str]]) -> None:
        for stream, item in pairs:
            self.touched.setdefault((session.id, stream), set()).add(item)

    def absorb(self, other: Transaction) -> None:
        """Add the changes of a successful command to the record of this batch.

        If the command purged a session, the batch must no longer send changes of this session. Therefore, first remove
        its touched items and its new epoch from the batch.
        """
        for session in other.purged_sessions:
            self.touched = {key: items for key, items in self.touched.items() if key[0] != session.id}
            self.new_epochs.discard(session.id)
        for key, items in other.touched.items():
            self.touched.setdefault(key, set()).update(items)
        self.new_epochs |= other.new_epochs
        self.attendee_counters |= other.attendee_counters
        self.closed_seats += other.closed_seats
        self.purged_sessions += other.purged_sessions
        self.absorbed.append(other)


def advance_streams(batch: Transaction) -> list[Published]:
    """Increase the seqs of the touched streams. Return the events of the batch in the order in which they are sent.

    Also set the field `seqs` of each command of the batch. Call this function inside the batch's transaction, so that
    each change contains exactly the state at its seq.
    """
    connection, published = batch.connection, []
    seqs: dict[int, dict[str, int]] = {}
    for session_id in batch.new_epochs:
        session, heads = streams.with_heads(connection, session_id)
        seqs[session_id] = streams.raise_seqs(connection, session_id, dict.fromkeys(session.streams, ()), heads)
        for stream, seq in seqs[session_id].items():
            published.append(Published("head", session_id, session.code, stream, {"epoch": session.epoch, "seq": seq}))
    for session_id, items_by_stream in _items_by_session(batch).items():
        session, heads = streams.with_heads(connection, session_id)
        seqs[session_id] = streams.raise_seqs(connection, session_id, items_by_stream, heads)
        published += _changes(batch, session, items_by_stream, seqs[session_id])
    for command in batch.absorbed:
        for session_id, stream in command.touched:
            if stream in seqs.get(session_id, {}):
                command.seqs[stream] = seqs[session_id][stream]
    for token_hash, (session_id, counter) in batch.attendee_counters.items():
        published.append(Published("own", session_id, "", token_hash.hex(), {"counter": counter}))
    for session_id, seat in batch.closed_seats:
        published.append(Published("gone", session_id, "", seat, {"code": "seat.unknown"}))
    for session in batch.purged_sessions:
        published += [
            Published("over", session.id, session.code, stream, {"code": "session.unknown"})
            for stream in session.streams
        ]
    return published


def _items_by_session(batch: Transaction) -> dict[int, dict[str, set[str]]]:
    """Return the touched items as {session id: {stream: items}}.

    Omit sessions with a new epoch, because their clients get the new heads of the streams instead of changes.
    """
    items_by_session: dict[int, dict[str, set[str]]] = {}
    for (session_id, stream), items in batch.touched.items():
        if session_id not in batch.new_epochs:
            items_by_session.setdefault(session_id, {})[stream] = items
    return items_by_session


def _changes(
    batch: Transaction, session: Session, items_by_stream: dict[str, set[str]], seqs: dict[str, int]
) -> list[Published]:
    cache = render.RenderCache(batch.connection, session)
    cache.expect(set().union(*items_by_stream.values()))
    published = []
    for stream, items in items_by_stream.items():
        seq = seqs[stream]
        body = render.change(batch.connection, session, stream, seq - 1, seq, items, batch.at, cache)
        published.append(Published("change", session.id, session.code, stream, body))
    return published
