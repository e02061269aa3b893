"""Rate limits in memory: requests of each kind by one cookie, and requests and new attendees from one network.

The limits of a network are high and stop only floods, because all people on one Wi-Fi network may have the same
address. Reading has no limit for a network. The names of the buckets (networks, cookies) are stored only as hashes with
a random key. The rate limit for questions must survive a restart, so it is in the store (store/attendees.py).
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
import time
from collections.abc import Callable
from typing import NamedTuple

from ..core.refusals import Refusal

MOST_NAMES = 10_000
"""Number of buckets at which a limiter deletes its full buckets. A full bucket has the same effect as no bucket."""
IPV6_PREFIX = 64
"""Length of the IPv6 prefix of a network, in bits. A provider gives each customer a network of this size or larger."""
NEWCOMER_WAIT = (2, 8)
"""Range of the random waiting time after `limit.attendees`, in seconds.

If the network's bucket needs more time until it has a token again, the waiting time is longer.

The waiting time is random, so that the phones do not come back at the same time.
"""


class Rate(NamedTuple):
    """A token bucket: at most `burst` requests in immediate succession, then `per_second` requests per second."""

    burst: int
    per_second: float


ATTENDEE = {
    "page": Rate(60, 1),
    "read": Rate(300, 10),
    "command": Rate(60, 1),
    "vote": Rate(60, 1),
    "draft": Rate(10, 0.5),
}
"""{kind of a request: limit of one attendee's cookie}."""
STAFF = {
    "page": Rate(600, 10),
    "read": Rate(3000, 100),
    "command": Rate(5000, 100),
    "export": Rate(100, 0.5),
    "enter": Rate(100, 1),
    "bridge": Rate(60, 1),
    "trial": Rate(10, 0.2),
}
"""{kind of a request: limit of one staff seat}. All browsers that use the same seat share its limit.

"enter": the requests that open the seat's link in a browser without the seat's cookie. Each of these requests adds a
row to the log. "bridge": the questions that programs submit with the session's bridge token. "trial": the sentences
with which the organiser tries a translation engine.
"""
NETWORK = {
    "command": Rate(10_000, 1000),
    "vote": Rate(10_000, 1000),
    "draft": Rate(5000, 200),
}
"""{kind of a request: limit that all attendees' cookies in one network share}."""
NEWCOMERS = Rate(5000, 10)
"""The limit of new attendees in one network. An attendee is new until the first accepted command."""


class RateLimiter:
    """Token buckets with the same limit, one for each name.

    A name identifies the sender of the requests, such as a cookie or a network. A bucket has at most `burst` tokens and
    gains `per_second` tokens per second. Each request takes one token.
    """

    def __init__(self, burst: int, per_second: float, clock: Callable[[], float] = time.monotonic):
        self._burst, self._per_second, self._clock = float(burst), per_second, clock
        self._key = secrets.token_bytes(16)
        self._buckets: dict[bytes, tuple[float, float, float]] = {}
        """{key: (tokens, maximum number of tokens, time when a token was last taken)}"""
        self._most = MOST_NAMES

    def take(self, name: str) -> bool:
        """Take a token from the bucket of `name`. Return False if the bucket is empty."""
        return not self.wait(name)

    def wait(self, name: str, extra: int = 0) -> float:
        """Take a token from the bucket of `name` and return 0. If the bucket is empty, return the seconds to wait.

        The bucket has at most `burst + extra` tokens. Pass the same `extra` for each request of a name.
        """
        key, tokens, most, now = self._bucket(name, extra)
        if tokens < 1:
            return (1 - tokens) / self._per_second
        self._buckets[key] = (tokens - 1, most, now)
        if len(self._buckets) > self._most:
            self._forget_full(now)
        return 0.0

    def peek(self, name: str) -> float:
        """Return the seconds to wait for a token of `name`, without taking a token.

        If the bucket has a token, return 0.
        """
        tokens = self._bucket(name, 0)[1]
        return max(0.0, 1 - tokens) / self._per_second

    def _bucket(self, name: str, extra: int) -> tuple[bytes, float, float, float]:
        """Return the bucket of `name` as (its key, its tokens, its maximum number of tokens, the present time)."""
        now = self._clock()
        key = hashlib.blake2b(name.encode(), key=self._key, digest_size=12).digest()
        most = self._burst + extra
        tokens, _, at = self._buckets.get(key, (most, most, now))
        return key, min(most, tokens + (now - at) * self._per_second), most, now

    def _forget_full(self, now: float) -> None:
        full = [
            key
            for key, (tokens, most, at) in self._buckets.copy().items()
            if tokens + (now - at) * self._per_second >= most
        ]
        for key in full:
            self._buckets.pop(key, None)
        # Search for full buckets again only after the number of buckets has doubled. Otherwise, each new name in a
        # flood would cause a search.
        self._most = max(MOST_NAMES, 2 * len(self._buckets))


class RequestLimits:
    """The rate limits for all kinds of requests. In the threading mode, any thread may call the methods."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        def limiters(rates: dict[str, Rate]) -> dict[str, RateLimiter]:
            return {kind: RateLimiter(*rate, clock) for kind, rate in rates.items()}

        self._attendee, self._staff, self._network = limiters(ATTENDEE), limiters(STAFF), limiters(NETWORK)
        self._newcomers = RateLimiter(*NEWCOMERS, clock)

    def check(self, kind: str, cookie: str, address: str | None, *, is_staff: bool = False, extra: int = 0) -> None:
        """Count a request. Refuse with `limit.requests` (for a draft: `limit.rate`) if a limit is reached.

        The refusal contains the seconds to wait.

        `cookie`: a text that identifies a valid cookie and contains no secret. `extra`: see `RateLimiter.wait`. A
        request that the cookie's limit refuses does not count against the network's limit.
        """
        seconds = (self._staff if is_staff else self._attendee)[kind].wait(cookie, extra)
        if not seconds and not is_staff and kind in self._network:
            seconds = self._network[kind].wait(network_of(address))
        if seconds:
            raise Refusal("limit.rate" if kind == "draft" else "limit.requests", retry_after=math.ceil(seconds))

    def check_newcomer(self, address: str | None) -> None:
        """Refuse with `limit.attendees` if the network has too many new attendees. Do not count an attendee."""
        seconds = self._newcomers.peek(network_of(address))
        if seconds:
            least, most = NEWCOMER_WAIT
            raise Refusal(
                "limit.attendees", retry_after=max(math.ceil(seconds), least + secrets.randbelow(most - least + 1))
            )

    def count_newcomer(self, address: str | None) -> None:
        """Count one new attendee of the network. Do nothing if the network has already reached the limit."""
        self._newcomers.wait(network_of(address))


def network_of(address: str | None) -> str:
    """Return the network of a client's address: an IPv4 address, or the first 64 bits of an IPv6 address.

    For an IPv6 address that contains an IPv4 address, return this IPv4 address. If the address is not valid, return "".
    """
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped is not None:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), IPV6_PREFIX), strict=False))
