"""The process of the indexes as seen from the server: one message at a time, killed when late or silent, started when needed."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from ..translation.pipe import Pipe
from ..translation.pool import KEPT, ROOT

COMMAND = [sys.executable, "-m", "moderation.services.similar.worker"]
STARTS_WITHIN = 20.0
"""Seconds that a fresh process may take besides, to import what it needs."""


class IndexUnavailable(Exception):
    """No answer: the process ended, was late, or is busy with somebody else's message."""


class IndexProcess:
    """Called from real threads only. `generation` rises with every process: what the one before knew is gone."""

    def __init__(self, threads: Any, command: list[str] = COMMAND):
        self._command = command
        self._os, self._select, self._clock = threads.real("os"), threads.real("select"), time.monotonic
        self._turn = threads.real("threading").Lock()
        self._pipe: Pipe | None = None
        self._closed = False
        self.generation = 0

    @property
    def runs(self) -> bool:
        """Whether a process was started and has not failed since."""
        return self._pipe is not None

    def start(self) -> None:
        """Start a process and wait until it answers. Raises Lost."""
        self.call({"op": "load", "session": 0, "questions": []}, STARTS_WITHIN)

    def call(self, message: dict, seconds: float) -> dict:
        """The answer, within so many seconds in all (a fresh process may take `STARTS_WITHIN` more). Raises Lost."""
        deadline = self._clock() + seconds
        if not self._turn.acquire(timeout=seconds):
            raise IndexUnavailable
        try:
            if self._pipe is None:
                self._start()
                deadline += STARTS_WITHIN
            return json.loads(self._pipe.exchange(json.dumps(message).encode() + b"\n", deadline))
        except (OSError, EOFError, ValueError):
            self._end()
            raise IndexUnavailable from None
        finally:
            self._turn.release()

    def close(self) -> None:
        """End the process; calls after it are lost."""
        with self._turn:
            self._closed = True
            self._end()

    def _start(self) -> None:
        if self._closed:
            raise EOFError
        environment = {name: self._os.environ[name] for name in KEPT if name in self._os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        self._pipe = Pipe(self._os, self._select, self._clock, self._command, environment)
        self.generation += 1

    def _end(self) -> None:
        if self._pipe is not None:
            self._pipe.end()
            self._pipe = None
