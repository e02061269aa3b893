"""Things to do in some seconds, all by one loop and the monotonic clock: a thread for each phone's next ping would cost more than the phone."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

TICK = 1.0


class TimerWheel:
    """`after` remembers, `run` does. To the second: what is due within one tick is done together, in the order it was asked for."""

    def __init__(self, sleep: Callable[[float], None], clock: Callable[[], float] = time.monotonic):
        self._sleep, self._clock = sleep, clock
        self._due: dict[int, list[tuple[Callable, tuple[Any, ...]]]] = defaultdict(list)
        self._done_until = int(clock())

    def after(self, seconds: float, function: Callable, *arguments: Any) -> None:
        """Call it in so many seconds, a tick sooner or later."""
        self._due[max(int(self._clock() + seconds), self._done_until + 1)].append((function, arguments))

    def run(self) -> None:
        """For ever."""
        while True:
            self._sleep(TICK)
            self.work_off()

    def work_off(self) -> None:
        """Everything that is due by now, however late we are."""
        now = int(self._clock())
        while self._done_until < now:
            self._done_until += 1
            for place, (function, arguments) in enumerate(self._due.pop(self._done_until, ())):
                function(*arguments)
                if place % 200 == 199:
                    self._sleep(0)
