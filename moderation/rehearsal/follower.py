"""A client that keeps one seat's stream current, by the rules of docs/wire.md."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from typing import Any, cast

from ..core import changes
from ..core.contracts import Change, Head, StreamState
from .browser import Browser, Unreachable
from .client.cursor import StreamCursor
from .client.packets import subscription
from .client.shared import SharedStates
from .connection import Connection

SILENCE = 25
"""Seconds without a packet after which the socket counts as lost."""
HOLE_WAIT = (0.3, 1.5)
"""Seconds, drawn at random, in which a late change may close a gap before it is fetched."""
RECONNECT_WITHIN = 5.0
"""Seconds: each reconnection follows a uniform random delay up to this."""
HEAL_TRIES = 6


class Follower:
    """The connection of one seat and the state of its stream.

    `on_change(change)` is called after each applied change, `on_event(name, arguments)` for every event that is neither
    `change` nor `head`, and with the name `subscribed` for the subscription's answer.
    `holes`: gaps fetched; `reconnects`: sockets lost; `failures`: reads without an accepted answer.
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
        self._cursor = StreamCursor(changes.empty(), self._advance)
        self._healing: asyncio.Task[None] | None = None

    @property
    def state(self) -> StreamState:
        """The state that this screen shows."""
        return self._cursor.state

    @property
    def path(self) -> str:
        """The path below which this seat's reads and commands are."""
        return f"/api/s/{self._code}/{self._seat.replace('.', '/', 1)}"

    async def follow(self) -> None:
        """Connect, listen and reconnect until cancelled. Between two connections, read `changes`."""
        while True:
            try:
                await self._listen()
            except Unreachable:
                self.connected.clear()
            self.reconnects += 1
            await asyncio.sleep(self._rng.uniform(0, RECONNECT_WITHIN))
            await self.catch_up()

    def take(self, change: Change) -> None:
        """Apply a change, ignore it, or keep it and fetch the gap before it."""
        if self._cursor.receive(change) in ("hole", "reset"):
            self._heal_soon()

    async def catch_up(self) -> bool:
        """Read the missing changes and apply them. Return False when the read has no accepted answer."""
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
        """Return a snapshot taken now, as a separate state. Unreachable when the server does not send it."""
        answer = await self._browser.get(f"{self.path}/snapshot", lang=self.lang)
        if answer.status != 200:
            raise Unreachable(f"snapshot: {answer.code}")
        return changes.reduce(changes.empty(), cast(Change, answer.body))

    def stop_healing(self) -> None:
        """Cancel the read that closes a gap, if one is under way."""
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
        """Catch up after a random delay; repeat a few times while the state is still behind."""
        for _ in range(HEAL_TRIES):
            # An empty state has nothing to wait for. Otherwise a late change may close the gap, and the random delay
            # keeps all clients from reading at once.
            if self.state["epoch"] is not None:
                await asyncio.sleep(self._rng.uniform(*HOLE_WAIT))
            if not self._cursor.is_behind:
                break
            self.holes += self.state["epoch"] is not None
            if not await self.catch_up() and self.state["epoch"] is None:
                await asyncio.sleep(self._rng.uniform(*HOLE_WAIT))
