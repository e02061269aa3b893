"""One event to a room of thousands: its frame is built once and written straight to each socket, in order, without holding up the loop.

A client manager of python-socketio's. It serves the library's Redis manager by the order of bases:
`class RedisFanOut(RedisManager, FanOut)`. Where there is no green socket to write to (the threading mode), the library's own way is taken.
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
from .engine_socket import EngineSocket, send_to
from .frames import frame
from .timers import TimerWheel

HOLD = 0.003
"""Seconds after which a fan-out lets the loop do something else; looked at every `STRETCH` phones, so that it is held for 5 ms at most."""
STRETCH = 50
RUSH, LONGEST_HOLD = 0.02, 0.05
"""Where the loop comes back later than that, the fan-out goes on for as long as it waited, up to a bound: a rush of commands, each a little
work, must not leave the screens behind."""


class FanOut(Manager):
    """Takes emits at once and sends them one after another by a thread of its own, so that the order of each room is kept."""

    def __init__(self, runtime: LoopRuntime):
        super().__init__()
        self._runtime = runtime
        self._going: deque[Callable[[], None]] = deque()
        self._is_sending = False
        self._held_since = self._holds_until = 0.0
        self._rooms_of: dict[tuple[str, str], set] = {}

    def basic_enter_room(self, sid, namespace, room, eio_sid=None):
        super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)
        self._rooms_of.setdefault((namespace, sid), set()).add(room)

    def basic_leave_room(self, sid, namespace, room):
        super().basic_leave_room(sid, namespace, room)
        self._rooms_of.get((namespace, sid), set()).discard(room)

    def basic_disconnect(self, sid, namespace, **kwargs):
        """The library looks through every room for each client that goes, and each phone has rooms of its own: here a client's are known."""
        for room in list(self._rooms_of.get((namespace, sid), ())):
            self.basic_leave_room(sid, namespace, room)
        self._rooms_of.pop((namespace, sid), None)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)
                if not pending[namespace]:
                    del pending[namespace]

    def get_rooms(self, sid, namespace):
        return [room for room in self._rooms_of.get((namespace, sid), ()) if room is not None]

    def emit(self, event, data, namespace, room=None, skip_sid=None, callback=None, to=None, **kwargs):
        """Send an event to one client or a room. What asks for an acknowledgement, or carries bytes, goes the library's way."""
        if (
            (to or room) is not None
            and not isinstance(to or room, (list, tuple))
            and (to or room) not in self.rooms.get(namespace, ())
        ):
            return  # Nobody is there: most askers' own rooms, where they have left.
        data = list(data) if isinstance(data, tuple) else [] if data is None else [data]
        encoded = (
            None
            if callback
            else self.server.packet_class(packet.EVENT, namespace=namespace, data=[event, *data]).encode()
        )
        if not isinstance(encoded, str):
            super().emit(
                event, tuple(data), namespace, room=room, skip_sid=skip_sid, callback=callback, to=to, **kwargs
            )
            return
        framed = frame(eio_packet.Packet(eio_packet.MESSAGE, encoded).encode().encode())
        self.afterwards(partial(self._send, namespace, to or room, skip_sid, framed))

    def afterwards(self, work: Callable[[], None]) -> None:
        """Do it when everything emitted so far has been sent."""
        self._going.append(work)
        if not self._is_sending:
            self._is_sending = True
            self._runtime.spawn(self._send_all)

    def _send_all(self) -> None:
        self._held_since = time.monotonic()
        self._holds_until = self._held_since + HOLD
        try:
            while self._going:
                self._going.popleft()()
        finally:
            self._is_sending = False
            metrics.held(time.monotonic() - self._held_since)

    def _send(self, namespace: str, room: Any, skip_sid: Any, framed: bytes) -> None:
        skipped = set(skip_sid) if isinstance(skip_sid, list) else {skip_sid}
        sockets = self.server.eio.sockets
        start = time.monotonic()
        phones = [
            sockets[eio_sid]
            for sid, eio_sid in self.get_participants(namespace, room)
            if eio_sid in sockets and sid not in skipped
        ]
        for place in range(0, len(phones), STRETCH):
            send_to(phones[place : place + STRETCH], framed)
            self._breathe()
        metrics.fanned_out(len(framed), len(phones), time.monotonic() - start)

    def _breathe(self) -> None:
        left = time.monotonic()
        if left > self._holds_until:
            metrics.held(left - self._held_since)
            self._runtime.sleep(0)
            self._held_since = time.monotonic()
            waited = self._held_since - left
            self._holds_until = self._held_since + (HOLD if waited < RUSH else min(waited, LONGEST_HOLD))


def afterwards(manager: Manager, work: Callable[[], None]) -> None:
    """Do it when everything emitted so far is on its way, whichever manager serves."""
    manager.afterwards(work) if isinstance(manager, FanOut) else work()


def install(runtime: LoopRuntime) -> FanOut:
    """Make the library open our sockets, and give the manager for them. The library offers no hook for its socket class."""
    EngineSocket.runtime = runtime
    EngineSocket.pinger = TimerWheel(runtime.sleep)
    engineio.server.socket.Socket = EngineSocket
    runtime.spawn(EngineSocket.pinger.run)
    return FanOut(runtime)
