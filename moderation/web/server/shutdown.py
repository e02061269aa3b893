"""The end of a server that is asked to stop: finish what was accepted, checkpoint, send the phones away for a moment, go."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable
from typing import Any

from werkzeug.wsgi import ClosingIterator

from ...concurrency import Runtime
from ..context import AppContext
from ..failures import log_failure
from ..realtime import fanout

LONGEST = 8.0
"""Seconds; whoever asked for the end kills after ten or more."""
FOR_ANSWERS, FOR_STORE = 4.0, 7.0
"""Seconds from the beginning until which requests are waited for, and then the writer."""
FOR_GOODBYES = 2.0
"""Seconds for the sockets' own threads to write what is left, the last change among it; a phone that does not read is not waited for longer."""
STRETCH = 50


class Drain:
    """Counts the requests that are being answered; `run` ends the process. `stop_accepting` is set by who listens."""

    def __init__(
        self,
        context: AppContext,
        socket_server: Any,
        leave: Callable[[int], None] = os._exit,
        clock: Callable[[], float] = time.monotonic,
    ):
        self._context, self._server, self._leave, self._clock = context, socket_server, leave, clock
        self._going: set[object] = set()
        self.stop_accepting: Callable[[], None] = lambda: None

    def counting(self, app: Callable) -> Callable:
        """A WSGI app whose requests are waited for at the end; sockets are not."""

        def counted(environ: dict, start_response: Callable) -> Iterable[bytes]:
            if environ.get("PATH_INFO", "").startswith("/socket.io"):
                return app(environ, start_response)
            request = object()
            self._going.add(request)
            try:
                answer = app(environ, start_response)
            except BaseException:
                self._going.discard(request)
                raise
            return ClosingIterator(answer, lambda: self._going.discard(request))

        return counted

    def run(self) -> None:
        """Once; in `LONGEST` seconds at most."""
        context = self._context
        if context.is_draining:
            return
        context.is_draining = True
        began = self._clock()
        try:
            for step in (context.folder.withdraw, self.stop_accepting):
                self._try(step)
            self._wait_until(lambda: not self._going, began + FOR_ANSWERS)
            self._try(lambda: context.writer.stop(began + FOR_STORE - self._clock()))
            self._wait_until(lambda: not self._going, began + FOR_STORE)
            self._try(lambda: self._send_away(began + LONGEST))
            self._try(context.folder.release)
        finally:
            self._leave(0)

    def _send_away(self, until: float) -> None:
        """A page whose socket is closed comes back after a uniform delay of its own (static/js/shared/stream/delays.js)."""
        gone = []

        def part() -> None:
            for place, phone in enumerate(list(self._server.eio.sockets.values())):
                self._try(lambda phone=phone: phone.close(wait=False))
                if place % STRETCH == STRETCH - 1:
                    self._context.runtime.sleep(0)
            gone.append(True)

        fanout.afterwards(self._server.manager, part)
        self._wait_until(lambda: gone, until)
        sockets = self._server.eio.sockets
        self._wait_until(
            lambda: not any(phone.upgraded for phone in list(sockets.values())),
            min(until, self._clock() + FOR_GOODBYES),
        )

    def _wait_until(self, is_so: Callable[[], Any], until: float) -> None:
        while not is_so() and self._clock() < until:
            self._context.runtime.sleep(0.02)

    def _try(self, step: Callable[[], Any]) -> None:
        """What fails must not keep the rest from being done."""
        try:
            step()
        except Exception as error:
            log_failure("stopping", error)


def stop_on_signals(runtime: Runtime, stop: Callable[[], None]) -> None:
    """SIGTERM and SIGINT: `stop`, in a thread of the loop's.

    A signal may come in the middle of anything, a lock of the writer's queue or a read transaction: there nothing may be waited for.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda signum, frame: runtime.post(lambda: runtime.spawn(stop)))
