"""Rate limits in memory: new attendees from one address, and drafts that one attendee compares.

The limit of new attendees is high: a whole room on one Wi-Fi network has one address, so the limit may stop only
floods. Names (addresses, attendees) are stored as a hash with a random key of this process, and deleted once their
bucket is full.

The rate of questions has a token bucket of its own in the store (store/attendees.py). That bucket must be taken in the
same transaction as the question, survive a restart, and last as long as the attendee; the two share only one line of
arithmetic.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable

BURST = 5000
PER_SECOND = 10.0
DRAFTS_BURST = 10
DRAFTS_PER_SECOND = 0.5
MOST_NAMES = 10_000
"""Buckets in memory above which full ones are deleted."""


class RateLimiter:
    """A token bucket for each name, which holds `burst` tokens and gains `per_second` tokens a second."""

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic):
        self._burst, self._per_second, self._clock = float(burst), per_second, clock
        self._key = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def take(self, name: str) -> bool:
        """Take a token from the bucket of `name`. Return False when it is empty."""
        return not self.wait(name)

    def wait(self, name: str) -> float:
        """Take a token and return 0, or return the seconds until the bucket of `name` has one."""
        now = self._clock()
        key = hashlib.blake2b(name.encode(), key=self._key, digest_size=12).digest()
        tokens, at = self._buckets.get(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - at) * self._per_second)
        if tokens < 1:
            return (1 - tokens) / self._per_second
        self._buckets[key] = (tokens - 1, now)
        if len(self._buckets) > MOST_NAMES:
            self._forget_full(now)
        return 0.0

    def _forget_full(self, now: float) -> None:
        full = [
            key for key, (tokens, at) in self._buckets.items() if tokens + (now - at) * self._per_second >= self._burst
        ]
        for key in full:
            del self._buckets[key]
