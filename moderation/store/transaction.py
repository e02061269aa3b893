"""What one batch of commands moved, and what leaves it for the outside: each stream that moved gets one change."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from ..core.model import Question, Session
from . import render, sessions, streams


@dataclass(frozen=True, slots=True)
class Published:
    """What left one batch for the outside, in order: `change`, `head`, `own`, `gone`, `over` (see web/realtime/publisher)."""

    kind: str
    session: int
    code: str
    target: str
    body: dict


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
    seqs: dict[str, int] = field(default_factory=dict)
    """{stream: its new seq} of the streams that this command moved; `changes` fills it in, before COMMIT."""
    absorbed: list[Transaction] = field(default_factory=list)

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

    def asker_moved(self, session: Session, token_hash: bytes, counter: int) -> None:
        self.own[token_hash] = (session.id, counter)

    def seat_gone(self, session: Session, seat: str) -> None:
        self.gone.append((session.id, seat))

    def session_over(self, session: Session) -> None:
        """Nothing of this session is there any more: everybody who listens is told and let go."""
        self.over.append(session)

    def _touch(self, session: Session, pairs: list[tuple[str, str]]) -> None:
        for stream, item in pairs:
            self.touched.setdefault((session.id, stream), set()).add(item)

    def absorb(self, other: Transaction) -> None:
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
        self.absorbed.append(other)


def changes(whole: Transaction) -> list[Published]:
    """Raise the seqs and render what moved, inside the transaction: each change is exactly the state that its seq names."""
    connection, published = whole.connection, []
    seqs: dict[int, dict[str, int]] = {}
    known = {
        session_id: sessions.get(connection, session_id)
        for session_id in {key[0] for key in whole.touched} | whole.new_epochs
    }
    moved: dict[int, dict[str, set[str]]] = {}
    for (session_id, stream), items in whole.touched.items():
        if session_id not in whole.new_epochs:
            moved.setdefault(session_id, {})[stream] = items
    for session_id in whole.new_epochs:
        session = known[session_id]
        seqs[session_id] = streams.advance(connection, session_id, dict.fromkeys(session.streams, ()))
        for stream, seq in seqs[session_id].items():
            published.append(Published("head", session_id, session.code, stream, {"epoch": session.epoch, "seq": seq}))
    for session_id, by_stream in moved.items():
        session = known[session_id]
        seqs[session_id] = streams.advance(connection, session_id, by_stream)
        cache = render.RenderCache(connection, session)
        cache.expect(set().union(*by_stream.values()))
        for stream, items in by_stream.items():
            body = render.change(
                connection,
                session,
                stream,
                seqs[session_id][stream] - 1,
                seqs[session_id][stream],
                items,
                whole.at,
                cache,
            )
            published.append(Published("change", session_id, session.code, stream, body))
    for command in whole.absorbed:
        for session_id, stream in command.touched:
            if stream in seqs.get(session_id, {}):
                command.seqs[stream] = seqs[session_id][stream]
    for token_hash, (session_id, counter) in whole.own.items():
        published.append(Published("own", session_id, "", token_hash.hex(), {"counter": counter}))
    for session_id, seat in whole.gone:
        published.append(Published("gone", session_id, "", seat, {"code": "seat.unknown"}))
    for session in whole.over:
        published += [
            Published("over", session.id, session.code, stream, {"code": "session.unknown"})
            for stream in session.streams
        ]
    return published
