"""The phones of a full house in a process of their own: they follow their streams, come back when they are dropped, and fetch what they missed.

Run as `python -m tests.bench.full_house_phones`, spoken to as tests/bench/crowd.py is; what the phones hold the server to is in following.py.
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

from moderation.core.changes import empty, reduce
from moderation.rehearsal.shared import content
from tests.bench.crowd import RETURN_AFTER, Crowd, serve
from tests.bench.fetching import Fetch
from tests.bench.following import FollowingPhone, Streams, Tally
from tests.bench.phone import Phone, Target

HOLE_WAIT = (0.3, 1.5)
"""Seconds in which a hole may close by itself before it is fetched."""
SILENCE = (25.0, 30.0)
"""Seconds without a word after which a phone takes its socket for dead."""
LOOK_EVERY = 1.0


class FullHousePhones(Crowd):
    """`failed`: fetches that brought nothing; `returns`: phones that had lost their socket; `silent`: those of them that gave it up themselves."""

    def __init__(self):
        super().__init__()
        self.streams = Streams(self._want)
        self.returns = self.silent = self.failed = 0
        self._timers: list[tuple[float, int, Callable[[], None]]] = []
        self._turns = itertools.count()
        self._longest = self._began = 0.0
        self._states: dict[str, dict] = {}
        self._at(LOOK_EVERY, self._look)

    def watch(self, group: str) -> dict:
        """From now on everything is counted. Call it while nothing moves."""
        self._states = {stream: self._snapshot(phone) for stream, phone in self._readers().items()}
        self.streams.balance_rows = Tally()
        self.returns = self.silent = self.failed = 0
        gc.collect()
        gc.freeze()
        self._longest = 0.0
        return {}

    def glance(self, group: str) -> dict:
        """How it goes."""
        balance_rows = self.streams.balance_rows
        return {
            "live": balance_rows.live,
            "holes": balance_rows.holes,
            "returns": self.returns,
            "late_p99": balance_rows.late.quantile(0.99),
        }

    def settle(self, group: str, seconds: float) -> dict:
        """Until every phone is where its stream is, or the time is over: what all of them got, and how many miss something."""
        heads = {stream: self._snapshot(phone) for stream, phone in self._readers().items()}
        phones = [phone for some in self._groups.values() for phone in some]

        def missing() -> Counter:
            return Counter(
                phone.stream
                for phone in phones
                if phone.epoch != heads[phone.stream]["epoch"] or phone.seq < heads[phone.stream]["seq"]
            )

        longest = self._longest
        self._until(lambda: sum(missing().values()), seconds)
        balance_rows = self.streams.balance_rows
        return {
            "phones": len(phones),
            "missing": dict(missing()),
            "away": sum(not phone.is_there for phone in phones),
            "live": balance_rows.live,
            "fetched": balance_rows.fetched,
            "holes": balance_rows.holes,
            "again": balance_rows.again,
            "disordered": balance_rows.disordered,
            "differing": self.streams.changes.differing,
            "returns": self.returns,
            "silent": self.silent,
            "failed_fetches": self.failed,
            "changes": {stream: heads[stream]["seq"] - state["seq"] for stream, state in self._states.items()},
            "wrong_screens": [stream for stream in heads if not self._is_right(stream, heads[stream])],
            "late_ms": {
                name: balance_rows.late.quantile(share)
                for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
            },
            "longest_turn_ms": round(longest * 1000),
        }

    def counters(self, group: str) -> dict:
        """{cookie: the newest notice of one's own}."""
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
            one = self._open_ones.get(descriptor)
            if one is None:
                continue
            self.streams.now = time.time()
            try:
                goes_on = one.read()
            except OSError:
                goes_on = False
            if isinstance(one, FollowingPhone):
                one.heard_at = began
            if not goes_on:
                self._lost(one)
        self._longest = max(self._longest, time.monotonic() - began)
        return len(readable)

    def _make(self, port: int, cookie: str, wish: str, path: str) -> Phone:
        return FollowingPhone(Target(port, cookie, wish), path, self.streams)

    def _at(self, seconds: float, work: Callable[[], None]) -> None:
        heapq.heappush(self._timers, (time.monotonic() + seconds, next(self._turns), work))

    def _look(self) -> None:
        """Who has heard nothing for long gives its socket up."""
        self._at(LOOK_EVERY, self._look)
        now = time.monotonic()
        for phone in [
            phone
            for some in self._groups.values()
            for phone in some
            if phone.is_there and now - phone.heard_at > SILENCE[0]
        ]:
            if now - phone.heard_at > random.uniform(*SILENCE):
                self.silent += 1
                self._lost(phone)

    def _want(self, phone: FollowingPhone, soon: bool) -> None:
        if not phone.is_fetching:
            phone.is_fetching = True
            self._at(0.0 if soon else random.uniform(*HOLE_WAIT), lambda: self._fetch(phone))

    def _fetch(self, phone: FollowingPhone) -> None:
        phone.is_fetching = False
        if phone.is_behind:
            phone.is_fetching = True
            try:
                self._listen_to(Fetch(phone))
            except OSError:
                self._fetched(phone, None)

    def _fetched(self, phone: FollowingPhone, body: dict | None) -> None:
        phone.is_fetching = False
        if body is None:
            self.failed += 1
        else:
            phone.caught_up(body)
        if phone.is_behind:
            self._want(phone, False)

    def _lost(self, one: FollowingPhone | Fetch) -> None:
        self._close(one)
        if isinstance(one, Fetch):
            try:
                self._fetched(one.phone, one.body())
            except ValueError:
                self._fetched(one.phone, None)
        else:
            one.is_there = False
            self.returns += 1
            self._come_back(one)

    def _come_back(self, phone: FollowingPhone) -> None:
        self._at(random.uniform(*RETURN_AFTER), lambda: self._try(phone))

    def _readers(self) -> dict[str, FollowingPhone]:
        """One phone of each stream."""
        return {phone.stream: phone for some in self._groups.values() for phone in some}

    def _snapshot(self, phone: FollowingPhone) -> dict:
        """The stream's state as the server gives it now."""
        url = f"http://127.0.0.1:{phone.target.port}{phone.path}/snapshot?lang={phone.stream.partition('.')[2]}"
        with urllib.request.urlopen(
            urllib.request.Request(url, headers={"Cookie": phone.target.cookie}), timeout=60
        ) as answer:
            return reduce(empty(), json.load(answer))

    def _is_right(self, stream: str, head: dict) -> bool:
        """Whether a screen that has taken every change shows what the server's snapshot shows."""
        screen = self.streams.changes.replay(stream, self._states[stream], head["seq"])
        return content(screen) == content(head)


if __name__ == "__main__":
    serve(FullHousePhones())
