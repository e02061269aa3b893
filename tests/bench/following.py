"""A phone that checks its stream. Each change must arrive once and in order.

Each change must have the same content at every phone.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import NotRequired, TypedDict

from moderation.core.reducer import reduce
from moderation.rehearsal.client.cursor import StreamCursor
from moderation.rehearsal.client.packets import event_prefix
from tests.bench.phone import SUBSCRIBED, UPDATE, Phone, Target

HEAD, OWN = event_prefix("head").encode(), event_prefix("own").encode()
SLOWEST = 60_000
"""Maximum delay in milliseconds. A longer delay counts as this maximum."""


class Mark(TypedDict):
    """A change of a stream without its content: only the fields with which a phone checks the order of the changes.

    `at`: when the change's transaction began (seconds, system clock). `reset`: see `position`.
    """

    epoch: str | None
    after: int
    seq: int
    at: float
    reset: NotRequired[bool]


def position(epoch: str | None, seq: int) -> Mark:
    """Return a `Mark` that moves a phone to a position in its stream, regardless of the phone's earlier position.

    The field `reset` of this mark is true, so a phone that applies the mark discards its earlier position.
    """
    return {"epoch": epoch, "after": seq, "seq": seq, "at": 0.0, "reset": True}


class Changes:
    """All changes that the phones have received. Each change is parsed only once.

    `differing`: how many payloads differ from the first payload of the same change.
    """

    def __init__(self):
        self.differing = 0
        self._marks: dict[bytes, Mark] = {}
        self._bodies: dict[tuple[str, str, int], dict] = {}

    def read(self, payload: bytes) -> Mark:
        """Keep the change of this `change` event for `replay`, and return the change's `Mark`."""
        if (mark := self._marks.get(payload)) is None:
            stream, body = json.loads(payload[2:])[1]
            at = datetime.fromisoformat(body["at"]).timestamp()
            mark = {"epoch": body["epoch"], "after": body["after"], "seq": body["seq"], "at": at}
            self._marks[payload] = mark
            self.differing += self._bodies.setdefault((stream, body["epoch"], body["seq"]), body) is not body
        return mark

    def replay(self, stream: str, state: dict, seq: int) -> dict:
        """Apply the stream's changes after `state` up to `seq`, and return the new state.

        Stop at the first missing change.
        """
        while state["seq"] < seq and (body := self._bodies.get((stream, state["epoch"], state["seq"] + 1))) is not None:
            state = reduce(state, body)
        return state


class Delays:
    """A histogram of the delays of changes, in milliseconds."""

    def __init__(self):
        self._counts = [0] * (SLOWEST + 1)

    def add(self, seconds: float) -> None:
        self._counts[min(SLOWEST, max(0, int(seconds * 1000)))] += 1

    def quantile(self, share: float) -> int | None:
        """Return the quantile `share` (0 to 1) of the delays, in milliseconds. Return None if there are no delays."""
        rank, total = share * sum(self._counts), 0
        for delay, count in enumerate(self._counts):
            total += count
            if count and total >= rank:
                return delay
        return None


class Received:
    """The totals over all phones.

    `live` and `fetched` count the changes received by socket and by GET. `holes` counts the gaps in the sequence of
    changes. `again` counts the changes received a second time, and `disordered` the changes received after a later
    change. `late` contains the delays of the live changes.
    """

    def __init__(self):
        self.live = self.fetched = self.holes = self.again = self.disordered = 0
        self.late = Delays()


class Streams:
    """The data that all simulated phones share. `now`: the system clock at the last read.

    `request_fetch(phone, soon)`: a phone calls this function when it has missed changes, so that the function plans a
    GET request. After a reconnection, `soon` is true and the request is sent at once. Otherwise, the function waits
    before the request, because a late change may close the gap.
    """

    def __init__(self, request_fetch: Callable[[FollowingPhone, bool], None]):
        self.changes, self.received, self.request_fetch = Changes(), Received(), request_fetch
        self.now = 0.0


