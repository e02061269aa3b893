"""The fan-out: one event to a room of thousands of sockets.

Its frame is built once and written straight to each socket.

`FanOut` is a client manager of python-socketio. With the order of bases `class RedisFanOut(RedisManager, FanOut)` it
also serves the library's Redis manager. The threading mode has no green sockets to write to, and uses the library's own
manager.
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

from ...concurrency import LoopRuntime
from .. import metrics
from .engine_socket import EngineSocket
from .frame_sender import send_to
from .frames import frame
from .timers import TimerWheel

YIELD_AFTER = 0.003
"""Seconds after which a fan-out yields to the event loop. The time is checked after every `STRETCH` sockets, so that a
fan-out blocks the loop for at most 5 ms."""
STRETCH = 50
BUSY_WAIT, LONGEST_TURN = 0.02, 0.05
"""When the loop needs longer than `BUSY_WAIT` seconds to come back, the fan-out's next turn lasts as long as that wait,
but at most `LONGEST_TURN` seconds. Otherwise many small commands would delay the changes on all screens."""


class FanOut(Manager):
    """A client manager that queues emits and sends them from one green thread, so that each room keeps its order."""

    def __init__(self, runtime: LoopRuntime) -> None:
        super().__init__()
        self._runtime = runtime
        self._queue: deque[Callable[[], None]] = deque()
        self._is_sending = False
        self._turn_began = self._turn_ends = 0.0
        self._rooms_of: dict[tuple[str, str], set[str | None]] = {}

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of.get((namespace, sid), set()).discard(room)

    def basic_disconnect(self, sid: str, namespace: str, **kwargs: Any) -> None:
        """Remove a client from its rooms.

        The library searches all rooms for each client that leaves, and every client has a room of its own. Here the
        rooms of a client are known.
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
        """Queue an event to one client or a room. An event with a callback or with bytes is left to the library."""
        target = to or room
        is_one_room = target is not None and not isinstance(target, (list, tuple))
        if is_one_room and target not in self.rooms.get(namespace, ()):
            return  # The room is empty, for example the room of an asker who has left.
        data = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        encoded = None
        if not callback:
            encoded = self.server.packet_class(packet.EVENT, namespace=namespace, data=[event, *data]).encode()
        if not isinstance(encoded, str):
            super().emit(
                event, tuple(data), namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **kwargs
            )
            return
        framed = frame(eio_packet.Packet(eio_packet.MESSAGE, encoded).encode().encode())
        self.afterwards(partial(self._send, namespace, target, skip_sid, framed))

    def afterwards(self, work: Callable[[], None]) -> None:
        """Call `work` from the sending green thread, after everything emitted so far was sent."""
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


def afterwards(manager: Manager, work: Callable[[], None]) -> None:
    """Call `work` after everything emitted so far was sent.

    Managers other than `FanOut` send at once, so call it at once.
    """
    if isinstance(manager, FanOut):
        manager.afterwards(work)
    else:
        work()


def install(runtime: LoopRuntime) -> FanOut:
    """Replace the library's socket class by `EngineSocket` and return a manager.

    The library has no setting for the class.
    """
    EngineSocket.runtime = runtime
    EngineSocket.timers = TimerWheel(runtime.sleep)
    engineio.server.socket.Socket = EngineSocket
    runtime.spawn(EngineSocket.timers.run)
    return FanOut(runtime)
