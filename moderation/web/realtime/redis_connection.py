"""The settings and the connections of redis-py. Only this module imports the optional package redis-py.

Do not use the package's own reconnection. It waits up to 60 s, and does not report that messages were lost meanwhile.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Any

RECONNECT_SECONDS = 0.5
"""Seconds between two attempts to connect. There is no back-off."""
CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 2.0
"""Seconds to wait for an answer of Redis. Then the connection is closed."""
CONTROL = "control"
"""The room to which every process listens."""


class RedisServer:
    """A Redis server, with user, password and TLS from its URL.

    `prefix`: the first part of the names of all channels. Raises ValueError if the URL is wrong, or if redis-py is
    missing.
    """

    def __init__(self, url: str, prefix: str):
        try:
            import redis
            from redis.backoff import NoBackoff
            from redis.retry import Retry
        except ImportError:
            raise ValueError("REDIS_URL needs the package redis: pip install 'open-floor[cluster]'") from None
        try:
            pool = redis.ConnectionPool.from_url(
                url,
                protocol=2,
                socket_timeout=ANSWER_SECONDS,
                socket_connect_timeout=CONNECT_SECONDS,
                retry=Retry(NoBackoff(), 0),
                driver_info=None,  # Do not send CLIENT SETINFO, which Redis may forbid to this user.
            )
        except ValueError:  # Omit the message of this error, because it may quote a password.
            raise ValueError("REDIS_URL must be like redis://USER:PASSWORD@HOST:PORT or rediss://…") from None
        # Do not use the pool's `make_connection`: it refuses more than 100 connections in its lifetime.
        self._make_connection = partial(pool.connection_class, **pool.connection_kwargs)
        self._prefix = f"{prefix}:"

    def connect(self) -> Any:
        """Return a new connection. Raises an exception of redis-py or an OSError."""
        connection = self._make_connection()
        try:
            connection.connect()
        except BaseException:
            connection.disconnect()
            raise
        return connection

    def channel(self, room: str) -> str:
        """Return the name of a room's channel."""
        return self._prefix + room

    def room(self, channel: bytes) -> str:
        """Return the room of a channel."""
        return channel.decode().removeprefix(self._prefix)


def close(connection: Any) -> None:
    """Close a connection. Do nothing for None."""
    if connection is not None:
        with suppress(Exception):
            connection.disconnect()
