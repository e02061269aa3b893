"""The logging of unexpected exceptions, without messages and values.

A client may be able to cause an exception again and again. Therefore each kind of failure is logged at most once per
minute, and further failures of this kind are only counted.
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable

SECONDS = 60
"""Minimum time in seconds between two lines about the same kind of failure."""

logger = logging.getLogger("open_floor")


class FailureLog:
    """A log with at most one line per `SECONDS` for each kind of failure. Safe for several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._lock = threading.Lock()
        self._logged_at: dict[str, float] = {}
        self._counts: dict[str, int] = {}

    def add(self, kind: str) -> None:
        """Log a failure, or count it if its kind was logged less than `SECONDS` ago."""
        now = self._clock()
        with self._lock:
            if now - self._logged_at.get(kind, -math.inf) < SECONDS:
                self._counts[kind] = self._counts.get(kind, 0) + 1
                return
            self._logged_at[kind] = now
            earlier = self._counts.pop(kind, 0)
        logger.error("%s%s", kind, f" (and {earlier} times before)" if earlier else "")

    def summarise(self) -> None:
        """Log the failures that `add` has only counted: one line for each kind of failure, with their number.

        Skip a kind if its last log line is less than `SECONDS` old.
        """
        now = self._clock()
        with self._lock:
            due = {kind: count for kind, count in self._counts.items() if now - self._logged_at[kind] >= SECONDS}
            for kind in due:
                del self._counts[kind]
                self._logged_at[kind] = now
        for kind, count in due.items():
            logger.error("%s: %d more times", kind, count)


failure_log = FailureLog()


def log_failure(where: str, error: BaseException) -> None:
    """Log the exception's type and its last eight code locations in one line.

    The exception's message and values may contain text that a person wrote, so do not log them. `FailureLog` counts
    equal lines together.
    """
    places = []
    trace = error.__traceback__
    while trace:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    failure_log.add(f"{where} failed: {type(error).__name__} at {' '.join(places[-8:])}")
