"""The limits of sockets: the number of sockets and messages per cookie, and the time until a socket must have a seat.

A socket gets its seat by a `subscribe` with a valid seat cookie. A valid seat cookie is called an owner. The limits
apply to each owner. The owners of a socket are all valid seat cookies that the browser sent in the handshake. When the
socket gets its seat, the cookie of this seat becomes an owner too, if it is not one already. A socket without an owner
is anonymous.
"""

from __future__ import annotations

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable
from itertools import chain, islice
from typing import Any, NamedTuple, Protocol

from ..rate_limits import RateLimiter

SEAT_SECONDS = 10.0
"""Seconds after which a socket without a seat is closed."""
SWEEP = 1.0
"""Seconds between two checks of the sockets without a seat."""
MOST_SOCKETS = 4
MESSAGES_PER_MINUTE = 20
SUBSCRIBES_PER_MINUTE = 20
STAFF_FACTOR = 10
"""The limits of a staff cookie are this factor times the limits of an attendee's cookie.

All browsers with the link of one seat share one limit, for example the screens in several rooms.
"""
MOST_ANONYMOUS = 200
"""Maximum number of anonymous sockets. If there are more, the oldest anonymous sockets are closed."""


class Owner(NamedTuple):
    """A valid seat cookie. `key` contains no secret. All cookies of a staff seat's current link have the same key."""

    key: str
    is_staff: bool


class Limited(Protocol):
    """The interface of a connection that has limits.

    `counted`: the owners whose number of sockets includes this connection. `is_counted`: whether the connection is
    registered. `messages`: the number of messages received while the connection was anonymous.
    """

    owners: tuple[Owner, ...]
    counted: tuple[Owner, ...]
    is_counted: bool
    messages: int

    def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None: ...


