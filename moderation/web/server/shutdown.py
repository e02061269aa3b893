"""Graceful shutdown: finish the accepted requests, checkpoint the database, close the sockets and end the process."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from werkzeug.wsgi import ClosingIterator

from ...concurrency import Runtime
from ..context import AppContext
from ..failures import log_failure
from ..realtime import managers
from . import systemd

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger("open_floor")

LONGEST = 8.0
"""Maximum duration of a shutdown, in seconds. Service managers kill a process that needs 10 s or more."""
FOR_ANSWERS, FOR_STORE = 4.0, 7.0
"""Two deadlines in seconds from the start of the shutdown.

Until the first, the server waits for the answers to the accepted requests. Until the second, it waits for the writer,
and then for the answers that are still missing.
"""
FOR_GOODBYES = 2.0
"""Maximum time in seconds to write the sockets' queued frames, including the last change.

A client that does not read loses the frames that are still queued after this time.
"""
FOR_MESSAGES = 0.5
"""Maximum time in seconds to publish the last messages for other processes."""
STRETCH = 50
"""Number of sockets to close before the event loop runs other work."""


class Drain:
    """The shutdown of the server. It counts the requests in progress, so that `stop` can wait for their answers.

    `stop_accepting`: the function that closes the listener. `server.py` sets this function.
    """

    def __init__(
        self,
        context: AppContext,
        socket_server: Any,
        leave: Callable[[int], None] = os._exit,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._context, self._server, self._leave, self._clock = context, socket_server, leave, clock
        self._requests: set[object] = set()
        self.stop_accepting: Callable[[], None] = lambda: None

    def counting(self, app: WSGIApplication) -> WSGIApplication:
        """Return a WSGI app that counts its requests for the shutdown, except requests to Socket.IO."""

        def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if environ.get("PATH_INFO", "").startswith("/socket.io"):
                return app(environ, start_response)
            request = object()
            self._requests.add(request)
            try:
                answer = app(environ, start_response)
            except BaseException:
                self._requests.discard(request)
                raise
            return ClosingIterator(answer, lambda: self._requests.discard(request))

        return counted

    def run(self) -> None:
        """Shut down within `LONGEST` seconds and end the process. A second call returns immediately."""
        context = self._context
        if context.is_draining:
            return
        context.is_draining = True
        systemd.notify("STOPPING=1")
        logger.info("shutdown begins")
        began = self._clock()
        try:
            if not context.config.is_cluster:
                self._try(context.folder.withdraw)
            self._try(self.stop_accepting)
            self._wait_until(lambda: not self._requests, began + FOR_ANSWERS)
            self._try(lambda: context.writer.stop(began + FOR_STORE - self._clock()))
            self._wait_until(lambda: not self._requests, began + FOR_STORE)
            self._try(lambda: self._close_sockets(began + LONGEST))
            self._wait_until(lambda: not managers.has_unsent(self._server.manager), self._clock() + FOR_MESSAGES)
            self._try(context.folder.release)
            logger.info("shutdown ends after %.1f s", self._clock() - began)
        finally:
            self._leave(0)

    def _close_sockets(self, until: float) -> None:
        """Close all sockets. Each page reconnects after a random delay (static/js/shared/stream/delays.js)."""
        done = threading.Event()

        def close_all() -> None:
            for index, connection in enumerate(list(self._server.eio.sockets.values())):
                self._try(partial(connection.close, wait=False))
                if index % STRETCH == STRETCH - 1:
                    self._context.runtime.sleep(0)
            done.set()

        managers.afterwards(self._server.manager, close_all)
        self._wait_until(done.is_set, until)
        sockets = self._server.eio.sockets
        self._wait_until(
            lambda: not any(connection.upgraded for connection in list(sockets.values())),
            min(until, self._clock() + FOR_GOODBYES),
        )

    def _wait_until(self, condition: Callable[[], object], until: float) -> None:
        while not condition() and self._clock() < until:
            self._context.runtime.sleep(0.02)

    def _try(self, step: Callable[[], object]) -> None:
        """Run a step of the shutdown. Log an exception instead of raising it, so that the following steps run."""
        try:
            step()
        except Exception as error:
            log_failure("shutdown", error)


def stop_on_signals(runtime: Runtime, stop: Callable[[], None]) -> None:
    """Run `stop` in a new task on SIGTERM and SIGINT.

    The signal handler itself must not wait: the interrupted code may hold a lock or a read transaction.
    """

    def start() -> None:
        runtime.spawn(stop)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: runtime.post(start))
