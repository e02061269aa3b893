"""When cyclic garbage is looked for: often among what is young, seldom among all that lives.

A look at everything holds the whole server: 0.4 to 0.7 s with 5,000 phones, and by its own rule Python took one every few seconds
of a busy room. Phones that leave are freed without it; what only it can free is little (docs/performance.md).
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import Any

from .. import metrics
from . import malloc

SHARE, SOONEST = 1000, 30.0
"""Between two looks at everything lie so many times what the last one took, and so many seconds at least."""
YOUNG, MIDDLE, OLD = 2_000, 20, 1_000_000
"""Allocations until the first look at new objects, first looks until a second one, second ones until a third, which is never."""


def install() -> None:
    """Call when everything is loaded: what is there now is looked at no more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.callbacks.append(_Stopwatch())


def run(sleep: Callable[[float], None]) -> None:
    """For ever."""
    took = 0.0
    while True:
        sleep(max(SOONEST, took * SHARE))
        began = time.monotonic()
        gc.collect()
        malloc.give_back()
        took = time.monotonic() - began


class _Stopwatch:
    """Tells the metrics how long each look at everything took."""

    def __init__(self) -> None:
        self._began = 0.0

    def __call__(self, step: str, about: dict[str, Any]) -> None:
        if about["generation"] < 2:
            return
        if step == "start":
            self._began = time.monotonic()
        else:
            metrics.GARBAGE.observe(time.monotonic() - self._began)
