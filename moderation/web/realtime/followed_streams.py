"""The streams that have sockets in this process, and the repair of their gaps.

A process sends a frame to its sockets only after all earlier frames of the stream. If an earlier frame is missing, the
process reads its changes from the store, once for all sockets of the stream. So no phone has to request the changes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from ...concurrency import Runtime
from ...core.contracts import Change, Head
from ...store import render, sessions, streams
from ...store.reader import Reader
from .. import metrics
from ..context import now
from ..failures import log_failure
from . import rooms
from .sealed_messages import Message, Place
from .stream_position import StreamPosition

ORDER_SECONDS = 0.02
"""Seconds to wait for a missing frame. If it does not arrive, read its changes from the store."""


class FollowedStreams:
    """The streams that have sockets in this process. `positions`: {room of the stream: its position}.

    `send(room, frame)` queues a frame for the sockets of a room. `encode(event, data)` returns the frame of an event.
    """

    def __init__(
        self,
        runtime: Runtime,
        reader: Reader,
        send: Callable[[str, bytes], None],
        encode: Callable[[str, list[Any]], bytes],
    ):
        self._runtime, self._reader, self._send, self._encode = runtime, reader, send, encode
        self.positions: dict[str, StreamPosition] = {}

    def follow(self, room: str) -> None:
        """Record the position (epoch and seq) of a stream. Call before the first socket enters the stream's room.

        The socket reads the head after this call. Therefore the socket's head is the recorded position or a later one.
        """
        session_id, stream = rooms.session_and_name(room)
        with self._reader.transaction() as connection:
            session = sessions.get(connection, session_id)
            seq = streams.head(connection, session, stream)
        self.positions.setdefault(room, StreamPosition(session.epoch, seq))

    def deliver(self, room: str, message: Message) -> None:
        """Send the frame of a change to the sockets, in the order of the stream."""
        position = self.positions[room]
        for frame in position.take(message):
            self._send(room, frame)
        if position.needs_read:
            self.bring_up_to_date(room)

    def move(self, room: str, epoch: str, seq: int, frame: bytes) -> None:
        """Send a frame, and set the position of the stream to this epoch and seq, which the clients have after the
        frame.

        Then send the frames that have waited for this position.
        """
        self._send(room, frame)
        for later in self.positions[room].move(epoch, seq):
            self._send(room, later)

    def bring_up_to_date(self, room: str) -> None:
        """Start a task that sends the missing changes to the sockets, unless such a task is already running.

        The task first waits briefly, because missing frames may still arrive. Then it reads the missing changes from
        the store.
        """
        position = self.positions[room]
        if not position.is_reading:
            position.is_reading = True
            self._runtime.spawn(partial(self._repair, room, position))

    def _repair(self, room: str, position: StreamPosition) -> None:
        try:
            self._runtime.sleep(ORDER_SECONDS)
            while position.needs_read and self.positions.get(room) is position:
                self._read(room, position)
                self._runtime.sleep(ORDER_SECONDS)
        except Exception as error:
            # Do not raise the error, because the next comparison with the store repeats the failed read.
            log_failure("fan-out", error)
        finally:
            position.is_reading = False

    def _read(self, room: str, position: StreamPosition) -> None:
        epoch, seq = position.epoch, position.seq
        position.begin_read()
        metrics.STREAM_READS.inc()
        session_id, stream = rooms.session_and_name(room)
        change: Change | None = None
        with self._reader.transaction() as connection:
            session = sessions.get(connection, session_id)
            head: Head = {"epoch": session.epoch, "seq": streams.head(connection, session, stream)}
            if session.epoch == epoch and head["seq"] > seq:
                change = render.since(connection, session, stream, epoch, seq, now()[0])
        if position.epoch != epoch or self.positions.get(room) is not position:
            return  # During the read, a new epoch has started or the last socket has left: do not send the result.
        if change is not None and head["seq"] > position.seq:
            self.move(room, epoch, head["seq"], self._encode("change", [stream, change]))
        elif session.epoch != epoch:
            self.move(room, session.epoch, head["seq"], self._encode("head", [stream, head]))


def place_of(event: str, data: Any) -> Place | None:
    """Return the place of a change, or of the head of a new epoch, in its stream. For any other event, return None."""
    if event not in ("change", "head"):
        return None
    body: Change = data[1]
    return Place(body["epoch"], body.get("after", body["seq"] - 1), body["seq"])