class SocketLimits:
    """The register of all sockets. No method except `run` blocks.

    In the threading mode, any thread may call the methods. `descriptors`: the number of connections that the process
    can have at the same time. `identify`: the function that returns the owners of a handshake.
    `sockets.install` sets this function.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self.descriptors = 1000
        self.identify: Callable[[dict[str, Any]], tuple[Owner, ...]] = lambda environ: ()
        self._clock = clock
        self._lock = threading.Lock()
        self._anonymous: OrderedDict[Limited, float] = OrderedDict()
        self._waiting: OrderedDict[Limited, float] = OrderedDict()
        self._seated = 0
        self._logins: dict[Limited, float] = {}
        """{connection with a staff login: the time when the login ends}.

        For a connection with several logins, the value is the earliest end.
        """
        self._sockets: Counter[str] = Counter()
        self._messages = _limiters(MESSAGES_PER_MINUTE, clock)
        self._subscribes = _limiters(SUBSCRIBES_PER_MINUTE, clock)

    def open(self, connection: Limited, owners: tuple[Owner, ...]) -> bool:
        """Register a connection during its handshake.

        `owners`: one owner for each valid seat cookie of the browser. If there is exactly one owner, and this owner has
        the maximum number of sockets already, register nothing and return False. With several owners, the seat is not
        known yet. `seat` then checks the number of sockets when the page chooses its seat.

        If too many sockets have no seat yet, close some of them (`_surplus`).
        """
        with self._lock:
            if len(owners) == 1 and not self._count(connection, owners[0]):
                return False
            connection.owners, connection.is_counted = owners, True
            (self._waiting if owners else self._anonymous)[connection] = self._clock()
            surplus = self._surplus()
        _close(surplus)
        return True

    def seat(self, connection: Limited, owner: Owner, seconds: float | None = None) -> bool:
        """Give a connection its seat. Return False if the owner has too many sockets already.

        `seconds`: the time until the login of a staff seat ends; None for an attendee. `sweep` closes the connection
        when the login ends. If the page has renewed the login by then, the page connects again. If a connection has
        several logins, `sweep` closes it at the earliest end.
        """
        with self._lock:
            if not connection.is_counted:
                return True  # The connection has closed during its `subscribe`.
            if owner not in connection.counted and not self._count(connection, owner):
                return False
            if owner not in connection.owners:
                connection.owners += (owner,)
            self._seated += self._remove(connection)
            if seconds is not None:
                ends = self._clock() + seconds
                self._logins[connection] = min(ends, self._logins.get(connection, ends))
            return True

    def closed(self, connection: Limited) -> None:
        """Remove a connection from the register. A second call does nothing."""
        with self._lock:
            if not connection.is_counted:
                return
            connection.is_counted = False
            self._logins.pop(connection, None)
            self._seated -= not self._remove(connection)
            for owner in connection.counted:
                self._sockets[owner.key] -= 1
                if not self._sockets[owner.key]:
                    del self._sockets[owner.key]

    def wait_for_message(self, connection: Limited) -> float:
        """Count a message of a client. Return 0 if the message is within the limit, otherwise the seconds to wait.

        A message is within the limit as long as at least one owner of the connection has not reached its limit.
        """
        return self._wait(self._messages, connection, MESSAGES_PER_MINUTE)

    def wait_for_subscribe(self, connection: Limited) -> float:
        """Count a `subscribe`. Return 0 or the seconds to wait, as `wait_for_message` does."""
        return self._wait(self._subscribes, connection, SUBSCRIBES_PER_MINUTE)

    def sweep(self) -> None:
        """Close the sockets that have been without a seat for `SEAT_SECONDS`, and the sockets whose login has ended."""
        with self._lock:
            now = self._clock()
            late = [
                connection
                for connection, opened in chain(self._anonymous.items(), self._waiting.items())
                if opened <= now - SEAT_SECONDS
            ]
            late += [connection for connection, ends in self._logins.items() if ends <= now]
        _close(late)

    def run(self, sleep: Callable[[float], None]) -> None:
        """Call `sweep` in an endless loop."""
        while True:
            sleep(SWEEP)
            self.sweep()

    def _count(self, connection: Limited, owner: Owner) -> bool:
        if self._sockets[owner.key] >= MOST_SOCKETS * (STAFF_FACTOR if owner.is_staff else 1):
            return False
        self._sockets[owner.key] += 1
        connection.counted += (owner,)
        return True

    def _remove(self, connection: Limited) -> bool:
        """Remove a connection from the sockets without a seat.

        Return False if the connection was not among these sockets.
        """
        return any(register.pop(connection, None) is not None for register in (self._waiting, self._anonymous))

    def _surplus(self) -> list[Limited]:
        """Return the sockets without a seat that are above a limit and must be closed.

        There are two limits. At most `MOST_ANONYMOUS` sockets may be anonymous. All sockets without a seat together may
        use at most half of the descriptors that sockets with a seat do not use now, but always at least one descriptor.

        Choose anonymous sockets first, and old ones before new ones.
        """
        room = max(1, (self.descriptors - self._seated) // 2)
        excess = len(self._waiting) + len(self._anonymous) - room
        anonymous = min(len(self._anonymous), max(excess, len(self._anonymous) - MOST_ANONYMOUS, 0))
        return [*islice(self._anonymous, anonymous), *islice(self._waiting, max(0, excess - anonymous))]

    def _wait(self, limiters: tuple[RateLimiter, RateLimiter], connection: Limited, most: int) -> float:
        """Take a token from the bucket of the first owner whose bucket is not empty, and return 0.

        If all buckets are empty, return the seconds until the first of them has a token again. An anonymous connection
        has no bucket. For its first `most` messages, return 0; for each further message, return 60.
        """
        if not connection.owners:
            connection.messages += 1
            return 0.0 if connection.messages <= most else 60.0
        waits = []
        for owner in connection.owners:
            waits.append(limiters[owner.is_staff].wait(owner.key))
            if not waits[-1]:
                return 0.0
        return min(waits)


def _limiters(per_minute: int, clock: Callable[[], float]) -> tuple[RateLimiter, RateLimiter]:
    """Return a rate limiter for attendees and a rate limiter for staff."""
    return (
        RateLimiter(per_minute, per_minute / 60, clock),
        RateLimiter(per_minute * STAFF_FACTOR, per_minute * STAFF_FACTOR / 60, clock),
    )


def _close(connections: list[Limited]) -> None:
    for connection in connections:
        connection.close(wait=False, abort=True)
