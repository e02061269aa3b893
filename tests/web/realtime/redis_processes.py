"""Fake server processes that share one store and one Redis.

They run in the test's process, with real fan-outs and fake sockets.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any

from socketio import packet

from moderation.core import reducer
from moderation.runtime import Threading
from moderation.store import render
from moderation.web.realtime.publisher import Publisher
from moderation.web.realtime.redis_fanout import RedisFanOut
from moderation.web.realtime.rooms import attendee_room, seat_room, stream_room
from tests.running_store import RunningStore

PREFIX = "test"
KEY = b"k" * 32


class TurnRuntime(Threading):
    """A runtime whose tasks run one at a time, like green threads: another task runs only during `sleep`."""

    def __init__(self) -> None:
        self._turn = threading.RLock()
        super().__init__()

    def post(self, function: Callable[[], None]) -> None:
        super().post(lambda: self.run(function))

    def spawn(self, function: Callable[[], None]) -> object:
        return self.start_thread(lambda: self.run(function))

    def sleep(self, seconds: float) -> None:
        self._turn.release()
        time.sleep(seconds)
        self._turn.acquire()

    def run(self, function: Callable[[], Any]) -> Any:
        """Call a function as a task. Return its result."""
        with self._turn:
            return function()


_runtimes: list[TurnRuntime] = []


def runtime() -> TurnRuntime:
    """Return the runtime that all tests share.

    There is only one runtime, because the thread of a runtime never stops.
    """
    if not _runtimes:
        _runtimes.append(TurnRuntime())
    return _runtimes[0]


def until(condition: Callable[[], Any]) -> None:
    """Wait until the condition is true."""
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "waited 30 s"
        time.sleep(0.005)


class Phone:
    """A fake EngineSocket, together with the page's client of one stream.

    `events`: the received events [name, arguments]. `requests`: how often a real page would have to fetch missing
    changes or a snapshot by GET.
    """

    _waiting = None

    def __init__(self, stream: str, snapshot: dict):
        self.stream = stream
        self.events: list[list] = []
        self.state = reducer.reduce(reducer.empty(), snapshot)
        self.requests = 0
        self.is_connected = True

    def _write(self, framed: bytes) -> int:
        start = {126: 4, 127: 10}.get(framed[1], 2)
        text = framed[start:].decode()
        assert text.startswith("42")
        name, body = json.loads(text[2:])
        self.events.append([name, body])
        if name == "change":
            verdict = reducer.verdict(self.state, body[1])
            if verdict == "apply":
                self.state = reducer.reduce(self.state, body[1])
            self.requests += verdict in ("gap", "reset")
        elif name == "head":
            is_known = body[1]["epoch"] == self.state["epoch"] and body[1]["seq"] <= self.state["seq"]
            self.requests += not is_known
        return len(framed)

    def seqs(self) -> list[int]:
        """Return the seqs of the received changes, in order."""
        return [body[1]["seq"] for name, body in self.events if name == "change"]

    def names(self) -> list[str]:
        return [name for name, _ in self.events]


class FanOutProcess:
    """One process: a fan-out with its publisher.

    - `calls`: a text for each call of a function of the application context, in order.
    - `outbox`: the messages (room, message) that the process has not published, because `hold` was called.
    - `send(room, message)`: publish a message in Redis, even after `hold`.
    """

    def __init__(self, store: RunningStore, url: str, key: bytes = KEY, its_runtime: Any = None):
        self.store, self.calls = store, []
        self.runtime = its_runtime or runtime()
        self.outbox: list[tuple] = []
        self.fan_out = RedisFanOut(self.runtime, url, PREFIX)
        self.sockets: dict[str, Phone] = {}
        server = SimpleNamespace(
            packet_class=packet.Packet,
            eio=SimpleNamespace(sockets=self.sockets, generate_id=map(str, count()).__next__),
            logger=None,
            manager=self.fan_out,
            disconnect=self._disconnect,
            emit=self.fan_out.emit,
        )
        self.fan_out.server = server
        socketio = SimpleNamespace(
            server=server,
            emit=lambda event, data, **options: self.fan_out.emit(event, data, "/", **options),
        )
        self.context = SimpleNamespace(
            runtime=self.runtime,
            reader=store.reader,
            writer=store.writer,
            key=key,
            clear_caches=lambda: self.calls.append("clear caches"),
            forget=lambda session_id, code: self.calls.append(f"forget {code}"),
            write_links=lambda: self.calls.append("write links"),
        )
        self.publisher = Publisher(socketio, lambda code: None, lambda: None, lambda session_id, code: None)
        self.runtime.run(lambda: self.fan_out.start(self.context))
        self.send = self.fan_out._publisher.publish

    def hold(self) -> None:
        """Stop publishing in Redis: all later messages go into `outbox` instead."""
        self.fan_out._publisher.publish = lambda *message: self.outbox.append(message)

    def phone(self, stream: str = "floor.en", *more_rooms: str) -> Phone:
        """Connect a socket, add the socket to the room of its stream and to `more_rooms`, then read the snapshot of the
        stream.
        """
        return self.runtime.run(lambda: self._phone(stream, more_rooms))

    def _phone(self, stream: str, more_rooms: tuple[str, ...]) -> Phone:
        name = f"phone{len(self.sockets)}"
        sid = self.fan_out.connect(name, "/")
        for room in (stream_room(1, stream), *more_rooms):
            self.fan_out.enter_room(sid, "/", room)
        phone = Phone(stream, self.store.read(render.snapshot, stream, "now"))
        phone.sid = sid
        self.sockets[name] = phone
        return phone

    def publish(self, published: list) -> None:
        """Publish the events of a batch, as the writer does after COMMIT."""
        self.runtime.run(lambda: self.publisher.publish(published))

    def compare(self) -> None:
        self.runtime.run(self.fan_out._comparison.compare)

    def stop(self) -> None:
        self.runtime.run(self.fan_out.stop)
        until(lambda: not any(part.thread.is_alive() for part in (self.fan_out._publisher, self.fan_out._listener)))

    def _disconnect(self, sid: str) -> None:
        for name, phone in list(self.sockets.items()):
            if phone.sid == sid:
                phone.is_connected = False
                self.fan_out.disconnect(sid, "/")
                del self.sockets[name]


def own(token: bytes) -> str:
    return attendee_room(token.hex())


def seat(name: str) -> str:
    return seat_room(1, name)
