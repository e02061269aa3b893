"""Garbage-collector tuning: collect young generations often, run a full collection rarely.

With 5,000 phones, a full collection stops the whole server for 0.4 to 0.7 s. Python's default thresholds cause a full
collection every few seconds in a busy session. Rare collections are enough: reference counting frees closed
connections, so a full collection frees little memory (docs/performance.md).
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from .. import metrics
from . import malloc

SHARE, SOONEST = 1000, 30.0
"""Two numbers for the pause between two full collections. The pause is at least `SOONEST` seconds.

Normally, the pause is `SHARE` times the duration of the latest full collection, including `malloc.give_back`.
"""
YOUNG, MIDDLE, OLD = 2_000, 20, 1_000_000
"""Thresholds for `gc.set_threshold`.

Python collects the young generation when 2,000 more objects were allocated than freed. It collects the middle
generation after 20 young collections. The third threshold is so high that Python never starts a full collection. Only
`run` starts full collections.
"""


def install() -> None:
    """Exclude all existing objects from later collections, set the thresholds, and measure full collections.

    Call this function after all imports.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.callbacks.append(_FullCollectionTimer())


def run(sleep: Callable[[float], None]) -> None:
    """Run full collections in an endless loop. After each collection, return free memory to the system."""
    took = 0.0
    while True:
        sleep(max(SOONEST, took * SHARE))
        began = time.monotonic()
        gc.collect()
        malloc.give_back()
        took = time.monotonic() - began


class _FullCollectionTimer:
    """A callback for `gc.callbacks` that reports the duration of each full collection to the metrics."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, phase: str, info: dict[str, Any]) -> None:
        if info["generation"] < 2:
            return
        if phase == "start":
            self._began = time.monotonic()
        else:
            metrics.COLLECTION.observe(time.monotonic() - self._began)
