"""Worker processes as seen from the server: one text at a time each, killed when late, silent or confused.

Called from real threads of a process that eventlet may have patched: everything here comes from `threads.real`, and a
worker is started by `posix_spawn`, since forking a process with many threads is not safe.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import sys
import time
from pathlib import Path
from typing import Any

from .engine import KINDS, EngineError
from .pipe import Pipe

ROOT = Path(__file__).resolve().parents[3]
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
"""All that a worker sees of the server's environment; its settings come by the pipe."""


def command(name: str) -> list[str]:
    """What starts a worker of this engine."""
    return [sys.executable, "-m", "moderation.services.translation.worker", name]


class Pool:
    """At most `size` workers, started when they are needed. `threads` is the runtime object."""

    def __init__(self, threads: Any, command: list[str], size: int, settings: dict | None = None):
        self._command, self._settings = command, settings or {}
        self._os, self._select, self._clock = threads.real("os"), threads.real("select"), time.monotonic
        self._free = threads.real("threading").Condition()
        self._slots, self._idle, self._all = size, [], set()
        self._closed, self._numbers = False, itertools.count(1)

    def translate(self, text: str, source: str, target: str, seconds: float) -> str:
        """The engine's answer, within `seconds` in all. EngineError otherwise; a worker at fault is killed."""
        deadline = self._clock() + seconds
        with self._worker(deadline) as pipe:
            number = next(self._numbers)
            answer = self._exchange(pipe, {"id": number, "text": text, "source": source, "target": target}, deadline)
            if answer.get("id") != number:
                raise _Confused("an answer to something else")
            if "error" not in answer and not isinstance(answer.get("text"), str):
                raise _Confused("no text")
        if "error" in answer:
            raise EngineError(_kind(answer), str(answer.get("detail", "")), answer.get("retry_after"))
        return answer["text"]

    def about(self, seconds: float) -> dict:
        """{name, label, third_party, pairs: [[source, target]]} of the engine, from a worker started if need be."""
        with self._worker(self._clock() + seconds) as pipe:
            return pipe.about

    def close(self) -> None:
        """Kills all workers; calls under way end with `unavailable`, so do later ones."""
        with self._free:
            self._closed = True
            busy, idle = self._all - set(self._idle), self._idle
            self._idle = []
            self._free.notify_all()
        for pipe in busy:
            pipe.kill()
        for pipe in idle:
            pipe.end()

    @contextlib.contextmanager
    def _worker(self, deadline: float):
        """A worker for one exchange; given back when that went well or the engine said no, else killed."""
        pipe = self._take(deadline)
        well = False
        try:
            if pipe is None:
                pipe = self._start(deadline)
            yield pipe
            well = True
        except _Confused as problem:
            raise EngineError("garbage", str(problem)) from None
        except TimeoutError:
            raise EngineError("timeout") from None
        except (OSError, EOFError):
            raise EngineError("unavailable", "the worker ended") from None
        finally:
            self._give_back(pipe, well)

    def _take(self, deadline: float) -> Pipe | None:
        """An idle worker, or None with the right to start one. EngineError when neither comes in time."""
        with self._free:
            while not self._closed and not self._idle and not self._slots:
                left = deadline - self._clock()
                if left <= 0:
                    raise EngineError("timeout", "no worker is free")
                self._free.wait(left)
            if self._closed:
                raise EngineError("unavailable", "closed")
            while self._idle:
                pipe = self._idle.pop()
                if pipe.is_quiet():
                    return pipe
                # It died, or spoke unasked, while nobody looked.
                pipe.end()
                self._all.discard(pipe)
                self._slots += 1
            self._slots -= 1
            return None

    def _give_back(self, pipe: Pipe | None, well: bool) -> None:
        with self._free:
            keep = well and not self._closed
            if keep:
                self._idle.append(pipe)
            else:
                self._slots += 1
                self._all.discard(pipe)
            self._free.notify()
        if pipe is not None and not keep:
            pipe.end()

    def _start(self, deadline: float) -> Pipe:
        environment = {name: self._os.environ[name] for name in KEPT if name in self._os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        pipe = Pipe(self._os, self._select, self._clock, self._command, environment)
        with self._free:
            self._all.add(pipe)
        try:
            first = self._exchange(pipe, self._settings, deadline)
            if "error" in first:
                raise EngineError(_kind(first), str(first.get("detail", "")), first.get("retry_after"))
            if not isinstance(first.get("ready"), dict):
                raise _Confused("not ready")
        except BaseException:
            pipe.end()
            with self._free:
                self._all.discard(pipe)
            raise
        pipe.about = first["ready"]
        return pipe

    def _exchange(self, pipe: Pipe, message: dict, deadline: float) -> dict:
        line = pipe.exchange(json.dumps(message).encode() + b"\n", deadline)
        try:
            answer = json.loads(line)
        except ValueError:
            raise _Confused("not JSON") from None
        if not isinstance(answer, dict):
            raise _Confused("not an object")
        return answer


class _Confused(Exception):
    """The worker does not keep to the protocol."""


def _kind(answer: dict) -> str:
    return answer["error"] if answer["error"] in KINDS else "garbage"
