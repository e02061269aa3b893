"""The thread that publishes this process's messages in Redis. A command never waits for this thread.

The thread is a real thread, so that the event loop never waits for a name server, a TLS handshake or a hanging Redis.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from ...concurrency import Queue, Runtime
from .. import metrics
from ..failures import failure_log
from .redis_connection import CONTROL, RECONNECT_SECONDS, RedisServer, close
from .sealed_messages import Message, Seal

MOST_QUEUED, MOST_QUEUED_BYTES = 1000, 16 * 1024 * 1024
"""The limits of the queue: the number of messages, and the bytes of their frames. Further messages are dropped.

The other processes detect the missing changes by the sequence numbers.
"""
MOST_BATCH = 100


class RedisPublisher:
    """The queue of messages, and the thread that publishes them. Call the methods in the event loop."""

    def __init__(self, runtime: Runtime, server: RedisServer, seal: Seal):
        self._runtime, self._server, self._seal = runtime, server, seal
        self._clock = runtime.real("time")
        self._queue: Queue[tuple[str, Message] | None] = runtime.make_queue(MOST_QUEUED)
        # These counts need no lock, because each is changed by one thread only: `_bytes_queued` and `_queued` by the
        # event loop, `_bytes_taken` and `_done` by the publishing thread.
        self._bytes_queued = self._bytes_taken = 0
        self._queued = self._done = 0
        self._has_lost = self._is_stopping = False
        self.thread = runtime.start_thread(self._run)

    def publish(self, room: str, message: Message) -> None:
        """Queue a message for the other processes. Never wait: if the queue is full, drop the message."""
        is_full = self._bytes_queued - self._bytes_taken >= MOST_QUEUED_BYTES
        if is_full or not self._queue.try_put((room, message)):
            self._has_lost = True
            metrics.REDIS_MESSAGES.labels("dropped").inc()
            return
        self._bytes_queued += len(message.frame)
        self._queued += 1

    def waiting(self) -> int:
        """Return the number of messages that are still queued or being published."""
        return self._queued - self._done

    def stop(self) -> None:
        """End the thread. Do not wait for its end."""
        self._is_stopping = True
        self._queue.try_put(None)

    def _run(self) -> None:
        """Publish the queued messages. If Redis cannot be reached, drop these messages and connect again later."""
        connection: Any = None
        while not self._is_stopping:
            messages = self._take(MOST_BATCH)
            try:
                if connection is None:
                    connection = self._server.connect()
                self._send(connection, messages)
            except Exception as error:
                close(connection)
                connection = None
                # Also drop the messages that were queued during the failed attempt. Otherwise, the queue may have no
                # room for newer messages.
                messages += self._take(waiting) if (waiting := len(self._queue)) else []
                self._has_lost = True
                self._runtime.post(partial(_lost, len(messages), error))
                if not self._is_stopping:
                    self._clock.sleep(RECONNECT_SECONDS)
            self._done += len(messages)
        close(connection)

    def _take(self, limit: int) -> list[tuple[str, Message]]:
        messages = [item for item in self._queue.get_batch(limit) if item is not None]
        self._bytes_taken += sum(len(message.frame) for _, message in messages)
        return messages

    def _send(self, connection: Any, messages: list[tuple[str, Message]]) -> None:
        if self._has_lost:
            # The other processes do not know which messages were lost. An empty message makes these processes compare
            # their memory with the store.
            self._has_lost = False
            messages = [(CONTROL, Message(None, b"")), *messages]
        commands = [
            ("PUBLISH", self._server.channel(room), self._seal.close(room, message)) for room, message in messages
        ]
        connection.send_packed_command(connection.pack_commands(commands))
        for _ in commands:
            connection.read_response()


def _lost(count: int, error: Exception) -> None:
    metrics.REDIS_MESSAGES.labels("dropped").inc(count)
    failure_log.add(f"Redis: messages are not published ({type(error).__name__})")
