"""A phone that holds the server to its promise: every change of its stream, once, in order, and the bytes that everybody else got."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from moderation.core.changes import reduce
from tests.bench.phone import SUBSCRIBED, UPDATE, Phone, Target

HEAD, OWN = b'42["head"', b'42["own"'
SLOWEST = 60_000
"""Milliseconds: what is later than that counts as this."""


class Change(NamedTuple):
    """Of a change what a phone needs to know; `at` in seconds of the system's clock, when its transaction began."""

    epoch: str
    after: int
    seq: int
    at: float


class Changes:
    """All changes that any phone got, each read once however many get it. `differing`: how many were not the same for two phones."""

    def __init__(self):
        self.differing = 0
        self._read: dict[bytes, Change] = {}
        self._bodies: dict[tuple[str, str, int], dict] = {}

    def read(self, payload: bytes) -> Change:
        """A `change` event."""
        if (known := self._read.get(payload)) is None:
            stream, body = json.loads(payload[2:])[1]
            known = self._read[payload] = Change(
                body["epoch"], body["after"], body["seq"], datetime.fromisoformat(body["at"]).timestamp()
            )
            self.differing += self._bodies.setdefault((stream, known.epoch, known.seq), body) is not body
        return known

    def replay(self, stream: str, state: dict, seq: int) -> dict:
        """The state (core/changes) after the later changes of the stream up to this one, as far as they follow without a hole."""
        while state["seq"] < seq and (body := self._bodies.get((stream, state["epoch"], state["seq"] + 1))) is not None:
            state = reduce(state, body)
        return state


class Late:
    """How late changes came, counted by milliseconds."""

    def __init__(self):
        self._counts = [0] * (SLOWEST + 1)

    def add(self, seconds: float) -> None:
        self._counts[min(SLOWEST, max(0, int(seconds * 1000)))] += 1

    def quantile(self, share: float) -> int | None:
        """Milliseconds within which this share came; None where nothing came."""
        wanted, came = share * sum(self._counts), 0
        for late, count in enumerate(self._counts):
            came += count
            if count and came >= wanted:
                return late
        return None


class Tally:
    """What all phones together got: changes `live` and `fetched`; `holes` found in what came live; changes that came `again` or `disordered`."""

    def __init__(self):
        self.live = self.fetched = self.holes = self.again = self.disordered = 0
        self.late = Late()


class Streams:
    """What the phones of one load share. `now` is the system's clock at the last look.

    `wants(phone, soon)` is called where a phone is behind: soon after a return, else when the hole may have closed by itself.
    """

    def __init__(self, wants: Callable[[FollowingPhone, bool], None]):
        self.changes, self.balance_rows, self.wants = Changes(), Tally(), wants
        self.now = 0.0


class FollowingPhone(Phone):
    """`epoch` and `seq`: where it is in its stream; `path`: its seat's reads; `counter`: the newest notice of its own."""

    __slots__ = (
        "_ahead",
        "_hall",
        "_joined",
        "_newest",
        "counter",
        "epoch",
        "heard_at",
        "is_fetching",
        "path",
        "seq",
        "stream",
    )

    def __init__(self, target: Target, path: str, streams: Streams):
        super().__init__(target)
        self.path, self._hall = path, streams
        self.stream: str | None = None
        self.epoch: str | None = None
        self.seq = self._joined = self._newest = -1
        self.counter, self.heard_at = 0, 0.0
        self.is_fetching = False
        self._ahead: list[Change] = []

    def open(self) -> None:
        self.is_there, self._newest = False, -1
        super().open()

    @property
    def is_behind(self) -> bool:
        """Whether something came, or was said to be there, that cannot be taken yet."""
        return bool(self._ahead)

    def caught_up(self, body: dict) -> None:
        """Take what was fetched: one change to now, or everything anew."""
        if body["epoch"] != self.epoch or body["seq"] > self.seq:
            self._hall.balance_rows.fetched += body["seq"] - self.seq if body["epoch"] == self.epoch else 1
            self.epoch, self.seq = body["epoch"], body["seq"]
        self._joined = max(self._joined, self.seq)
        self._go_on()

    def _hear(self, first: int, payload: bytes) -> None:
        if payload.startswith(UPDATE):
            self._take(self._hall.changes.read(payload))
        elif payload.startswith(HEAD):
            head = json.loads(payload[2:])[1][1]
            self._see(head["epoch"], head["seq"])
        elif payload.startswith(OWN):
            self.counter = max(self.counter, json.loads(payload[2:])[1]["counter"])
        else:
            super()._hear(first, payload)
            if payload.startswith(SUBSCRIBED):
                self._subscribed(json.loads(payload[3:])[0])

    def _subscribed(self, answer: dict) -> None:
        if not answer["ok"]:
            raise RuntimeError(f"subscribe: {answer['code']}")
        self.stream = answer["stream"]
        self.counter = max(self.counter, answer.get("counter", 0))
        if self.epoch is None:
            self.epoch, self.seq = answer["epoch"], answer["seq"]
        # What came between the joining of the room and the reading of the head is in both.
        self._joined = max(self.seq, answer["seq"])
        self._go_on()
        if self._is_before(answer["epoch"], answer["seq"]):
            self._ahead.append(_place(answer["epoch"], answer["seq"]))
        if self._ahead:
            self._hall.wants(self, True)

    def _see(self, epoch: str, seq: int) -> None:
        """Where the stream stands: nothing that came before this may still be missing."""
        if self.is_there and not self._ahead and self._is_before(epoch, seq):
            self._miss(_place(epoch, seq))

    def _take(self, change: Change) -> None:
        if not self.is_there:
            self._ahead.append(change)
        elif change.epoch == self.epoch and change.seq <= self.seq:
            self._hall.balance_rows.again += change.seq > self._joined
        elif change in self._ahead:
            self._hall.balance_rows.again += 1
        else:
            self._hall.balance_rows.disordered += change.seq < self._newest
            self._newest = max(self._newest, change.seq)
            if change.epoch == self.epoch and change.after <= self.seq:
                self._apply(change)
                if self._ahead:
                    self._go_on()
            else:
                self._miss(change)

    def _miss(self, ahead: Change) -> None:
        """This cannot be taken yet."""
        self._hall.balance_rows.holes += not self._ahead
        self._ahead.append(ahead)
        self._hall.wants(self, False)

    def _apply(self, change: Change) -> None:
        self._hall.balance_rows.live += 1
        self._hall.balance_rows.late.add(self._hall.now - change.at)
        self.seq = change.seq

    def _go_on(self) -> None:
        """Apply what came ahead and is next by now; let go what is behind."""
        ahead, self._ahead = sorted(self._ahead, key=lambda change: change.seq), []
        for change in ahead:
            if self._is_before(change.epoch, change.seq):
                if change.epoch == self.epoch and change.after <= self.seq:
                    self._apply(change)
                else:
                    self._ahead.append(change)

    def _is_before(self, epoch: str, seq: int) -> bool:
        return epoch != self.epoch or seq > self.seq


def _place(epoch: str, seq: int) -> Change:
    """Where a stream stands, as a change that only fetching can reach."""
    return Change(epoch, seq, seq, 0.0)
