"""The comparison of this process's memory with the store.

The comparison finds changes that this process has not received from Redis. It runs every 10 s. Without a connection to
Redis, it runs every second. It also runs soon after a request of another process. The comparison
- deletes the data of sessions that another process has purged, and disconnects their sockets,
- deletes all cached texts after a new epoch, because the earlier epoch may have had words that are hidden now,
- disconnects the sockets of staff seats whose link or passphrase has changed,
- starts a new epoch if a stream has a lower seq than before, because an older database was restored,
- sends missing changes to the sockets of streams,
- sends a heartbeat every 10 s.

If a session has no sockets in this process, the comparison only reads the session's epoch.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, Protocol

from ...store import seats, sessions, streams
from ...store.seats import SeatLink
from ...store.transaction import Transaction
from ..context import AppContext
from ..failures import log_failure
from . import rooms
from .followed_streams import FollowedStreams
from .managers import dismiss

HEARTBEAT_SECONDS = 10.0
SECONDS_WITHOUT_REDIS = 1.0
TICK = 0.25
"""Seconds between two checks whether a comparison is due. All requests in this time cause only one comparison."""
PUBLISHED_WITHIN = 0.1
"""Seconds between the read of the heads in the store and the search for missing changes.

During this time, changes that are still on their way normally arrive. Otherwise, the comparison would read them from
the store without need.
"""


class ComparedFanOut(Protocol):
    """The parts of `RedisFanOut` that the comparison uses."""

    server: Any
    streams: FollowedStreams
    links: dict[str, SeatLink | None]

    @property
    def is_receiving(self) -> bool: ...

    def send_here(self, event: str, data: Any, room: str) -> None:
        """Queue an event for the sockets of this process only."""


class StoreComparison:
    """A loop that compares this process with the database: its sessions, its streams and the links of its seats.

    `is_due`: whether a comparison has been requested. True at the start.
    """

    def __init__(self, fan_out: ComparedFanOut, context: AppContext):
        self._fan_out, self._context = fan_out, context
        self._epochs: dict[int, str] = {}
        """{session id: epoch} at the last comparison, without purged sessions."""
        self._next, self._next_heartbeat = 0.0, time.monotonic() + HEARTBEAT_SECONDS
        self._is_stopping = False
        self.is_due = True

    def run(self) -> None:
        """Compare in an endless loop. `stop` ends the loop."""
        while not self._is_stopping:
            try:
                self.compare_if_due(time.monotonic())
            except Exception as error:
                log_failure("comparison", error)
            self._context.runtime.sleep(TICK)

    def stop(self) -> None:
        """End the loop."""
        self._is_stopping = True

    def compare_if_due(self, now: float) -> None:
        """If a comparison is due at `now` (monotonic seconds), compare. Then send the heartbeats if they are due."""
        if not self.is_due and now < self._next:
            return
        self.is_due = False
        is_connected = self._fan_out.is_receiving
        self._next = now + SECONDS_WITHOUT_REDIS
        self.compare()
        if is_connected:
            self._next = now + HEARTBEAT_SECONDS
        if now >= self._next_heartbeat:
            self._next_heartbeat = now + HEARTBEAT_SECONDS
            if not is_connected:
                # When another process erases words, it asks this process to delete its cached texts. Without Redis,
                # such a request may have been lost.
                self._context.clear_caches()
            self._send_heartbeats()

    def compare(self) -> None:
        """Compare the memory of this process with the store once, and correct this process where they differ.

        If a stream has a lower seq in the store than in memory, start a new epoch and compare again.
        """
        # Copy the positions before the read. Otherwise, a position that moves during the read would seem to be ahead of
        # the store.
        positions = {room: (at.epoch, at.seq) for room, at in self._fan_out.streams.positions.items()}
        links = dict(self._fan_out.links)
        places = {room: rooms.session_and_name(room) for room in (*positions, *links)}
        with self._context.reader.transaction() as connection:
            epochs = sessions.epochs(connection)
            heads = streams.heads_of(connection, {places[room][0] for room in positions})
            stored_links = seats.links_of(connection, {places[room][0] for room in links})
            known = self._epochs.keys() | {session_id for session_id, _ in places.values()}
            purged = {session_id: sessions.code_of(connection, session_id) for session_id in known - epochs.keys()}
        rewound = {
            places[room][0]: epoch
            for room, (epoch, seq) in positions.items()
            if epochs.get(places[room][0]) == epoch and heads.get(places[room], seq) < seq
        }
        if rewound:
            self._start_epochs(rewound)
            self._context.clear_caches()
            self.compare()
            return
        if any(epochs.get(session_id, epoch) != epoch for session_id, epoch in self._epochs.items()):
            self._context.clear_caches()
        self._epochs = epochs
        for session_id, code in purged.items():
            self._forget(session_id, code)
        self._dismiss_seats([room for room, link in links.items() if stored_links.get(places[room]) != link])
        behind = {
            room: (epochs[places[room][0]], heads[places[room]])
            for room, (epoch, seq) in positions.items()
            if places[room] in heads
            and places[room][0] in epochs
            and (epochs[places[room][0]] != epoch or heads[places[room]] > seq)
        }
        if behind:
            self._context.runtime.sleep(PUBLISHED_WITHIN)
        for room, (epoch, seq) in behind.items():
            position = self._fan_out.streams.positions.get(room)
            if position is not None and (position.epoch != epoch or position.seq < seq):
                position.is_outdated = True
                self._fan_out.streams.bring_up_to_date(room)

    def _start_epochs(self, rewound: dict[int, str]) -> None:
        """Start a new epoch in each session of `rewound`, which is {session id: epoch that must end}.

        Do nothing for a session whose epoch another process has already replaced.
        """
        for session_id, epoch in rewound.items():
            with self._context.reader.transaction() as connection:
                code = sessions.code_of(connection, session_id)
            self._context.writer.submit(partial(_leave_epoch, session_id, epoch), code).wait()

    def _forget(self, session_id: int, code: str) -> None:
        """Delete the data of a purged session, and disconnect its sockets."""
        for room in list(self._fan_out.streams.positions):
            if rooms.session_and_name(room)[0] == session_id:
                dismiss(self._fan_out.server, {"code": "session.unknown"}, room)
        with _logged_links():
            self._context.forget(session_id, code)

    def _dismiss_seats(self, changed: list[str]) -> None:
        for room in changed:
            dismiss(self._fan_out.server, {"code": "seat.unknown"}, room)
        if changed:
            with _logged_links():
                self._context.write_links()

    def _send_heartbeats(self) -> None:
        """Send a heartbeat to the sockets of each stream.

        It contains the epoch and seq of the last change that was sent.
        """
        for room, position in list(self._fan_out.streams.positions.items()):
            head = {"epoch": position.epoch, "seq": position.seq}
            data = [rooms.session_and_name(room)[1], head]
            self._fan_out.send_here("head", data, room)


def _leave_epoch(session_id: int, epoch: str, tx: Transaction) -> None:
    session = sessions.get(tx.connection, session_id)
    if session.epoch == epoch:
        tx.start_epoch(session)


@contextmanager
def _logged_links() -> Iterator[None]:
    """If the links file cannot be written, log the error instead of ending the comparison."""
    try:
        yield
    except ValueError as error:
        log_failure("links", error)
