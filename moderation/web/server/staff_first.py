"""The order of requests on a busy server: requests of staff seats do not wait for requests of attendees.

The eventlet mode handles requests in the order of their arrival. In a flood, a chair's act would wait for hundreds of
pages. Therefore, attendees' requests wait in two queues, for reads and for commands. In each round of the event loop,
waiting requests begin for at most `ROUND` seconds. All requests of staff seats that have arrived begin in the same
round. Reads of staff seats also come first at the database (store/reader).
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from ...store.reader import IS_URGENT
from ..crowding import WAITING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

ROUND = 0.008
"""Time limit of a round, in seconds. After this time, the round begins no further request, but the requests that have
begun continue.
"""
COMMANDS = 32
"""Maximum number of attendees' commands that run at the same time.

Most of them wait for a COMMIT. With a lower number, fewer commands would share a COMMIT. With a higher number, a
chair's command would wait longer for the writer.
"""
STAFF = frozenset({"chair", "stage", "panel", "booth", "organiser"})


class Task(Protocol):
    """A green thread that waits."""

    def switch(self) -> object:
        """Continue the task until it waits again or ends."""


class Loop(Protocol):
    """The event loop, which runs one task at a time.

    `call_later` calls a function when the loop itself runs next. The function belongs to no task, so it can switch to
    any task.
    """

    def call_later(self, function: Callable[[], None]) -> object: ...

    def current(self) -> Task:
        """Return the task of the caller."""

    def wait(self) -> None:
        """Let other tasks run until somebody calls `switch` of the current task."""


def is_of_attendee(path: str) -> bool:
    """Return whether a path belongs to a page or an API route of attendees."""
    parts = _parts(path)
    return parts[:1] == ["s"] and len(parts) > 1 and (len(parts) == 2 or parts[2] not in STAFF)


def is_of_staff(path: str) -> bool:
    """Return whether a path belongs to a page or an API route of a staff seat or the administrator."""
    parts = _parts(path)
    return parts[:1] == ["admin"] or (parts[:1] == ["s"] and len(parts) > 2 and parts[2] in STAFF)


def _parts(path: str) -> list[str]:
    """Return the non-empty parts of a path, without a leading `api`."""
    parts = [part for part in path.split("/") if part]
    return parts[1:] if parts[:1] == ["api"] else parts


class Rounds:
    """Two queues of attendees' requests that wait until they may begin: one of reads, one of commands.

    The requests begin in rounds. In each round, a read and a command begin alternately while both queues have requests.
    At most `COMMANDS` commands run at the same time. All methods run in the event loop.
    """

    def __init__(self, loop: Loop, clock: Callable[[], float] = time.monotonic):
        self._loop, self._clock = loop, clock
        self._reads: deque[Task] = deque()
        self._commands: deque[Task] = deque()
        self._under_way = 0
        self._is_scheduled = False

    def wait(self, *, is_read: bool) -> None:
        """Wait until the request of the current task may begin.

        If the request is a command, the caller must call `end_command` when the command has ended.
        """
        task = self._loop.current()
        queue = self._reads if is_read else self._commands
        queue.append(task)
        self._schedule()
        try:
            self._loop.wait()
        except BaseException:
            # The connection has ended, so the request must not begin later.
            if task in queue:
                queue.remove(task)
            raise

    def waiting(self) -> int:
        """Return the number of waiting requests."""
        return len(self._reads) + len(self._commands)

    def end_command(self) -> None:
        """Count a command as ended, so that another command may begin."""
        self._under_way -= 1
        self._schedule()

    def _schedule(self) -> None:
        if not self._is_scheduled and (self._reads or self._may_begin_command()):
            self._is_scheduled = True
            self._loop.call_later(self._run)

    def _may_begin_command(self) -> bool:
        return bool(self._commands) and self._under_way < COMMANDS

    def _run(self) -> None:
        self._is_scheduled = False
        end = self._clock() + ROUND
        while self._clock() < end and (self._reads or self._may_begin_command()):
            if self._reads:
                self._reads.popleft().switch()
            if self._may_begin_command():
                self._under_way += 1
                self._commands.popleft().switch()
        self._schedule()


def staff_first(app: WSGIApplication, rounds: Rounds) -> WSGIApplication:
    """Return a WSGI app in which the requests of attendees begin in rounds."""

    def ordered(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not is_of_attendee(path):
            urgent = IS_URGENT.set(is_of_staff(path))
            try:
                return app(environ, start_response)
            finally:
                IS_URGENT.reset(urgent)
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        rounds.wait(is_read=is_read)
        environ[WAITING] = rounds.waiting()
        try:
            return app(environ, start_response)
        finally:
            if not is_read:
                rounds.end_command()

    return ordered
