"""The server's interface to the index process. It handles one message at a time and replaces a late or dead process."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from ...concurrency import Runtime
from ..translation.pipe import Pipe

COMMAND = [sys.executable, "-m", "moderation.services.similar.worker"]
STARTS_WITHIN = 20.0
"""Seconds that are added to the time-out for a new process, because the process must first import its modules."""


class IndexUnavailable(Exception):
    """The exception for a missing answer of the index process, which has ended, is late, or is busy."""


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
        """Start a process and wait for its first answer. Raise IndexUnavailable if it does not answer."""
        self.call({"op": "load", "session": 0, "questions": []}, STARTS_WITHIN)

    def call(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a message (see `worker`) and return the answer. Start a process if there is none.

        Raise IndexUnavailable if there is no answer within `seconds`, plus `STARTS_WITHIN` for a new process.
        """
        deadline = self._clock() + seconds
        if not self._turn.acquire(timeout=seconds):
            raise IndexUnavailable
        try:
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
