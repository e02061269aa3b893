"""The wide ceiling on new attendees from one address: one Wi-Fi is one address, so it stops floods, never a room.

Addresses are kept in memory only, as a keyed hash under a key of this process, and forgotten when their bucket is full again.
"""

from __future__ import annotations

import hashlib
import secrets
import time

BURST = 5000
PER_SECOND = 10.0
MOST_ADDRESSES = 10_000


class NewAttendees:
    """A token bucket for each address."""

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._key = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float]] = {}

    def take(self, address: str) -> bool:
        """Whether one more new attendee from this address is let in."""
        now = self._clock()
        name = hashlib.blake2b(address.encode(), key=self._key, digest_size=12).digest()
        tokens, at = self._buckets.get(name, (float(BURST), now))
        tokens = min(float(BURST), tokens + (now - at) * PER_SECOND)
        if tokens < 1:
            return False
        self._buckets[name] = (tokens - 1, now)
        if len(self._buckets) > MOST_ADDRESSES:
            self._forget_full(now)
        return True

    def _forget_full(self, now: float) -> None:
        full = [name for name, (tokens, at) in self._buckets.items() if tokens + (now - at) * PER_SECOND >= BURST]
        for name in full:
            del self._buckets[name]
