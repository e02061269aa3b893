"""Clients whose connections occupy the server and never send a complete request."""

from __future__ import annotations

import resource
import selectors
import socket
from contextlib import ExitStack, contextmanager, suppress

from tests.faults.violations import Violated

SLOW_HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: "


@contextmanager
def descriptor_limit_raised(count: int):
    """During the `with` block, raise this process's soft limit of open files by `count`, at most to the hard limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = soft + count if hard == resource.RLIM_INFINITY else min(soft + count, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def connect(port: int) -> socket.socket:
    """Open a connection. Raise Violated if the connection is refused, because the listener is then closed."""
    try:
        return socket.create_connection(("127.0.0.1", port), 30)
    except ConnectionRefusedError:
        raise Violated("the listener stays open") from None


class IdleClients:
    """A context manager that opens `count` connections, none of which ever sends a complete request.

    Every second connection is slow: it sends the beginning of a request head, and one more byte at each call of
    `dribble`. The rest send nothing. `left`: the connections that the server has not closed yet.
    """

    def __init__(self, port: int, count: int):
        self._stack = ExitStack()
        self._watched = self._stack.enter_context(selectors.DefaultSelector())
        self.left: set[socket.socket] = set()
        self._slow: set[socket.socket] = set()
        for place in range(count):
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
        """Send one byte on each slow connection in `left`. Then remove the closed connections from `left`."""
        for connection in self._slow & self.left:
            self._write(connection, b"a")
        for key, _ in self._watched.select(0):
            self._watched.unregister(key.fileobj)
            self.left.discard(key.fileobj)

    def _write(self, connection: socket.socket, data: bytes) -> None:
        # Ignore errors: an error only means that the connection is closed, and `select` reports this too.
        with suppress(OSError):
            connection.send(data)
