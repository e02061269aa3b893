"""How connections are taken: an accept that outlives everything, and clients that are not waited for without end.

For the eventlet mode. The server of eventlet ends its loop at the first error of `accept`, and its time-outs are for each `recv`:
a byte a minute would hold a connection for ever.
"""

from __future__ import annotations

import errno
import logging
import socket
import time
from collections.abc import Callable
from typing import Any

HEAD_SECONDS = 20
"""From the connection, the whole head of the first request."""
IDLE_SECONDS = 65
"""From an answer, the whole head of the next request: longer than proxies keep a connection idle (nginx: 60 s)."""
BODY_SECONDS = 20
"""From the head, the whole body."""
PAUSE = 0.2
SWEEP = 1.0
EXHAUSTED = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)

logger = logging.getLogger("open_floor")


class ResilientListener:
    """A listening socket whose `accept` never fails: without descriptors, or while `is_full`, it pauses, after `close` it waits for ever."""

    def __init__(
        self,
        listening: Any,
        sleep: Callable[[float], None],
        is_full: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
    ):
        self._listening, self._sleep, self._is_full, self._clock = listening, sleep, is_full, clock
        self._is_closed = False
        self._said = float("-inf")
        self.family, self.getsockname = listening.family, listening.getsockname

    def accept(self) -> tuple[Any, Any]:
        """The next connection and its address."""
        while True:
            try:
                if not self._is_closed and not self._is_full():
                    return self._listening.accept()
            except OSError as error:
                if error.errno in EXHAUSTED:
                    self._say()
            self._sleep(PAUSE)

    def close(self) -> None:
        """No new connection from now on; those that are there go on. The server of eventlet must not notice: it would cut them."""
        self._is_closed = True
        self._listening.fd.shutdown(socket.SHUT_RDWR)

    def _say(self) -> None:
        """Once a minute: while it lasts this comes five times a second."""
        if self._clock() - self._said >= 60:
            self._said = self._clock()
            logger.error("no descriptor is left for another connection")


class Deadlines:
    """Until when each connection must have done what is waited for. `sweep` hangs up on those that are late."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._until: dict[Any, float] = {}

    def set(self, connection: Any, seconds: float) -> None:
        """From now on, in place of what was set for it before."""
        self._until[connection] = self._clock() + seconds

    def met(self, connection: Any) -> None:
        self._until.pop(connection, None)

    def sweep(self) -> None:
        """`connection.hang_up()` for each whose time is over."""
        now = self._clock()
        for connection in [connection for connection, until in self._until.items() if until <= now]:
            self.met(connection)
            connection.hang_up()

    def run(self, sleep: Callable[[float], None]) -> None:
        """For ever."""
        while True:
            sleep(SWEEP)
            self.sweep()


def with_deadlines(handler: type, deadlines: Deadlines) -> type:
    """A request handler (eventlet's HttpProtocol) that waits for a head and a body as long as it says above, in all."""

    class WithDeadlines(handler):
        _is_first, _is_late = True, False
        _body: Any = None

        def _read_request_line(self):
            deadlines.set(self, HEAD_SECONDS if self._is_first else IDLE_SECONDS)
            self._is_first, self._body = False, None
            return super()._read_request_line()

        def parse_request(self) -> bool:
            is_whole = super().parse_request()
            deadlines.met(self)
            if self._is_late:
                # What came of a head before we hung up reads like a whole one.
                self.close_connection = True
            return is_whole and not self._is_late

        def get_environ(self) -> dict:
            environ = super().get_environ()
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
            """Unless it is we who are waited for: the body is here, the answer is not."""
            body = self._body
            if body is not None and not body.chunked_input and body.position >= body.content_length:
                return
            self._is_late = True
            try:
                self.connection.fd.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # The other side was faster.

    return WithDeadlines
