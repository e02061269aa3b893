"""Thousands of simulated phones.

The phones run in a separate process, so that the server's processor time is measured alone. processes.CrowdProcess
starts this process as `python -m tests.bench.crowd`. Each input line is one command, as a JSON object {"do": method,
…}. For each line, the process writes one JSON object. The phones are in groups; each group connects to one server. Each
phone sends a browser's handshake (compression offered), subscribes and counts its `change` events.
"""

from __future__ import annotations

import json
import random
import select
import sys
import time
from collections import deque
from collections.abc import Callable

from tests.bench.phone import HttpRead, Phone, SnapshotRead, Target

HANDSHAKES_AT_ONCE = 40
"""Maximum number of concurrent handshakes in `join`.

After a server restart, the limit does not apply. Each phone then reconnects after a random delay, like the real page.
"""
RETURN_AFTER = (0.0, 5.0)
"""Minimum and maximum seconds until a phone reconnects. The time is random, as in `delays`
(static/js/shared/stream/delays.js).
"""
BUSY = 100
"""If at least this number of sockets is readable, do not call `count_missing`, which needs much processor time."""
LONGEST_DELAY = 60.0
"""Maximum seconds until a phone repeats a failed read. The delay doubles after each failure, as in the browser."""
PATIENCE = 180
"""Maximum seconds until all phones of one `join` are subscribed."""


