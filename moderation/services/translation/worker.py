"""A worker process that runs one engine: `python -m moderation.services.translation.worker NAME`.

The protocol is JSON lines on standard input and output:

1. The first input line contains the settings. The worker answers {"ready": {name, label, third_party, pairs}}. On
   failure, it answers {error, detail, retry_after} and ends.
2. Each further input line is {id, text, source, target}. The worker answers {id, text} or {id, error, detail,
   retry_after}.

The process ends when its input ends.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TextIO

from . import hosts
from .engine import Engine, EngineError, Settings
from .engines.registry import hosts as allowed
from .engines.registry import make

GRACE = 5.0
"""Maximum number of seconds between the end of the input and the exit of the worker. In this time, the worker can
finish its last text. After this time, the process exits even during a call of a library."""


def main(name: str, build: Callable[[str, Settings], Engine] = make) -> None:
    """Run the engine with this name until the input ends."""
    output = _protocol_stream()
    settings = json.loads(sys.stdin.readline() or "{}")
    for variable in [key for key in os.environ if key.lower().endswith("_proxy")]:
        del os.environ[variable]
    # Set an address on which no server listens, so that fxtranslate cannot download its list of models.
    os.environ["FXTRANSLATE_RECORDS_URL"] = "http://127.0.0.1:9/"
    hosts.guard(allowed(name, settings))
    try:
        engine = build(name, settings)
        pairs = sorted(engine.pairs())
    except EngineError as error:
        _send(output, {"error": error.kind, "detail": error.detail, "retry_after": error.retry_after})
        return
    _send(output, {"ready": {"name": name, "label": engine.label, "third_party": engine.third_party, "pairs": pairs}})
    try:
        for job in _jobs():
            _send(output, _answer(engine, job))
    finally:
        engine.close()


def _answer(engine: Engine, job: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"id": job["id"], "text": engine.translate(job["text"], job["source"], job["target"])}
    except EngineError as error:
        return {"id": job["id"], "error": error.kind, "detail": error.detail, "retry_after": error.retry_after}
    except Exception as error:  # An error in one text must not end the worker. The circuit breaker counts the error.
        return {"id": job["id"], "error": "malformed", "detail": type(error).__name__, "retry_after": None}


def _jobs() -> Iterator[dict[str, Any]]:
    """Yield the jobs from standard input.

    A separate thread reads the jobs, so that the worker detects the end of the server even while the engine translates
    a text.
    """
    jobs: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            jobs.put(json.loads(line))
        jobs.put(None)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=read, daemon=True).start()
    while (job := jobs.get()) is not None:
        yield job


def _protocol_stream() -> TextIO:
    """Return a stream to standard output that is used only for the protocol. Redirect all other output (such as the
    output of libraries) to standard error.
    """
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return stream


def _send(output: TextIO, message: dict[str, Any]) -> None:
    output.write(json.dumps(message) + "\n")
    output.flush()


if __name__ == "__main__":
    main(sys.argv[1])
