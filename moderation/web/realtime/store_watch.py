"""The watch on the store, for processes that share one database.

Other processes also commit changes to the database. For each stream with phones in this process, the watch compares the
head that the phones have reached with the head in the database. It sends the missing changes: one change for all phones
of a stream, rendered once. The watch also finds these changes:
- askers whose questions have changed,
- seats whose link was renewed or revoked,
- sessions that another process has purged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, cast

from ...core.contracts import Change, Head
from ...core.model import Session
from ...store import attendees, render, seats, sessions, streams
from ...store.connection import Connection
from ...store.reader import Reader
from ...store.transaction import Published
from .rooms import ATTENDEE, STREAM, kind_of, session_and_name

Key = tuple[int, str]
"""A stream of a session: (session id, name of the stream)."""


class _Followed(NamedTuple):
    """The rooms that have sockets in this process.

    `streams`: {session id: names of its streams}. `tokens`: hashes of attendees' tokens.
    """

    streams: dict[int, set[str]]
    tokens: set[bytes]


class _Seen(NamedTuple):
    """The data that one `step` has read from the database.

    `codes`: the join codes of all sessions. `positions`: for each session, the sum of the seqs of its streams. A
    different sum shows that a stream has changed. The other fields contain only sessions with sockets in this process.
    """

    codes: dict[int, str]
    sessions: dict[int, Session]
    heads: dict[Key, Head]
    positions: dict[int, int]
    links: dict[int, dict[str, tuple[int, str]]]


class StoreWatch:
    """The watch of one process.

    Call `step` regularly: it compares the store with the positions of the phones and sends the missing changes. Call
    `sent` with each batch that this process has sent, so that `step` does not send it a second time.

    `rooms` returns the names of the rooms with sockets. `publish` sends events. `clear_caches` deletes cached texts.
    `rewind` is called with a session if one of its streams has a lower seq than before, because an older database was
    restored.
    """

    def __init__(
        self,
        reader: Reader,
        rooms: Callable[[], Iterable[str]],
        publish: Callable[[list[Published]], None],
        clear_caches: Callable[[], None],
        rewind: Callable[[Session], object],
    ):
        self._reader, self._rooms, self._publish = reader, rooms, publish
        self._clear_caches, self._rewind = clear_caches, rewind
        self._sent: dict[Key, Head] = {}
        self._codes: dict[int, str] = {}
        self._positions: dict[int, int] = {}
        self._counters: dict[bytes, int] = {}
        self._links: dict[int, dict[str, tuple[int, str]]] = {}

    def sent(self, batch: Iterable[Published]) -> None:
        """Record the position that the phones have reached after the events of this batch, which this process has sent.

        Do not record a change if the phones miss an earlier change. `step` then reads both changes from the store.
        """
        for event in batch:
            key = (event.session, event.target)
            if event.kind == "head" and key in self._sent:
                self._sent[key] = cast(Head, event.body)
            elif event.kind == "change" and key in self._sent:
                change, known = cast(Change, event.body), self._sent[key]
                if known["epoch"] == change["epoch"] and change["after"] <= known["seq"] < change["seq"]:
                    self._sent[key] = {"epoch": change["epoch"], "seq": change["seq"]}
            elif event.kind == "gone":
                self._links.get(event.session, {}).pop(event.target, None)

    def heads(self) -> dict[Key, Head]:
        """Return the head that the phones of this process have reached in each stream."""
        return dict(self._sent)

    def step(self) -> None:
        """Compare the followed streams with the database, and send the events that this process has not sent yet."""
        followed = _followed(self._rooms())
        before = {key: head for key, head in self._sent.items() if key[1] in followed.streams.get(key[0], ())}
        with self._reader.transaction() as connection:
            seen = _read(connection, followed)
            missing = list(_missing(connection, seen, before))
            own = list(self._changed_counters(connection, seen, followed.tokens))
        for session in _rewound(seen, before):
            self._rewind(session)
        if any(event.kind == "head" for event in missing):
            self._clear_caches()
        self._publish([*missing, *own, *self._over(seen, followed), *self._closed_seats(seen)])
        # Keep the recorded heads: since the read, `sent` may have recorded later changes. A newly followed stream gets
        # the head from the read.
        self._sent = {key: self._sent.get(key, head) for key, head in seen.heads.items()}
        self.sent(missing)
        self._positions = seen.positions
        self._codes = seen.codes

    def _changed_counters(self, connection: Connection, seen: _Seen, tokens: set[bytes]) -> Iterator[Published]:
        """Yield the event `own` for each attendee whose counter of changes has another value than before.

        If no stream of a session has changed since the last comparison, read counters only for attendees with a new
        socket.
        """
        self._counters = {token: counter for token, counter in self._counters.items() if token in tokens}
        for session_id, position in seen.positions.items():
            has_moved = self._positions.get(session_id) != position
            looked_up = tokens if has_moved else tokens - self._counters.keys()
            for token, counter in attendees.counters(connection, session_id, looked_up).items():
                if self._counters.get(token) != counter:
                    self._counters[token] = counter
                    yield Published("own", session_id, "", token.hex(), {"counter": counter})

    def _over(self, seen: _Seen, followed: _Followed) -> list[Published]:
        """Return the event `over` for each purged session.

        Include sessions without sockets in this process, because their texts may be cached.
        """
        return [
            Published("over", session_id, self._codes.get(session_id, ""), stream, {"code": "session.unknown"})
            for session_id in (followed.streams.keys() | self._codes.keys()) - seen.codes.keys()
            for stream in sorted(followed.streams.get(session_id, {"chairs"}))
        ]

    def _closed_seats(self, seen: _Seen) -> list[Published]:
        before, self._links = self._links, seen.links
        return [
            Published("gone", session_id, "", seat, {"code": "seat.unknown"})
            for session_id, links in seen.links.items()
            for seat, link in links.items()
            if link != before.get(session_id, {}).get(seat, link)
        ]


def _followed(rooms: Iterable[str]) -> _Followed:
    followed = _Followed({}, set())
    for room in rooms:
        kind = kind_of(room)
        if kind == STREAM:
            session_id, stream = session_and_name(room)
            followed.streams.setdefault(session_id, set()).add(stream)
        elif kind == ATTENDEE:
            followed.tokens.add(bytes.fromhex(room.partition(":")[2]))
    return followed


def _read(connection: Connection, followed: _Followed) -> _Seen:
    seen = _Seen({}, {}, {}, {}, {})
    for session in sessions.every(connection):
        seen.codes[session.id] = session.code
        if session.id not in followed.streams:
            continue
        heads = streams.heads(connection, session)
        seen.sessions[session.id] = session
        seen.positions[session.id] = sum(heads.values())
        seen.links[session.id] = seats.links(connection, session)
        for stream in followed.streams[session.id] & heads.keys():
            seen.heads[session.id, stream] = {"epoch": session.epoch, "seq": heads[stream]}
    return seen


def _missing(connection: Connection, seen: _Seen, before: dict[Key, Head]) -> Iterator[Published]:
    """Yield the events that bring the phones of each stream from `before` to the heads in the database."""
    at = connection.now()[0]
    for (session_id, stream), head in seen.heads.items():
        known, session = before.get((session_id, stream), head), seen.sessions[session_id]
        if known["epoch"] != head["epoch"]:
            yield Published("head", session_id, session.code, stream, head)
        elif known["seq"] < head["seq"]:
            change = render.since(connection, session, stream, known["epoch"], known["seq"], at)
            yield Published("change", session_id, session.code, stream, change)


def _rewound(seen: _Seen, before: dict[Key, Head]) -> list[Session]:
    """Return the sessions with a stream whose seq is lower than before in the same epoch."""
    ids = {
        key[0]
        for key, head in seen.heads.items()
        if key in before and before[key]["epoch"] == head["epoch"] and head["seq"] < before[key]["seq"]
    }
    return [seen.sessions[session_id] for session_id in sorted(ids)]
