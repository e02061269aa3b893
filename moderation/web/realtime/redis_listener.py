"""The thread that receives the messages of other processes from Redis.

The thread is a real thread, so that the event loop never waits for a name server, a TLS handshake or a hanging Redis.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from ...concurrency import Runtime
from .. import metrics
from ..failures import failure_log
from .redis_connection import ANSWER_SECONDS, CONTROL, RECONNECT_SECONDS, RedisServer, close
from .sealed_messages import ForgedMessage, Message, Seal

PING_SECONDS = 0.5
LISTEN_SECONDS = 0.2
"""Maximum seconds until the thread notices a new room.

A lower value would use more CPU time: each wait without a message uses 0.3 ms.
"""


class RedisListener:
    """The listening thread, and the rooms whose messages it receives.

    Call the methods in the event loop. The thread calls these functions in the event loop:
    - `on_message` for each message of another process, with (room, message),
    - `on_gap` when messages may have been lost. This is so after the connection has broken. It is also so when Redis
      confirms a new room: messages that other processes sent to this room before did not arrive.

    `is_connected`: whether messages arrive.
    """

    def __init__(
        self,
        runtime: Runtime,
        server: RedisServer,
        seal: Seal,
        on_message: Callable[[str, Message], None],
        on_gap: Callable[[], None],
    ):
        self._runtime, self._server, self._seal = runtime, server, seal
        self._clock = runtime.real("time")
        self._on_message, self._on_gap = on_message, on_gap
        self._rooms: set[str] = {CONTROL}
        self._is_changed = self._is_stopping = self.is_connected = False
        self.thread = runtime.start_thread(self._run)

    def follow(self, room: str) -> None:
        """Listen to a room."""
        self._rooms.add(room)
        self._is_changed = True

    def unfollow(self, room: str) -> None:
        """Stop listening to a room."""
        self._rooms.discard(room)
        self._is_changed = True

    def stop(self) -> None:
        """End the thread. Do not wait for its end."""
        self._is_stopping = True

    def _run(self) -> None:
        while not self._is_stopping:
            connection: Any = None
            try:
                connection = self._server.connect()
                self._receive(connection)
            except Exception as error:
                self._runtime.post(partial(self._disconnected, error))
            finally:
                close(connection)
            if not self._is_stopping:
                self._clock.sleep(RECONNECT_SECONDS)

    def _receive(self, connection: Any) -> None:
        """Receive messages until `stop`. Raises an exception if the connection breaks or Redis does not answer."""
        followed: set[str] = set()
        self._is_changed = True
        heard_at = pinged_at = self._clock.monotonic()
        while not self._is_stopping:
            if self._is_changed:
                self._is_changed = False
                rooms = self._rooms.copy()
                self._command(connection, "SUBSCRIBE", rooms - followed)
                self._command(connection, "UNSUBSCRIBE", followed - rooms)
                followed = rooms
            if connection.can_read(timeout=LISTEN_SECONDS):
                heard_at = self._clock.monotonic()
                self._handle(connection.read_response())
            now = self._clock.monotonic()
            if now - heard_at > ANSWER_SECONDS:
                raise TimeoutError
            if now - pinged_at > PING_SECONDS:
                pinged_at = now
                connection.send_command("PING")

    def _command(self, connection: Any, name: str, rooms: Iterable[str]) -> None:
        if channels := [self._server.channel(room) for room in rooms]:
            connection.send_command(name, *channels)

    def _handle(self, answer: Any) -> None:
        kind, channel, *rest = answer
        if kind == b"subscribe":
            self._runtime.post(self._confirmed)
        if kind != b"message":
            return
        room = self._server.room(channel)
        try:
            message = self._seal.open(room, rest[0])
        except ForgedMessage:
            self._runtime.post(_forged)
            return
        if message is not None:
            self._runtime.post(partial(self._received, room, message))

    def _received(self, room: str, message: Message) -> None:
        metrics.REDIS_MESSAGES.labels("received").inc()
        self._on_message(room, message)

    def _confirmed(self) -> None:
        self.is_connected = True
        metrics.REDIS.set(1)
        self._on_gap()

    def _disconnected(self, error: Exception) -> None:
        self.is_connected = False
        metrics.REDIS.set(0)
        failure_log.add(f"Redis: not connected ({type(error).__name__})")
        self._on_gap()


def _forged() -> None:
    metrics.REDIS_MESSAGES.labels("forged").inc()
    failure_log.add("Redis: a message without a valid seal was ignored; all processes need the same server key")
