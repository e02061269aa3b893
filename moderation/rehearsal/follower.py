"""A client that keeps the state of one seat's stream current, following the rules of docs/wire.md."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, cast

from ..core import reducer
from ..core.contracts import Change, Head, StreamState
from .browser import Browser, Unreachable
from .client.cursor import StreamCursor
from .client.packets import subscription
from .client.shared import SharedStates
from .connection import Connection

SILENCE = 25
"""Seconds without a packet after which the connection counts as lost."""
HOLE_WAIT = (0.3, 1.5)
"""Range of the random delay, in seconds, before missing changes are requested. In this time, the changes may still
arrive over the socket.
"""
RECONNECT_WITHIN = 5.0
"""Maximum of the uniform random delay in seconds before each reconnection."""
HEAL_TRIES = 6


class Follower:
    """The connection of one seat and the state of its stream.

    - `on_change(change)`: called after each applied change.
    - `on_event(name, arguments)`: called for every event except `change` and `head`. The answer to the subscription is
      also passed to this function, with the name `subscribed`.
    - `holes`: the number of GET requests for the changes in a gap.
    - `reconnects`: the number of lost connections and failed attempts to connect.
    - `failures`: the number of reads without a successful answer.
    """

    __slots__ = (
        "_browser", "_code", "_cursor", "_healing", "_rng", "_seat", "_shared",
        "connected", "failures", "holes", "lang", "on_change", "on_event", "reconnects", "stream",
    )  # fmt: skip

    def __init__(self, browser: Browser, code: str, seat: str, lang: str, rng: random.Random, shared: SharedStates):
        self._browser, self._code, self._seat, self._rng, self._shared = browser, code, seat, rng, shared
        self.lang, self.stream = lang, seat
        self.connected = asyncio.Event()
        self.on_change: Callable[[Change], None] | None = None
        self.on_event: Callable[[str, list[Any]], None] | None = None
        self.holes = self.reconnects = self.failures = 0
        self._cursor = StreamCursor(reducer.empty(), self._advance)
        self._healing: asyncio.Task[None] | None = None

    @property
    def state(self) -> StreamState:
        """Return the current state of the stream, which a page would show."""
        return self._cursor.state

    @property
    def path(self) -> str:
        """Return the common prefix of the paths of this seat's reads and commands."""
        return f"/api/s/{self._code}/{self._seat.replace('.', '/', 1)}"

    async def follow(self) -> None:
        """Connect, listen and reconnect until the task is cancelled. Read missing changes before each reconnection."""
        while True:
            try:
                await self._listen()
            except Unreachable:
                self.connected.clear()
            self.reconnects += 1
            await asyncio.sleep(self._rng.uniform(0, RECONNECT_WITHIN))
            await self.catch_up()

    def take(self, change: Change) -> None:
        """Apply, ignore or buffer a change. If earlier changes are missing, request the missing changes."""
        if self._cursor.receive(change) in ("gap", "reset"):
            self._heal_soon()

    async def catch_up(self) -> bool:
        """Read the missing changes and apply them. Return False if the read fails."""
        read, parameters = self._cursor.request()
        try:
            answer = await self._browser.get(f"{self.path}/{read}", **parameters, lang=self.lang)
        except Unreachable:
            self.failures += 1
            return False
        if answer.status != 200:
            self.failures += 1
            return False
        self._cursor.catch_up(cast(Change, answer.body))
        return True

    async def fresh(self) -> StreamState:
        """Read a new snapshot and return its state; `state` does not change.

        Raise Unreachable if the server does not send the snapshot.
        """
        answer = await self._browser.get(f"{self.path}/snapshot", lang=self.lang)
        if answer.status != 200:
            raise Unreachable(f"snapshot: {answer.code}")
        return reducer.reduce(reducer.empty(), cast(Change, answer.body))

    def stop_healing(self) -> None:
        """If a task is requesting the changes in a gap, cancel this task."""
        if self._healing:
            self._healing.cancel()

    async def _listen(self) -> None:
        connection = await Connection.open(self._browser)
        try:
            answer = await connection.call("subscribe", subscription(self._code, self._seat, self.lang))
            if not answer.get("ok"):
                raise Unreachable(f"subscribe: {answer.get('code')}")
            self.stream = answer["stream"]
            self._see_head(answer)
            self._dispatch("subscribed", [answer])
            self.connected.set()
            while True:
                self._dispatch(*await connection.next_event(SILENCE))
        finally:
            await connection.close()

    def _dispatch(self, name: str, arguments: list[Any]) -> None:
        if name == "change":
            self.take(arguments[1])
        elif name == "head":
            self._see_head(arguments[1])
        elif self.on_event:
            self.on_event(name, arguments)

    def _see_head(self, head: Head) -> None:
        if self._cursor.see_head({"epoch": head["epoch"], "seq": head["seq"]}):
            self._heal_soon()

    def _advance(self, state: StreamState, change: Change) -> StreamState:
        following = self._shared.reduce(self.stream, state, change)
        if self.on_change:
            self.on_change(change)
        return following

    def _heal_soon(self) -> None:
        if self._healing is None or self._healing.done():
            self._healing = asyncio.create_task(self._heal())

    async def _heal(self) -> None:
        """Catch up after a random delay. While changes are missing, try again, at most `HEAL_TRIES` times in total."""
        for _ in range(HEAL_TRIES):
            # If the client already has a state, wait for a random time. The missing change can still arrive in this
            # time; a GET request is then not necessary. The time is random, so that the clients do not all read at the
            # same moment.
            if self.state["epoch"] is not None:
                await asyncio.sleep(self._rng.uniform(*HOLE_WAIT))
            if not self._cursor.is_behind:
                break
            self.holes += self.state["epoch"] is not None
            if not await self.catch_up() and self.state["epoch"] is None:
                await asyncio.sleep(self._rng.uniform(*HOLE_WAIT))
