"""Thousands of phones in a process of their own, so that what the load costs is not counted as the server's.

Run as `python -m tests.bench.crowd` (crowd_control starts it): a JSON object a line comes in, one goes out for each. Phones are in groups,
one group for each server. Each phone shakes hands as a browser does (compression offered), subscribes, and counts `change` events.
"""

from __future__ import annotations

import json
import random
import select
import sys
import time
from collections import deque
from collections.abc import Callable

from tests.bench.phone import CatchUp, Phone, Target

AT_ONCE = 40
"""Handshakes under way at one moment, but for a return after a restart, where all come as the page's own jitter has them."""
RETURN_AFTER = (0.0, 5.0)
"""Seconds: a page's next try after a loss comes at a random moment of this (`reconnectSoon` in static/js/shared/stream/wire.js)."""
BUSY = 100
"""With so many sockets readable at once nobody counts who is still missing."""
PATIENCE = 180
"""Seconds in which all who join at one time must be in."""


class Crowd:
    """All groups' phones on one epoll."""

    def __init__(self):
        self._epoll = select.epoll()
        self._groups: dict[str, list[Phone]] = {}
        self._open_ones: dict[int, Phone | CatchUp] = {}
        self._returns_by = ""
        self._later: list[tuple[float, Phone]] = []

    def join(self, group: str, port: int, wishes: list[list[str]]) -> dict:
        """Phones with these [cookie, body of subscribe]: seconds until the last one was there."""
        began, phones = time.monotonic(), self._groups.setdefault(group, [])
        waiting, under_way = deque(self._make(port, *wish) for wish in wishes), []
        while waiting or under_way:
            while waiting and len(under_way) < AT_ONCE:
                under_way.append(phone := waiting.popleft())
                phones.append(phone)
                self._open(phone)
            self.turn(0.1)
            under_way = [phone for phone in under_way if not phone.is_there]
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"{len(waiting) + len(under_way)} phones of {group} never got in")
        return {"seconds": time.monotonic() - began}

    def watch(self, group: str) -> dict:
        """From now on updates and bytes are counted anew."""
        for phone in self._groups[group]:
            phone.updates = phone.heard = phone.said = phone.update_bytes = 0
        return {}

    def wait(self, group: str, updates: int, seconds: float) -> dict:
        """Until every phone has so many updates: when the middle one and all but 1 % had them, how many miss one, bytes of an update."""
        phones = self._groups[group]
        missing = self._until(lambda: sum(phone.updates < updates for phone in phones), seconds)
        came = sorted(phone.updated_at for phone in phones if phone.updates >= updates)
        heard = [phone.update_bytes / phone.updates for phone in phones if phone.updates]
        return {"missing": missing, "bytes": sum(heard) / max(1, len(heard))} | _quantiles(came)

    def idle(self, group: str, seconds: float) -> dict:
        """Bytes that one phone got and sent in a minute in which nothing happens, without what TCP adds."""
        self.watch(group)
        return {"bytes": self.heard(group, seconds)["bytes"] * 60 / seconds}

    def heard(self, group: str, seconds: float) -> dict:
        """Bytes that one phone got and sent since `watch`, after so many seconds more."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.turn(left)
        phones = self._groups[group]
        return {"bytes": sum(phone.heard + phone.said for phone in phones) / len(phones)}

    def expect_restart(self, group: str, path: str) -> dict:
        """From now on phones that lose their socket come back by themselves and read what they missed below this path."""
        self._returns_by = path
        for phone in self._groups[group]:
            phone.is_there, phone.returned_at = False, None
        return {}

    def cut(self, group: str, path: str, within: float) -> dict:
        """Everyone loses the socket at this instant and comes back at a random moment of so many seconds, to read what was missed below this path."""
        self.expect_restart(group, path)
        for phone in self._groups[group]:
            self._close(phone)
            self._come_back(phone, (0.0, within))
        return {}

    def back(self, group: str, seconds: float) -> dict:
        """Until all are back: when the middle one and the last were, and how many never came."""
        phones = self._groups[group]
        missing = self._until(lambda: sum(phone.returned_at is None for phone in phones), seconds)
        self._returns_by = ""
        return {"missing": missing} | _quantiles(
            sorted(phone.returned_at for phone in phones if phone.returned_at is not None)
        )

    def leave(self, group: str) -> dict:
        for phone in self._groups.pop(group):
            self._close(phone)
        return {}

    def _make(self, port: int, cookie: str, wish: str) -> Phone:
        return Phone(Target(port, cookie, wish))

    def _open(self, phone: Phone) -> None:
        phone.open()
        self._listen_to(phone)

    def _listen_to(self, one: Phone | CatchUp) -> None:
        self._open_ones[one.socket.fileno()] = one
        self._epoll.register(one.socket.fileno(), select.EPOLLIN)

    def _close(self, one: Phone | CatchUp) -> None:
        if one.socket is not None:
            del self._open_ones[one.socket.fileno()]
            self._epoll.unregister(one.socket.fileno())
            one.close()

    def turn(self, seconds: float) -> int:
        """Read what has come, let those try again who are due; how many had something."""
        if self._later:
            seconds, now = min(seconds, 0.01), time.monotonic()
            due = [phone for at, phone in self._later if at <= now]
            self._later = [(at, phone) for at, phone in self._later if at > now]
            for phone in due:
                self._try(phone)
        readable = self._epoll.poll(seconds, 512)
        for descriptor, _ in readable:
            one = self._open_ones.get(descriptor)
            if one is None:
                continue
            was_there = one.is_there if isinstance(one, Phone) else True
            if not one.read():
                self._lost(one)
            elif self._returns_by and not was_there and one.is_there:
                self._listen_to(CatchUp(one, self._returns_by))
        return len(readable)

    def _until(self, count_missing: Callable[[], int], seconds: float) -> int:
        """Let phones read until none is missing or the time is over; how many are."""
        until = time.monotonic() + seconds
        while True:
            if self.turn(0.02) < BUSY and not count_missing():
                return 0
            if time.monotonic() > until:
                return count_missing()

    def _try(self, phone: Phone) -> None:
        try:
            self._open(phone)
        except OSError:
            phone.close()
            self._come_back(phone)

    def _lost(self, one: Phone | CatchUp) -> None:
        self._close(one)
        if isinstance(one, CatchUp):
            return
        if not self._returns_by:
            raise RuntimeError("a phone was hung up on")
        self._come_back(one)

    def _come_back(self, phone: Phone, after: tuple[float, float] = RETURN_AFTER) -> None:
        self._later.append((time.monotonic() + random.uniform(*after), phone))


def _quantiles(times: list[float]) -> dict:
    """Seconds of the monotonic clock, which all processes of a machine share; null where nobody came."""
    return {
        name: times[int((len(times) - 1) * share)] if times else None
        for name, share in (("p50", 0.5), ("p99", 0.99), ("last", 1))
    }


def serve(crowd: Crowd) -> None:
    """Do what is wished for on standard input until it ends."""
    wishes = select.poll()
    wishes.register(sys.stdin, select.POLLIN | select.POLLHUP)
    while True:
        # Phones answer their pings while nothing is wished for.
        crowd.turn(0.02)
        if wishes.poll(0):
            if not (line := sys.stdin.readline()):
                return
            wish = json.loads(line)
            print(json.dumps(getattr(crowd, wish.pop("do"))(**wish)), flush=True)


if __name__ == "__main__":
    serve(Crowd())