class FollowingPhone(Phone):
    """A phone that follows its stream.

    `path`: the path of the seat's API. `counter`: the highest counter in the phone's `own` notices and in the answers
    to `subscribe`. `read_at`: when the phone last read from its socket (monotonic clock). `is_fetching`: true if a GET
    request is planned or has no answer yet.
    """

    __slots__ = ("_cursor", "_joined", "_newest", "_streams", "counter", "is_fetching", "path", "read_at", "stream")

    def __init__(self, target: Target, path: str, streams: Streams):
        super().__init__(target)
        self.path, self._streams = path, streams
        self.stream: str | None = None
        self.counter, self.read_at = 0, 0.0
        self.is_fetching = False
        self._cursor = StreamCursor(position(None, -1), self._advance)
        self._joined = self._newest = -1

    @property
    def epoch(self) -> str | None:
        return self._cursor.state["epoch"]

    @property
    def seq(self) -> int:
        return self._cursor.state["seq"]

    @property
    def is_behind(self) -> bool:
        """True if the phone has learned of a change that it cannot apply yet. The server has announced or sent this
        change.
        """
        return self._cursor.is_behind

    def open(self) -> None:
        self.is_subscribed, self._newest = False, -1
        super().open()

    def fetch_path(self) -> str:
        """Return the path and query of the GET request for the missing changes."""
        read, parameters = self._cursor.request()
        parameters["lang"] = self.stream.partition(".")[2]
        return f"{self.path}/{read}?{'&'.join(f'{name}={value}' for name, value in parameters.items())}"

    def caught_up(self, body: dict) -> None:
        """Apply the answer to the GET request. Then apply the buffered changes with later sequence numbers."""
        if body["epoch"] != self.epoch:
            self._streams.received.fetched += 1
            self._joined = max(self._joined, body["seq"])
        else:
            self._streams.received.fetched += max(0, body["seq"] - self.seq)
            self._joined = max(self._joined, self.seq, body["seq"])
        self._cursor.catch_up(position(body["epoch"], body["seq"]))

    def _handle(self, first: int, payload: bytes) -> None:
        if payload.startswith(UPDATE):
            self._receive(self._streams.changes.read(payload))
        elif payload.startswith(HEAD):
            head = json.loads(payload[2:])[1][1]
            self._see_head(head["epoch"], head["seq"])
        elif payload.startswith(OWN):
            self.counter = max(self.counter, json.loads(payload[2:])[1]["counter"])
        else:
            super()._handle(first, payload)
            if payload.startswith(SUBSCRIBED):
                self._subscribed(json.loads(payload[3:])[0])

    def _subscribed(self, answer: dict) -> None:
        if not answer["ok"]:
            raise RuntimeError(f"subscribe: {answer['code']}")
        self.stream = answer["stream"]
        self.counter = max(self.counter, answer.get("counter", 0))
        head = position(answer["epoch"], answer["seq"])
        if self.epoch is None:
            self._cursor.state = head
        # To answer `subscribe`, the server first adds the phone to the room of the stream. Then it reads the head. A
        # change that the server publishes between these two steps arrives twice. Do not count this change as a
        # duplicate.
        self._joined = max(self.seq, answer["seq"])
        if self._cursor.subscribed(head):
            self._streams.request_fetch(self, True)

    def _see_head(self, epoch: str, seq: int) -> None:
        if not self.is_subscribed or self._cursor.is_behind:
            return
        if self._cursor.see_head(position(epoch, seq)):
            self._streams.received.holes += 1
            self._streams.request_fetch(self, False)

    def _receive(self, mark: Mark) -> None:
        received, cursor = self._streams.received, self._cursor
        if not self.is_subscribed:
            cursor.buffer(mark)
        elif mark["epoch"] == cursor.state["epoch"] and mark["seq"] <= cursor.state["seq"]:
            received.again += mark["seq"] > self._joined
        elif mark in cursor.ahead:
            received.again += 1
        else:
            received.disordered += mark["seq"] < self._newest
            self._newest = max(self._newest, mark["seq"])
            was_behind = cursor.is_behind
            if cursor.receive(mark) != "apply":
                received.holes += not was_behind
                self._streams.request_fetch(self, False)

    def _advance(self, state: Mark, mark: Mark) -> Mark:
        if "reset" not in mark:
            self._streams.received.live += 1
            self._streams.received.late.add(self._streams.now - mark["at"])
        return mark
