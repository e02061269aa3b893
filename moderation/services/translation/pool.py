"""A pool of worker processes. Each worker translates one text at a time. The pool kills a worker that is late, has
ended or violates the protocol.

Call the pool's methods from real threads only. eventlet may have patched the process, so the pool gets the original
modules from `Runtime.real`.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from ...concurrency import Runtime
from .engine import KINDS, EngineError, Settings
from .pipe import Pipe


def command(name: str) -> list[str]:
    """Return the command that starts a worker of this engine."""
    return [sys.executable, "-m", "moderation.services.translation.worker", name]


class Pool:
    """A pool of at most `size` workers. It starts a worker only if no worker is idle."""

    def __init__(self, runtime: Runtime, command: list[str], size: int, settings: Settings | None = None):
        self._command, self._settings = command, settings or {}
        self._os, self._select, self._clock = runtime.real("os"), runtime.real("select"), time.monotonic
        self._changed = runtime.real("threading").Condition()
        self._free_slots = size
        self._idle: list[Pipe] = []
        self._all: set[Pipe] = set()
        self._closed, self._numbers = False, itertools.count(1)

    def translate(self, text: str, source: str, target: str, seconds: float) -> str:
        """Return the engine's output within `seconds`. Raise EngineError on failure.

        Kill the worker if it is late, has ended or violates the protocol. An error of the engine does not end the
        worker.
        """
        deadline = self._clock() + seconds
        with self._worker(deadline) as pipe:
            number = next(self._numbers)
            answer = self._exchange(pipe, {"id": number, "text": text, "source": source, "target": target}, deadline)
            if answer.get("id") != number:
                raise _ProtocolError("an answer to another text")
            if "error" not in answer and not isinstance(answer.get("text"), str):
                raise _ProtocolError("no text")
        if "error" in answer:
            raise _engine_error(answer)
        return str(answer["text"])

    def about(self, seconds: float) -> dict[str, Any]:
        """Return the engine's description: {name, label, third_party, pairs: [[source, target]]}.

        Start a worker if no worker is idle. Raise EngineError on failure or after `seconds`.
        """
        with self._worker(self._clock() + seconds) as pipe:
            return pipe.about

    def close(self) -> None:
        """Kill all workers. Running calls and later calls raise EngineError `unavailable`."""
        with self._changed:
            self._closed = True
            busy, idle = self._all - set(self._idle), self._idle
            self._idle = []
            self._changed.notify_all()
        for pipe in busy:
            pipe.kill()
        for pipe in idle:
            pipe.end()

    @contextlib.contextmanager
    def _worker(self, deadline: float) -> Iterator[Pipe]:
        """Reserve a worker for one exchange. Convert failures to EngineError, and kill a worker that fails."""
        pipe = self._take(deadline)
        is_healthy = False
        try:
            if pipe is None:
                pipe = self._start(deadline)
            yield pipe
            is_healthy = True
        except _ProtocolError as problem:
            raise EngineError("malformed", str(problem)) from None
        except TimeoutError:
            raise EngineError("timeout") from None
        except (OSError, EOFError):
            raise EngineError("unavailable", "the worker ended") from None
        finally:
            self._give_back(pipe, is_healthy)

    def _take(self, deadline: float) -> Pipe | None:
        """Return an idle worker, or reserve the slot of a new worker and return None.

        Raise EngineError if no worker or slot becomes free before the deadline, or if the pool is closed.
        """
        with self._changed:
            while not self._closed and not self._idle and not self._free_slots:
                left = deadline - self._clock()
                if left <= 0:
                    raise EngineError("timeout", "no worker is free")
                self._changed.wait(left)
            if self._closed:
                raise EngineError("unavailable", "closed")
            while self._idle:
                pipe = self._idle.pop()
                if pipe.is_quiet():
                    return pipe
                # The worker cannot be used again: it has died, or it has written data without a request.
                pipe.end()
                self._all.discard(pipe)
                self._free_slots += 1
            self._free_slots -= 1
            return None

    def _give_back(self, pipe: Pipe | None, is_healthy: bool) -> None:
        """Make the worker idle.

        If the worker is not healthy or the pool is closed, end the worker and free its slot instead.
        """
        with self._changed:
            keep = is_healthy and not self._closed
            if keep and pipe is not None:
                self._idle.append(pipe)
            else:
                self._free_slots += 1
                if pipe is not None:
                    self._all.discard(pipe)
            self._changed.notify()
        if pipe is not None and not keep:
            pipe.end()

    def _start(self, deadline: float) -> Pipe:
        """Start a worker, wait until it is ready, and return it."""
        pipe = Pipe(self._os, self._select, self._clock, self._command)
        with self._changed:
            self._all.add(pipe)
        try:
            first = self._exchange(pipe, self._settings, deadline)
            if "error" in first:
                raise _engine_error(first)
            if not isinstance(first.get("ready"), dict):
                raise _ProtocolError("not ready")
        except BaseException:
            pipe.end()
            with self._changed:
                self._all.discard(pipe)
            raise
        pipe.about = first["ready"]
        return pipe

    def _exchange(self, pipe: Pipe, message: dict[str, Any], deadline: float) -> dict[str, Any]:
        line = pipe.exchange(json.dumps(message).encode() + b"\n", deadline)
        try:
            answer = json.loads(line)
        except ValueError:
            raise _ProtocolError("not JSON") from None
        if not isinstance(answer, dict):
            raise _ProtocolError("not an object")
        return answer


class _ProtocolError(Exception):
    """The exception for a worker's answer that violates the protocol."""


def _engine_error(answer: dict[str, Any]) -> EngineError:
    kind = answer["error"] if answer["error"] in KINDS else "malformed"
    return EngineError(kind, str(answer.get("detail", "")), answer.get("retry_after"))
