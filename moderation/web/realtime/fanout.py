"""The fan-out of an event to a room of thousands of sockets. The frame is built once and written to each socket.

`FanOut` is a client manager of python-socketio. To combine `FanOut` with the library's Redis manager, write the base
classes in this order: `class RedisFanOut(RedisManager, FanOut)`. The threading mode has no green sockets, so
that mode uses the library's own manager.
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
"""Time in seconds after which a fan-out yields to the event loop.

The time is checked after every `STRETCH` sockets, so that a fan-out blocks the loop for at most 5 ms.
"""
STRETCH = 50
BUSY_WAIT, LONGEST_TURN = 0.02, 0.05
"""Limits in seconds for turns of the fan-out while the event loop is busy.

If the fan-out waited longer than `BUSY_WAIT` for its next turn, that turn may last as long as this wait, but at most
`LONGEST_TURN`. Otherwise many small commands would delay the changes on all screens.
"""


class FanOut(Manager):
    """A client manager that queues all events. One green thread sends the queue, so that events keep their order."""

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

        Replaces the library's method, which searches all rooms for each client that leaves. Every client has its own
        room, so this search would be slow.
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
        """Queue an event to a client or a room. The library sends events with a callback and events with bytes."""
        target = to or room
        is_one_room = target is not None and not isinstance(target, (list, tuple))
        if is_one_room and target not in self.rooms.get(namespace, ()):
            return  # The room is empty, for example because the asker has left.
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
        """Call `work` from the sending green thread after all queued events were sent."""
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
    """Call `work` after all emitted events were sent.

    Managers other than `FanOut` have no queue of events, so `work` is then called immediately.
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
