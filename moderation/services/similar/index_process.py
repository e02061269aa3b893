"""The server's interface to the index process. It sends one message at a time. It replaces a process that is late or
has died.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from ...concurrency import Runtime
from ..translation.pipe import Pipe

COMMAND = [sys.executable, "-m", "moderation.services.similar.worker"]
STARTS_WITHIN = 40.0
"""Seconds that are added to the time-out if a new process must be started. A new process first imports its modules and
loads the encoder, which takes about 2 s of processor time."""
LEAST_SECONDS = 0.2
"""The message is sent only if at least this number of seconds of its time-out is left when the process becomes free.

If the time-out is shorter than twice this number, half of the time-out must be left.
"""
EXCHANGE_WITHIN = 5.0
"""Minimum time, in seconds, to wait for the answer to a message that was sent.

If the answer is late, the process is ended and its indexes are lost. With a shorter wait, a healthy process could be
ended, for example if most of the time-out has passed before the process becomes free.
"""


def command(with_meaning: bool) -> list[str]:
    """Return the command of the index process. `with_meaning`: whether to load the sentence encoder, if it is
    installed.
    """
    return [*COMMAND, "meaning"] if with_meaning else COMMAND


class IndexUnavailable(Exception):
    """The exception for a missing answer: the index process has ended, is late, or is busy."""


class IndexProcess:
    """The index process, which holds all indexes. Call its methods from real threads only.

    `generation` increases with every new process. A new process starts with empty indexes.
    """

    def __init__(self, runtime: Runtime, command: list[str] = COMMAND):
        self._command = command
        self._os, self._select, self._clock = runtime.real("os"), runtime.real("select"), time.monotonic
        self._turn = runtime.real("threading").Lock()
        self._pipe: Pipe | None = None
        self._closed = False
        self.generation = 0

    @property
    def runs(self) -> bool:
        """Return whether a process has been started and has not failed since then."""
        return self._pipe is not None

    def start(self) -> None:
        """Start a process and wait for its first answer. Raise IndexUnavailable if the answer is missing or late."""
        self.call({"op": "load", "session": 0, "questions": []}, STARTS_WITHIN)

    def call(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a message (see `worker`) and return the answer. Start a process if none is running.

        `seconds`: the time-out, including the wait for the process to become free. Raise IndexUnavailable if the
        process does not become free early enough (see `LEAST_SECONDS`). After that, the answer may take the rest of
        `seconds`, or `EXCHANGE_WITHIN` seconds if that is longer, plus `STARTS_WITHIN` seconds if a process must be
        started. If the answer is later, or the process fails, end the process and raise IndexUnavailable.
        """
        wanted_by = self._clock() + seconds
        if not self._turn.acquire(timeout=seconds):
            raise IndexUnavailable
        try:
            now = self._clock()
            if wanted_by - now < min(LEAST_SECONDS, seconds / 2):
                raise IndexUnavailable
            deadline = max(wanted_by, now + EXCHANGE_WITHIN)
            if self._pipe is None:
                self._pipe = self._start()
                deadline += STARTS_WITHIN
            answer = json.loads(self._pipe.exchange(json.dumps(message).encode() + b"\n", deadline))
            if not isinstance(answer, dict):
                raise ValueError("not an object")
            return answer
        except (OSError, EOFError, ValueError):
            self._end()
            raise IndexUnavailable from None
        finally:
            self._turn.release()

    def stop(self) -> None:
        """End the process. The next call starts a new process, which has no sessions."""
        with self._turn:
            self._end()

    def close(self) -> None:
        """End the process. Later calls raise IndexUnavailable."""
        with self._turn:
            self._closed = True
            self._end()

    def _start(self) -> Pipe:
        if self._closed:
            raise EOFError
        pipe = Pipe(self._os, self._select, self._clock, self._command)
        self.generation += 1
        return pipe

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.end()
            self._pipe = None
