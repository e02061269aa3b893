"""The rate limit for attempts to enter a code."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from ..core.refusals import Refusal
from .rate_limits import RateLimiter

PHONE_BURST, PHONE_PER_SECOND = 5, 1 / 30
FIRST_PER_SECOND = 1 / 60
ALL_BURST, ALL_PER_SECOND = 600, 10.0


class EntryAttempts:
    """Two rate limits for attempts: one for each phone, and one for all phones together.

    The first attempt of a phone in a minute does not count towards the limit for all phones. Therefore an honest phone
    can enter its code, even while other phones try many wrong codes.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._phones = RateLimiter(PHONE_BURST, PHONE_PER_SECOND, clock)
        self._first = RateLimiter(1, FIRST_PER_SECOND, clock)
        self._all = RateLimiter(ALL_BURST, ALL_PER_SECOND, clock)

    def take(self, phone: str) -> None:
        """Count an attempt of this phone. If a limit is reached, refuse with `limit.entry` and the seconds to wait."""
        seconds = self._phones.wait(phone)
        if not seconds and not self._first.take(phone):
            seconds = self._all.wait("")
        if seconds:
            raise Refusal("limit.entry", retry_after=ceil(seconds))
