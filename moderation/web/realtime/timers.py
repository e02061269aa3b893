"""Delayed calls: a timer wheel driven by one loop and the monotonic clock.

The timer wheel schedules the pings and the disconnections of all sockets. A green thread for each ping would use more
memory than the connection itself.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

TICK = 1.0
"""Time between two rounds of the timer wheel, in seconds."""


class TimerWheel:
    """The delayed calls: a list for each tick. Calls in the same tick run in the order in which they were added."""

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float] = time.monotonic):
        self._sleep, self._clock = sleep, clock
        self._due: dict[int, list[tuple[Callable[..., object], tuple[Any, ...]]]] = defaultdict(list)
        self._done_until = int(clock())

    def after(self, seconds: float, function: Callable[..., object], *arguments: Any) -> None:
        """Call `function` after `seconds`. `function` must not block.

        If the loop is not busy, the call is at most one tick too early or too late.
        """
        self._due[max(int(self._clock() + seconds), self._done_until + 1)].append((function, arguments))

    def run(self) -> None:
        """Run the timer wheel in an endless loop."""
        while True:
            self._sleep(TICK)
            self.run_due()

    def run_due(self) -> None:
        """Run all calls that are due, including the calls of missed ticks.

        Yield to the event loop after every 200 calls of one tick.
        """
        now = int(self._clock())
        while self._done_until < now:
            self._done_until += 1
            for index, (function, arguments) in enumerate(self._due.pop(self._done_until, ())):
                function(*arguments)
                if index % 200 == 199:
                    self._sleep(0)
