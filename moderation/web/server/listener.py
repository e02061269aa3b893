"""The listener of the eventlet mode: it continues after errors of `accept`, and gives each request a deadline.

Without this module, eventlet's server would end its loop at the first error of `accept`. Its time-outs apply to each
`recv`, so a client that sends one byte per minute could stay connected for ever.
"""

from __future__ import annotations

import errno
import logging
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

HEAD_SECONDS = 20
"""Time limit in seconds, from the start of a connection to the end of the first request's head.

After this time, the server closes the connection.
"""
IDLE_SECONDS = 65
"""Time limit in seconds, from a response to the end of the next request's head.

After this time, the server closes the connection. The limit is longer than the idle time-out of proxies (nginx: 60 s),
so that the proxy closes an idle connection first.
"""
BODY_SECONDS = 20
"""Time limit in seconds, from the end of a request's head to the end of the request's body.

After this time, the server closes the connection.
"""
PAUSE = 0.2
"""Seconds until `accept` tries again after an error, or while the server is full or closed."""
SWEEP = 1.0
"""Seconds between two checks of the deadlines."""
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

logger = logging.getLogger("open_floor")


class ResilientListener:
    """A listening socket whose `accept` never raises OSError.

    `accept` waits while the process has no free descriptor or `is_full` returns True. After `close`, `accept` never
    returns.
    """

    def __init__(
        self,
        listening: Any,
        sleep: Callable[[float], None],
        is_full: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ):
        self._listening, self._sleep, self._is_full, self._clock = listening, sleep, is_full, clock
        self._is_closed = False
        self._logged_at = float("-inf")
        self.family, self.getsockname = listening.family, listening.getsockname

    def accept(self) -> tuple[Any, Any]:
        """Wait for the next connection and return (socket, address)."""
        while True:
            try:
                if not self._is_closed and not self._is_full():
                    return self._listening.accept()
            except OSError as error:
                if error.errno in EXHAUSTED:
                    self._log_exhaustion()
            self._sleep(PAUSE)

    def close(self) -> None:
        """Accept no new connections. Open connections continue.

        This method only shuts down the descriptor. It does not close the socket, because eventlet's server would then
        close all connections.
        """
        self._is_closed = True
        self._listening.fd.shutdown(socket.SHUT_RDWR)

    def _log_exhaustion(self) -> None:
        """Log at most once per minute that no descriptor is left, because `accept` may fail every `PAUSE` seconds."""
        if self._clock() - self._logged_at >= 60:
            self._logged_at = self._clock()
            logger.error("no descriptor is left for another connection")


class Deadlines:
    """The deadlines of connections for the head or body of a request.

    `sweep` ends each connection whose deadline has passed. At most `most` connections have a deadline (None: any
    number). A further connection with a deadline ends the connection whose deadline was set first.

    Safe for several threads. All methods call `hang_up()` while they hold the lock. So after the return of `met`, no
    deadline can end the connection. Therefore `hang_up()` must not block, and must not call methods of this object.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, most: int | None = None):
        self._clock, self._most = clock, most
        self._until: dict[Any, float] = {}
        self._lock = threading.Lock()

    def set(self, connection: Any, seconds: float) -> None:
        """Set the connection's deadline to `seconds` from now. A new deadline replaces an earlier deadline."""
        with self._lock:
            self._until.pop(connection, None)
            oldest = next(iter(self._until)) if self._most and len(self._until) >= self._most else None
            self._until.pop(oldest, None)
            self._until[connection] = self._clock() + seconds
            if oldest is not None:
                oldest.hang_up()

    def met(self, connection: Any) -> None:
        """Remove the connection's deadline, if there is one."""
        with self._lock:
            self._until.pop(connection, None)

    def sweep(self) -> None:
        """End each connection whose deadline has passed, with `hang_up()`."""
        now = self._clock()
        with self._lock:
            late = [connection for connection, until in self._until.items() if until <= now]
            for connection in late:
                del self._until[connection]
                connection.hang_up()

    def run(self, sleep: Callable[[float], None]) -> None:
        """Call `sweep` every `SWEEP` seconds, in an endless loop."""
        while True:
            sleep(SWEEP)
            self.sweep()


def with_deadlines(handler: Any, deadlines: Deadlines) -> Any:
    """Return a subclass of eventlet's HttpProtocol that sets a deadline for each request's head and body.

    The subclass overrides methods of the library; see docs/library-internals.md.
    """

    class HandlerWithDeadlines(handler):  # type: ignore[misc]  # The base class is chosen at run time.
        _is_first, _is_late = True, False
        _body: Any = None

        def _read_request_line(self) -> Any:
            deadlines.set(self, HEAD_SECONDS if self._is_first else IDLE_SECONDS)
            self._is_first, self._body = False, None
            return super()._read_request_line()

        def parse_request(self) -> bool:
            is_complete: bool = super().parse_request()
            deadlines.met(self)
            if self._is_late:
                # `hang_up` has shut the connection down during the head. The parser takes the part that has arrived for
                # a complete head. Do not answer this incomplete request.
                self.close_connection = True
            return is_complete and not self._is_late

        def get_environ(self) -> dict[str, Any]:
            environ: dict[str, Any] = super().get_environ()
            if environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ:
                self._body = environ["eventlet.input"]
                deadlines.set(self, BODY_SECONDS)
            return environ

        def handle_one_response(self) -> None:
            try:
                super().handle_one_response()
            finally:
                deadlines.met(self)

        def finish(self) -> None:
            deadlines.met(self)
            super().finish()

        def hang_up(self) -> None:
            """Shut the connection down.

            Do nothing if a body with Content-Length is complete, because the client then waits for the response.
            """
            body = self._body
            if body is not None and not body.chunked_input and body.position >= body.content_length:
                return
            self._is_late = True
            with suppress(OSError):  # Ignore the error if the client has already closed the connection.
                self.connection.fd.shutdown(socket.SHUT_RDWR)

    return HandlerWithDeadlines
