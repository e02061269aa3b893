"""The process of the indexes as the server uses it: one message at a time. A late or dead process is replaced."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from ...concurrency import Runtime
from ..translation.pipe import Pipe

COMMAND = [sys.executable, "-m", "moderation.services.similar.worker"]
STARTS_WITHIN = 20.0
"""Additional seconds that a new process may take to import its modules."""


class IndexUnavailable(Exception):
    """No answer: the process has ended, was late, or is busy with another message."""


class IndexProcess:
    """The process that holds all indexes. Its methods are called from real threads only.

    `generation` rises with every new process. A new process starts with empty indexes.
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
        """Whether a process was started and has not failed since."""
        return self._pipe is not None

    def start(self) -> None:
        """Start a process and wait for its first answer. Raise IndexUnavailable."""
        self.call({"op": "load", "session": 0, "questions": []}, STARTS_WITHIN)

    def call(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Send a message (`worker`) and return its answer. Start a process if there is none.

        Raise IndexUnavailable after `seconds` in all; a new process may take `STARTS_WITHIN` more.
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