class Crowd:
    """The phones of all groups on one epoll object.

    Each public method except `turn` is a command that returns a JSON object.
    """

    def __init__(self):
        self._epoll = select.epoll()
        self._groups: dict[str, list[Phone]] = {}
        self._open: dict[int, Phone | HttpRead] = {}
        self._return_path = ""
        self._reconnections: list[tuple[float, Phone]] = []
        self._reads_again: list[tuple[float, Phone]] = []

    def join(self, group: str, port: int, subscriptions: list[list[str]]) -> dict:
        """Connect one phone for each item of `subscriptions`: [cookie, argument of the event `subscribe`].

        Return the seconds until all phones were subscribed.
        """
        began, phones = time.monotonic(), self._groups.setdefault(group, [])
        waiting, under_way = deque(self._make(port, *subscription) for subscription in subscriptions), []
        while waiting or under_way:
            while waiting and len(under_way) < HANDSHAKES_AT_ONCE:
                under_way.append(phone := waiting.popleft())
                phones.append(phone)
                self._connect(phone)
            self.turn(0.1)
            under_way = [phone for phone in under_way if not phone.is_subscribed]
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError(f"{len(waiting) + len(under_way)} phones of {group} did not subscribe")
        return {"seconds": time.monotonic() - began}

    def watch(self, group: str) -> dict:
        """Reset the counts of updates and bytes."""
        for phone in self._groups[group]:
            phone.updates = phone.received_bytes = phone.sent_bytes = phone.update_bytes = 0
        return {}

    def wait(self, group: str, updates: int, seconds: float) -> dict:
        """Wait at most `seconds` until every phone has received `updates` updates. Return the measured values by name.

        `missing`: the number of phones that have not received all updates. `bytes`: the mean length of an update in
        bytes. `p50`, `p99` and `last`: the times at which 50 %, 99 % and 100 % of the other phones had received all
        updates (seconds, monotonic clock).
        """
        phones = self._groups[group]
        missing = self._until(lambda: sum(phone.updates < updates for phone in phones), seconds)
        times = sorted(phone.updated_at for phone in phones if phone.updates >= updates)
        sizes = [phone.update_bytes / phone.updates for phone in phones if phone.updates]
        return {"missing": missing, "bytes": sum(sizes) / max(1, len(sizes))} | _quantiles(times)

    def idle(self, group: str, seconds: float) -> dict:
        """Read for `seconds`. Call this method only while nothing changes. Return {`bytes`: the bytes per minute that a
        phone sends and receives (mean of all phones, without TCP overhead)}.
        """
        self.watch(group)
        return {"bytes": self.moved(group, seconds)["bytes"] * 60 / seconds}

    def check(self, group: str, seconds: float) -> dict:
        """Measure the traffic of a `subscribe` that changes nothing: let each phone send it once more.

        The page sends it to get the counter of its questions. Return {`bytes`: the bytes of one request and its answer
        (mean)}.
        """
        phones = self._groups[group]
        for phone in phones:
            phone.check()
        self._until(lambda: sum(not phone.is_checked for phone in phones), seconds)
        return {"bytes": sum(phone.check_bytes for phone in phones) / len(phones)}

    def moved(self, group: str, seconds: float) -> dict:
        """Read for `seconds`. Return {`bytes`: the bytes that a phone has sent and received since `watch` (mean)}."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self.turn(left)
        phones = self._groups[group]
        return {"bytes": sum(phone.received_bytes + phone.sent_bytes for phone in phones) / len(phones)}

    def expect_restart(self, group: str, path: str) -> dict:
        """Prepare the phones for a server restart. `path`: the path of the seat's API.

        After this call, a phone that loses its socket reconnects and reads the snapshot.
        """
        self._return_path = path
        for phone in self._groups[group]:
            phone.is_subscribed, phone.is_lost, phone.returned_at = False, False, None
        return {}

    def cut(self, group: str, path: str, within: float) -> dict:
        """Close all sockets. Each phone reconnects after a random delay of at most `within` seconds and reads the
        snapshot.
        """
        self.expect_restart(group, path)
        for phone in self._groups[group]:
            self._close(phone)
            self._reconnect_later(phone, (0.0, within))
        return {}

    def back(self, group: str, seconds: float, only_lost: bool = False) -> dict:
        """Wait at most `seconds` until all awaited phones have reconnected. Return the measured values by name.

        The awaited phones are all phones of the group. With `only_lost`, they are only the phones that have lost their
        connection since `expect_restart`. `awaited`: the number of these phones. `missing`: the number of these phones
        that have not reconnected. The other values are the quantiles (`_quantiles`) of the times at which the awaited
        phones reconnected.
        """
        phones = [phone for phone in self._groups[group] if phone.is_lost or not only_lost]
        missing = self._until(lambda: sum(phone.returned_at is None for phone in phones), seconds)
        self._return_path = ""
        times = sorted(phone.returned_at for phone in phones if phone.returned_at is not None)
        return {"awaited": len(phones), "missing": missing} | _quantiles(times)

    def leave(self, group: str) -> dict:
        """Disconnect all phones of the group."""
        for phone in self._groups.pop(group):
            self._close(phone)
        return {}

    def turn(self, seconds: float) -> int:
        """Reconnect each phone whose delay has ended. Then wait at most `seconds`, and read every readable socket.

        Return the number of readable sockets.
        """
        if self._reconnections:
            seconds, now = min(seconds, 0.01), time.monotonic()
            due = [phone for at, phone in self._reconnections if at <= now]
            self._reconnections = [(at, phone) for at, phone in self._reconnections if at > now]
            for phone in due:
                self._try(phone)
        if self._reads_again:
            now = time.monotonic()
            due = [phone for at, phone in self._reads_again if at <= now]
            self._reads_again = [(at, phone) for at, phone in self._reads_again if at > now]
            for phone in due:
                self._read_snapshot(phone)
        readable = self._epoll.poll(seconds, 512)
        for descriptor, _ in readable:
            reader = self._open.get(descriptor)
            if reader is None:
                continue
            was_subscribed = reader.is_subscribed if isinstance(reader, Phone) else True
            if not reader.read():
                self._lost(reader)
            elif self._return_path and not was_subscribed and reader.is_subscribed:
                self._read_snapshot(reader)
        return len(readable)

    def _read_snapshot(self, phone: Phone) -> None:
        self._register(SnapshotRead(phone, self._return_path))

    def _make(self, port: int, cookie: str, subscription: str) -> Phone:
        return Phone(Target(port, cookie, subscription))

    def _connect(self, phone: Phone) -> None:
        phone.open()
        self._register(phone)

    def _register(self, reader: Phone | HttpRead) -> None:
        self._open[reader.socket.fileno()] = reader
        self._epoll.register(reader.socket.fileno(), select.EPOLLIN)

    def _close(self, reader: Phone | HttpRead) -> None:
        if reader.socket is not None:
            del self._open[reader.socket.fileno()]
            self._epoll.unregister(reader.socket.fileno())
            reader.close()

    def _until(self, count_missing: Callable[[], int], seconds: float) -> int:
        """Read from the sockets for at most `seconds`, until `count_missing` returns 0. Return the last count."""
        until = time.monotonic() + seconds
        while True:
            if self.turn(0.02) < BUSY and not count_missing():
                return 0
            if time.monotonic() > until:
                return count_missing()

    def _try(self, phone: Phone) -> None:
        try:
            self._connect(phone)
        except OSError:
            phone.close()
            self._reconnect_later(phone)

    def _lost(self, reader: Phone | HttpRead) -> None:
        self._close(reader)
        if isinstance(reader, HttpRead):
            if reader.phone.returned_at is None:
                reader.phone.failed_reads += 1
                most = min(LONGEST_DELAY, RETURN_AFTER[1] * 2**reader.phone.failed_reads)
                self._reads_again.append((time.monotonic() + random.uniform(0, most), reader.phone))
            return
        if not self._return_path:
            raise RuntimeError("the server closed a phone's connection")
        reader.is_lost = True
        self._reconnect_later(reader)

    def _reconnect_later(self, phone: Phone, after: tuple[float, float] = RETURN_AFTER) -> None:
        self._reconnections.append((time.monotonic() + random.uniform(*after), phone))


def _quantiles(times: list[float]) -> dict:
    """Return {`p50`: median, `p99`: 99th percentile, `last`: latest} of sorted times.

    Each value is None if there are no times. The times are in seconds of the monotonic clock, which is the same in all
    processes.
    """
    return {
        name: times[int((len(times) - 1) * share)] if times else None
        for name, share in (("p50", 0.5), ("p99", 0.99), ("last", 1))
    }


def serve(crowd: Crowd) -> None:
    """Execute the commands from standard input until the end of the input."""
    commands = select.poll()
    commands.register(sys.stdin, select.POLLIN | select.POLLHUP)
    while True:
        # Between two commands, phones must also answer the server's pings.
        crowd.turn(0.02)
        if commands.poll(0):
            if not (line := sys.stdin.readline()):
                return
            command = json.loads(line)
            print(json.dumps(getattr(crowd, command.pop("do"))(**command)), flush=True)


if __name__ == "__main__":
    serve(Crowd())
