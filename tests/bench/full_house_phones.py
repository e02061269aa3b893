"""The phones of a full house. They follow their streams, reconnect, and fetch the changes that they have missed.

Run as `python -m tests.bench.full_house_phones`. The process reads commands from its input and writes answers, both in
the format of tests/bench/crowd.py. The module tests/bench/following.py checks the received changes.
"""

from __future__ import annotations

import gc
import heapq
import itertools
import json
import random
import time
import urllib.request
from collections import Counter
from collections.abc import Callable

from moderation.core.reducer import empty, reduce
from moderation.rehearsal.client.shared import content
from tests.bench.crowd import RETURN_AFTER, Crowd, serve
from tests.bench.fetching import Fetch
from tests.bench.following import FollowingPhone, Received, Streams
from tests.bench.phone import Target

HOLE_WAIT = (0.3, 1.5)
"""Minimum and maximum seconds until a phone requests missing changes. The time is random.

During this time, a late change may close the gap.
"""
SILENCE = (25.0, 30.0)
"""A phone closes its socket after a random time without a packet. The minimum and maximum of this time, in seconds."""
CHECK_SILENCE_EVERY = 1.0


class FullHousePhones(Crowd):
    """The phones of a full house, with counts of their connections.

    `failed`: GET requests without an answer. `returns`: lost sockets. `silent`: sockets that received nothing for a
    time and were closed by the phone.
    """

    def __init__(self):
        super().__init__()
        self.streams = Streams(self._request_fetch)
        self.returns = self.silent = self.failed = 0
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._timer_ids = itertools.count()
        self._longest = 0.0
        self._states: dict[str, dict] = {}
        self._at(CHECK_SILENCE_EVERY, self._check_silence)

    def watch(self, group: str) -> dict:
        """Start a measurement: reset all counts except `differing`, and read the state of each stream.

        `settle` later applies the received changes to these states, and compares the results with the server's
        snapshots. Therefore, no stream may change while `watch` runs.
        """
        self._states = {stream: self._snapshot(phone) for stream, phone in self._readers().items()}
        self.streams.received = Received()
        self.returns = self.silent = self.failed = 0
        gc.collect()
        gc.freeze()
        self._longest = 0.0
        return {}

    def glance(self, group: str) -> dict:
        """Return the figures for the progress line: three counts, and `late_p99`, the 99th percentile of the delays in
        ms.
        """
        received = self.streams.received
        return {
            "live": received.live,
            "holes": received.holes,
            "returns": self.returns,
            "late_p99": received.late.quantile(0.99),
        }

    def settle(self, group: str, seconds: float) -> dict:
        """Wait at most `seconds` until every phone has reached the head of its stream. Return the results of the
        measurement.

        The results: the counts of received and missing changes and of connections, the quantiles of the delays, and the
        streams whose received changes do not lead to the server's snapshot (`wrong_screens`).
        """
        heads = {stream: self._snapshot(phone) for stream, phone in self._readers().items()}
        phones = list(self._phones())

        def missing() -> Counter:
            return Counter(
                phone.stream
                for phone in phones
                if phone.epoch != heads[phone.stream]["epoch"] or phone.seq < heads[phone.stream]["seq"]
            )

        longest = self._longest
        self._until(lambda: sum(missing().values()), seconds)
        received = self.streams.received
        return {
            "phones": len(phones),
            "missing": dict(missing()),
            "away": sum(not phone.is_subscribed for phone in phones),
            "live": received.live,
            "fetched": received.fetched,
            "holes": received.holes,
            "again": received.again,
            "disordered": received.disordered,
            "differing": self.streams.changes.differing,
            "returns": self.returns,
            "silent": self.silent,
            "failed_fetches": self.failed,
            "changes": {stream: heads[stream]["seq"] - state["seq"] for stream, state in self._states.items()},
            "wrong_screens": [stream for stream in heads if not self._is_right(stream, heads[stream])],
            "late_ms": {
                name: received.late.quantile(share)
                for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
            },
            "longest_turn_ms": round(longest * 1000),
        }

    def counters(self, group: str) -> dict:
        """Return {a phone's cookie: the highest counter that this phone has received}, for the phones of the group."""
        return {phone.target.cookie: phone.counter for phone in self._groups[group]}

    def turn(self, seconds: float) -> int:
        now = time.monotonic()
        while self._timers and self._timers[0][0] <= now:
            heapq.heappop(self._timers)[2]()
        if self._timers:
            seconds = max(0.0, min(seconds, self._timers[0][0] - now))
        readable = self._epoll.poll(seconds, 512)
        began = time.monotonic()
        for descriptor, _ in readable:
            reader = self._open.get(descriptor)
            if reader is None:
                continue
            self.streams.now = time.time()
            try:
                is_open = reader.read()
            except OSError:
                is_open = False
            if isinstance(reader, FollowingPhone):
                reader.read_at = began
            if not is_open:
                self._lost(reader)
        self._longest = max(self._longest, time.monotonic() - began)
        return len(readable)

    def _make(self, port: int, cookie: str, subscription: str, path: str) -> FollowingPhone:
        return FollowingPhone(Target(port, cookie, subscription), path, self.streams)

    def _at(self, seconds: float, work: Callable[[], None]) -> None:
        # The id orders entries with equal times. Without the id, the heap would compare functions and raise TypeError.
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._timer_ids), work))

    def _check_silence(self) -> None:
        """Close the sockets that have received nothing for too long.

        The time limit of each socket is random, between the two values of `SILENCE`. It is drawn anew at each check.
        """
        self._at(CHECK_SILENCE_EVERY, self._check_silence)
        now = time.monotonic()
        silent = [phone for phone in self._phones() if phone.is_subscribed and now - phone.read_at > SILENCE[0]]
        for phone in silent:
            if now - phone.read_at > random.uniform(*SILENCE):
                self.silent += 1
                self._lost(phone)

    def _request_fetch(self, phone: FollowingPhone, soon: bool) -> None:
        if not phone.is_fetching:
            phone.is_fetching = True
            self._at(0.0 if soon else random.uniform(*HOLE_WAIT), lambda: self._fetch(phone))

    def _fetch(self, phone: FollowingPhone) -> None:
        phone.is_fetching = False
        if phone.is_behind:
            phone.is_fetching = True
            try:
                self._register(Fetch(phone))
            except OSError:
                self._fetched(phone, None)

    def _fetched(self, phone: FollowingPhone, body: dict | None) -> None:
        phone.is_fetching = False
        if body is None:
            self.failed += 1
        else:
            phone.caught_up(body)
        if phone.is_behind:
            self._request_fetch(phone, False)

    def _lost(self, reader: FollowingPhone | Fetch) -> None:
        self._close(reader)
        if isinstance(reader, Fetch):
            try:
                self._fetched(reader.phone, reader.body())
            except ValueError:
                self._fetched(reader.phone, None)
        else:
            reader.is_subscribed = False
            self.returns += 1
            self._reconnect_later(reader)

    def _reconnect_later(self, phone: FollowingPhone) -> None:
        self._at(random.uniform(*RETURN_AFTER), lambda: self._try(phone))

    def _phones(self) -> itertools.chain[FollowingPhone]:
        return itertools.chain.from_iterable(self._groups.values())

    def _readers(self) -> dict[str, FollowingPhone]:
        """Return {stream: one phone that follows this stream}."""
        return {phone.stream: phone for phone in self._phones()}

    def _snapshot(self, phone: FollowingPhone) -> dict:
        """Read the current state of the phone's stream from the server."""
        url = f"http://127.0.0.1:{phone.target.port}{phone.path}/snapshot?lang={phone.stream.partition('.')[2]}"
        request = urllib.request.Request(url, headers={"Cookie": phone.target.cookie})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return reduce(empty(), json.load(answer))

    def _is_right(self, stream: str, head: dict) -> bool:
        """Return whether the received changes of a stream lead to `head`, the server's snapshot.

        The changes are applied to the state of the stream that `watch` has read.
        """
        screen = self.streams.changes.replay(stream, self._states[stream], head["seq"])
        return content(screen) == content(head)


if __name__ == "__main__":
    serve(FullHousePhones())
