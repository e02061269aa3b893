"""Strangers: connections that hold a place at the server and are nobody's phone."""

from __future__ import annotations

import resource
import selectors
import socket
from contextlib import ExitStack, contextmanager

from tests.faults.violations import Violated

SLOW_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "


@contextmanager
def room_for(many: int):
    """This process may hold so many descriptors beside what it has, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = soft + many if hard == resource.RLIM_INFINITY else min(soft + many, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connect(port: int) -> socket.socket:
    """A connection that is taken, if only to wait at the door."""
    try:
        return socket.create_connection(("127.0.0.1", port), 30)
    except ConnectionRefusedError:
        raise Violated("the door stays open") from None


class IdleClients:
    """So many connections, every second of which has begun a head and sends a byte of it at each `dribble`. A context; closed at its end."""

    def __init__(self, port: int, many: int):
        self._stack = ExitStack()
        self._watched = self._stack.enter_context(selectors.DefaultSelector())
        self.left: set[socket.socket] = set()
        self._slow: set[socket.socket] = set()
        for place in range(many):
            connection = self._stack.enter_context(connect(port))
            connection.setblocking(False)
            self._watched.register(connection, selectors.EVENT_READ)
            self.left.add(connection)
            if place % 2:
                self._slow.add(connection)
                self._write(connection, SLOW_HEAD)

    def __enter__(self) -> IdleClients:
        return self

    def __exit__(self, *error) -> None:
        self._stack.close()

    def dribble(self) -> None:
        """A byte of each slow head that is still wanted; `left` are those whom the server has not hung up on."""
        for connection in self._slow & self.left:
            self._write(connection, b"a")
        for key, _ in self._watched.select(0):
            self._watched.unregister(key.fileobj)
            self.left.discard(key.fileobj)

    def _write(self, connection: socket.socket, data: bytes) -> None:
        try:
            connection.send(data)
        except OSError:
            pass  # It is closed already: `select` tells.
