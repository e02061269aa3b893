"""The deadlines of requests in the threading mode, which uses Werkzeug's server.

Without deadlines, a client with an endless request would occupy a thread and a connection for ever.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import Any

from . import listener
from .listener import Deadlines

MOST_UNFINISHED = 512
"""Maximum number of connections with an incomplete request.

A further incomplete request shuts down the oldest of these connections.
"""


class TimedFile:
    """A connection's input after the request's head, as a file.

    If a read takes more than `BODY_SECONDS`, shut the connection down. The app reads the request's body from this file.
    After the response, Werkzeug's server reads the rest of the input until the client closes the connection. The time
    limit applies to all these reads.
    """

    def __init__(self, file: Any, connection: Any, deadlines: Deadlines):
        self._file, self._connection, self._deadlines = file, connection, deadlines

    def read(self, size: int = -1) -> bytes:
        return self._timed(self._file.read, size)  # type: ignore[no-any-return]

    def readline(self, size: int = -1) -> bytes:
        return self._timed(self._file.readline, size)  # type: ignore[no-any-return]

    def readinto(self, buffer: Any) -> int:
        return self._timed(self._file.readinto, buffer)  # type: ignore[no-any-return]

    @property
    def closed(self) -> bool:
        return bool(self._file.closed)

    def close(self) -> None:
        self._file.close()

    def _timed(self, call: Any, argument: Any) -> Any:
        self._deadlines.set(self._connection, listener.BODY_SECONDS)
        try:
            return call(argument)
        finally:
            self._deadlines.met(self._connection)


def with_deadlines(handler: Any, deadlines: Deadlines) -> Any:
    """Return a subclass of Werkzeug's request handler that sets deadlines for the head and the body of a request.

    The subclass overrides methods of the library; see docs/library-internals.md.
    """

    class HandlerWithDeadlines(handler):  # type: ignore[misc]  # The base class is chosen at run time.
        def setup(self) -> None:
            super().setup()
            deadlines.set(self, listener.HEAD_SECONDS)

        def parse_request(self) -> bool:
            is_complete: bool = super().parse_request()
            deadlines.met(self)
            self.rfile: Any = TimedFile(self.rfile, self, deadlines)
            return is_complete

        def finish(self) -> None:
            deadlines.met(self)
            super().finish()

        def hang_up(self) -> None:
            """Shut the connection down. The connection's thread then ends, because its read ends."""
            with suppress(OSError):  # Ignore the error if the client has already closed the connection.
                self.connection.shutdown(socket.SHUT_RDWR)

    return HandlerWithDeadlines
