"""The fan-out between several processes that serve the same sessions.

The processes send finished frames to each other through Redis.

The rest of the server uses three names of this module:

- `RedisFanOut(runtime, url, prefix)`: the client manager for the eventlet mode. Call `fanout.install(runtime)` first.
  Pass this object to `SocketIO` instead of the manager that `install` returns. `prefix`: the first part of the names of
  all channels. The constructor does not connect. It raises ValueError if the URL is wrong or redis-py is missing.
- `RedisFanOut.start(context)`: connects to Redis. `web/server/loops.py` calls this method when the store is ready,
  instead of starting the loop of the heartbeats. Before this call, events reach the sockets of this process only.
- `RedisFanOut.is_receiving`: whether messages of other processes arrive. If it is false, this process reads the changes
  of other processes from the store every second.

Each stream and each attendee has a Socket.IO room. Each of these rooms has a Redis channel for its frames. A process
listens to the channels of the rooms that have sockets in this process. It sends its own frames to its own sockets
immediately, and ignores its own messages that arrive from Redis. Messages may be lost without harm: `FollowedStreams`
and `StoreComparison` find all lost changes in the store.
"""

from __future__ import annotations

from typing import Any

from ...concurrency import LoopRuntime
from ...store import seats
from ...store.seats import SeatLink
from ..context import AppContext
from . import fanout, rooms
from .fanout import FanOut
from .followed_streams import FollowedStreams, place_of
from .redis_connection import CONTROL, RedisServer
from .redis_listener import RedisListener
from .redis_publisher import RedisPublisher
from .sealed_messages import Message, Seal
from .store_comparison import StoreComparison

SHARED = (rooms.STREAM, rooms.ATTENDEE)
"""The kinds of rooms whose events go to all processes."""


class RedisFanOut(FanOut):
    """A client manager that exchanges events with other processes.

    The manager publishes its own events, and sends the events of other processes to its sockets. `links`: {room of a
    staff seat: the seat's link when the first socket entered the room}, for the rooms with sockets in this process.
    """

    streams: FollowedStreams

    def __init__(self, runtime: LoopRuntime, url: str, prefix: str):
        super().__init__(runtime)
        self._server = RedisServer(url, prefix)
        self._is_started = False
        self.links: dict[str, SeatLink | None] = {}

    @property
    def is_receiving(self) -> bool:
        """Whether messages of other processes arrive."""
        return self._is_started and self._listener.is_connected

    def start(self, context: AppContext) -> None:
        """Connect to Redis. Start the loop that sends the heartbeats and compares this process with the store.

        Call before any socket connects.
        """
        seal = Seal(context.key)
        self._context = context
        self.streams = FollowedStreams(self._runtime, context.reader, self._send_to_room, self._encode_here)
        self._comparison = StoreComparison(self, context)
        self._publisher = RedisPublisher(self._runtime, self._server, seal)
        self._listener = RedisListener(self._runtime, self._server, seal, self._receive, self._compare_soon)
        self._is_started = True
        self._runtime.spawn(self._comparison.run)

    def stop(self) -> None:
        """Tell the loop of comparisons and the two threads (publisher, listener) to end. Return without waiting for
        their end.
        """
        self._comparison.stop()
        self._publisher.stop()
        self._listener.stop()

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        if eio_sid is None and self._has_left(sid, namespace):
            return
        if self._is_started and room is not None and room not in self.rooms.get(namespace, ()):
            self._follow(room)
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        if self._is_started and room is not None and room not in self.rooms.get(namespace, ()):
            self._unfollow(room)

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        ignore_queue: bool = False,
        **kwargs: Any,
    ) -> None:
        """Queue an event for the sockets of this process and for all other processes.

        If `ignore_queue` is true, or the room is not the room of a stream or an attendee, queue it for this process
        only.
        """
        target = to or room
        is_shared = self._is_started and rooms.kind_of(target) in SHARED and not ignore_queue and not callback
        framed = self.encode(event, data, namespace) if is_shared else None
        if framed is None:
            super().emit(event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **kwargs)
            return
        message = Message(place_of(event, data), framed)
        self._publisher.publish(target, message)
        if event == "head" and target in self.streams.positions:
            self.streams.move(target, data[1]["epoch"], data[1]["seq"], framed)
        else:
            self._deliver(target, message)

    def send_here(self, event: str, data: Any, room: str) -> None:
        """Queue an event for the sockets of this process only."""
        self.emit(event, data, "/", to=room, ignore_queue=True)

    def tell_others(self, request: str) -> None:
        if self._is_started:
            self._publisher.publish(CONTROL, Message(None, request.encode()))

    def has_unsent(self) -> bool:
        return self._is_started and self._publisher.waiting() > 0

    def _follow(self, room: str) -> None:
        """Follow a room before the first socket enters the room.

        Record the present position of a stream, or the present link of a seat. The comparison with the store needs it
        later, to find changes.
        """
        kind = rooms.kind_of(room)
        if kind == rooms.STREAM:
            self.streams.follow(room)
        elif kind == rooms.SEAT:
            session_id, seat = rooms.session_and_name(room)
            with self._context.reader.transaction() as connection:
                links = seats.links_of(connection, [session_id])
            self.links.setdefault(room, links.get((session_id, seat)))
        if kind in SHARED:
            self._listener.follow(room)

    def _unfollow(self, room: str) -> None:
        self.streams.positions.pop(room, None)
        self.links.pop(room, None)
        self._listener.unfollow(room)

    def _receive(self, room: str, message: Message) -> None:
        """Handle a message of another process."""
        if room != CONTROL:
            self._deliver(room, message)
            return
        if message.frame == fanout.FORGET.encode():
            self._context.clear_caches()
        self._compare_soon()

    def _compare_soon(self) -> None:
        self._comparison.is_due = True

    def _deliver(self, room: str, message: Message) -> None:
        """Send a message to the sockets of this process."""
        if room not in self.rooms.get("/", ()):
            return
        if message.place is None:
            self._send_to_room(room, message.frame)
        else:
            self.streams.deliver(room, message)

    def _send_to_room(self, room: str, framed: bytes) -> None:
        self.enqueue("/", room, None, framed)

    def _encode_here(self, event: str, data: Any) -> bytes:
        framed = self.encode(event, data, "/")
        assert framed is not None
        return framed
