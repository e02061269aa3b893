"""An engine in a process of its own: `python -m moderation.services.translation.worker NAME`.

First line in: the settings (JSON). First line out: {"ready": {name, label, third_party, pairs}} or {"error": kind}, after
which it ends. Then a line in {id, text, source, target}, a line out {id, text} or {id, error, retry_after}.
Ends with its input. Standard output carries the protocol and nothing else.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import time

from . import hosts
from .engine import Engine, EngineError
from .engines.registry import hosts as allowed
from .engines.registry import make

GRACE = 5.0
"""Seconds for the last text after the input has ended; then the process goes whatever its library does."""


def main(name: str, build=make) -> None:
    speak = _protocol_stream()
    settings = json.loads(sys.stdin.readline() or "{}")
    for variable in [key for key in os.environ if key.lower().endswith("_proxy")]:
        del os.environ[variable]
    # Only if fxtranslate were ever asked to discover models: it would ask here, and nobody answers.
    os.environ["FXTRANSLATE_RECORDS_URL"] = "http://127.0.0.1:9/"
    hosts.guard(allowed(name, settings))
    try:
        engine = build(name, settings)
        pairs = sorted(engine.pairs())
    except EngineError as error:
        _say(speak, {"error": error.kind, "detail": error.detail, "retry_after": error.retry_after})
        return
    _say(speak, {"ready": {"name": name, "label": engine.label, "third_party": engine.third_party, "pairs": pairs}})
    try:
        for job in _jobs():
            _say(speak, _answer(engine, job))
    finally:
        engine.close()


def _answer(engine: Engine, job: dict) -> dict:
    try:
        return {"id": job["id"], "text": engine.translate(job["text"], job["source"], job["target"])}
    except EngineError as error:
        return {"id": job["id"], "error": error.kind, "detail": error.detail, "retry_after": error.retry_after}
    except Exception as error:  # One text must not end the worker; the pool counts it against the engine.
        return {"id": job["id"], "error": "garbage", "detail": type(error).__name__, "retry_after": None}


def _jobs():
    """Read by a thread of its own, so that a process whose server is gone ends even in the middle of a text."""
    waiting: queue.SimpleQueue = queue.SimpleQueue()

    def read() -> None:
        for line in sys.stdin:
            waiting.put(json.loads(line))
        waiting.put(None)
        time.sleep(GRACE)
        os._exit(1)

    threading.Thread(target=read, daemon=True).start()
    while (job := waiting.get()) is not None:
        yield job


def _protocol_stream():
    """Standard output for the protocol alone: what a library prints goes to standard error."""
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return stream


def _say(stream, message: dict) -> None:
    stream.write(json.dumps(message) + "\n")
    stream.flush()


if __name__ == "__main__":
    main(sys.argv[1])
