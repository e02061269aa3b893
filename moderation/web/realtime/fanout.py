"""The fan-out of an event to a room of thousands of sockets. The server builds one frame and writes it to each socket.

`FanOut` is a client manager of python-socketio. `redis_fanout.py` extends it for several processes. The threading mode
has no green sockets, so it uses the library's own manager.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import engineio.server
from engineio import packet as eio_packet
from socketio import packet
from socketio.manager import Manager

from ...concurrency import LoopRuntime, Runtime
from .. import metrics
from .engine_socket import EngineSocket
from .frame_sender import send_to
from .frames import frame
from .limited_socket import LimitedSocket
from .socket_limits import SocketLimits
from .threaded_socket import ThreadedSocket
from .timers import TimerWheel

MOST_QUEUED = 32 * 1024 * 1024
"""Maximum size of the queue in bytes. When the queue has reached this size, drop new events.

The clients detect the missing changes by the sequence numbers.
"""
YIELD_AFTER = 0.003
"""Time in seconds after which a fan-out yields to the event loop.

The fan-out checks the time after every `STRETCH` sockets, so it normally blocks the loop for less than 5 ms. On a busy
event loop, it blocks the loop for longer (`BUSY_WAIT`).
"""
STRETCH = 50
COMPARE, FORGET = "compare", "forget"
"""The requests of `tell_others`.

COMPARE: the receiving process compares its memory with the store. FORGET: it deletes all its cached texts.
"""
BUSY_WAIT, LONGEST_TURN = 0.02, 0.05
"""Two times in seconds. On a busy event loop, they make the turns of a fan-out longer.

A turn is the work of the fan-out between two yields. After a yield, the fan-out waits for the event loop. If this wait
is shorter than `BUSY_WAIT`, the next turn may last `YIELD_AFTER`. Otherwise, the next turn may last as long as the
wait, but at most `LONGEST_TURN`. With short turns and long waits, changes would reach the screens too late.
"""


class FanOut(Manager):
    """A client manager that queues events. One green thread sends the queue, so that queued events keep their order."""

    def __init__(self, runtime: LoopRuntime) -> None:
        super().__init__()
        self._runtime = runtime
        self._queue: deque[Callable[[], None]] = deque()
        self._queued_bytes = 0
        self._is_sending = False
        self._turn_began = self._turn_ends = 0.0
        self._rooms_of: dict[tuple[str, str], set[str | None]] = {}

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        """Add a client to a room. Do nothing if the client has left: it can leave while its request is being processed.

        The library would raise KeyError and keep an empty room.
        """
        if eio_sid is None and self._has_left(sid, namespace):
            return
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def _has_left(self, sid: str, namespace: str) -> bool:
        return sid not in self.rooms.get(namespace, {}).get(None, ())

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of.get((namespace, sid), set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Remove a client from its rooms. Replaces the library's method.

        For each client that leaves, the library would search all rooms. This search would be slow: every client has
        its own room, so there are thousands of rooms.
        """
        for room in list(self._rooms_of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self._rooms_of.pop((namespace, sid), None)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def get_rooms(self, sid: str, namespace: str) -> list[str]:
        return [room for room in self._rooms_of.get((namespace, sid), ()) if room is not None]

    def emit(
        self,
        event: str,
        data: Any,
        namespace: str,
        room: Any = None,
        skip_sid: Any = None,
        callback: Any = None,
        to: Any = None,
        **kwargs: Any,
    ) -> None:
        """Queue an event for a client or a room.

        Drop the event if the room is empty, or if at least `MOST_QUEUED` bytes are queued. Do not queue an event with a
        callback or binary data: the library sends it immediately.
        """
        target = to or room
        is_one_room = target is not None and not isinstance(target, (list, tuple))
        if is_one_room and target not in self.rooms.get(namespace, ()):
            return  # The room is empty, for example because the asker has disconnected.
        framed = None if callback else self.encode(event, data, namespace)
        if framed is None:
            super().emit(event, data, namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **kwargs)
            return
        self.enqueue(namespace, target, skip_sid, framed)

    def encode(self, event: str, data: Any, namespace: str) -> bytes | None:
        """Return the frame of an event. For an event with binary data, return None."""
        values = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        encoded = self.server.packet_class(packet.EVENT, namespace=namespace, data=[event, *values]).encode()
        if not isinstance(encoded, str):
            return None
        return frame(eio_packet.Packet(eio_packet.MESSAGE, encoded).encode().encode())

    def enqueue(self, namespace: str, room: Any, skip_sid: Any, framed: bytes) -> None:
        """Queue a frame for a room or a client. If at least `MOST_QUEUED` bytes are queued, drop the frame."""
        if self._queued_bytes >= MOST_QUEUED:
            return
        self._queued_bytes += len(framed)
        self.afterwards(partial(self._send, namespace, room, skip_sid, framed))

    def tell_others(self, request: str) -> None:
        """Send the request COMPARE or FORGET to all other processes. Here: do nothing, because there are no other
        processes.
        """

    def has_unsent(self) -> bool:
        """Return whether messages for other processes are queued. Here: False, because there are no other processes."""
        return False

    def afterwards(self, work: Callable[[], None]) -> None:
        """Call `work` in the thread that sends events, after all events that are queued now."""
        self._queue.append(work)
        if not self._is_sending:
            self._is_sending = True
            self._runtime.spawn(self._send_all)

    def _send_all(self) -> None:
        self._turn_began = time.monotonic()
        self._turn_ends = self._turn_began + YIELD_AFTER
        try:
            while self._queue:
                self._queue.popleft()()
        finally:
            self._is_sending = False
            metrics.held(time.monotonic() - self._turn_began)

    def _send(self, namespace: str, room: Any, skip_sid: Any, framed: bytes) -> None:
        self._queued_bytes -= len(framed)
        skipped = set(skip_sid) if isinstance(skip_sid, list) else {skip_sid}
        registered = self.server.eio.sockets
        start = time.monotonic()
        sockets = [
            registered[eio_sid]
            for sid, eio_sid in self.get_participants(namespace, room)
            if eio_sid in registered and sid not in skipped
        ]
        for first in range(0, len(sockets), STRETCH):
            send_to(sockets[first : first + STRETCH], framed)
            self._yield_if_due()
        metrics.fanned_out(len(framed), len(sockets), time.monotonic() - start)

    def _yield_if_due(self) -> None:
        now = time.monotonic()
        if now > self._turn_ends:
            metrics.held(now - self._turn_began)
            self._runtime.sleep(0)
            self._turn_began = time.monotonic()
            waited = self._turn_began - now
            self._turn_ends = self._turn_began + (YIELD_AFTER if waited < BUSY_WAIT else min(waited, LONGEST_TURN))


def install(runtime: LoopRuntime) -> FanOut:
    """Replace the library's socket class by `EngineSocket`, because the library has no setting for it.

    Start the loops of the timers and of the socket limits. Return the client manager.
    """
    EngineSocket.runtime = runtime
    EngineSocket.timers = TimerWheel(runtime.sleep)
    _use(EngineSocket, runtime)
    runtime.spawn(EngineSocket.timers.run)
    return FanOut(runtime)


def install_threaded(runtime: Runtime) -> None:
    """Replace the library's socket class by `ThreadedSocket`, and start the loop that applies the socket limits."""
    _use(ThreadedSocket, runtime)


def _use(socket_class: type[LimitedSocket], runtime: Runtime) -> None:
    LimitedSocket.limits = limits = SocketLimits()
    engineio.server.socket.Socket = socket_class
    runtime.spawn(lambda: limits.run(runtime.sleep))
