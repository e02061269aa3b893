"""Keeps one seat's stream current, by the rules that docs/wire.md gives every client."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from ..core import changes
from .browser import Browser, Unreachable
from .shared import SharedStates
from .socket import Socket

SILENCE = 25
HOLE_WAIT = (0.3, 1.5)
RECONNECT_WITHIN = 5.0
HEAL_TRIES = 6


class Follower:
    """`state` is what this screen shows. `on_change(change)` is called after each applied one, `on_event(name, arguments)` for any other event.

    `holes`: gaps that had to be fetched; `reconnects`: sockets lost; `failures`: reads without an answer.
    """

    __slots__ = (
        "_ahead", "_browser", "_code", "_healing", "_rng", "_seat", "_shared", "_wanted",
        "connected", "failures", "holes", "lang", "on_change", "on_event", "reconnects", "state", "stream",
    )  # fmt: skip

    def __init__(self, browser: Browser, code: str, seat: str, lang: str, rng: random.Random, shared: SharedStates):
        self._browser, self._code, self._seat, self._rng, self._shared = browser, code, seat, rng, shared
        self.lang, self.stream = lang, seat
        self.state = changes.empty()
        self.connected = asyncio.Event()
        self.on_change: Callable[[dict], None] | None = None
        self.on_event: Callable[[str, list], None] | None = None
        self.holes = self.reconnects = self.failures = 0
        self._wanted: tuple[str, int] | None = None
        self._ahead: list[dict] = []
        self._healing: asyncio.Task | None = None

    @property
    def path(self) -> str:
        """Where this seat's reads and commands are."""
        return f"/api/s/{self._code}/{self._seat.replace('.', '/', 1)}"

    async def follow(self) -> None:
        """Connect, listen, connect again, until cancelled. Without a socket it goes on by reading `changes`."""
        while True:
            try:
                await self._listen()
            except Unreachable:
                self.connected.clear()
            self.reconnects += 1
            await asyncio.sleep(self._rng.uniform(0, RECONNECT_WITHIN))
            await self.catch_up()

    async def _listen(self) -> None:
        socket = await Socket.open(self._browser)
        try:
            answer = await socket.call("subscribe", {"session": self._code, "seat": self._seat, "lang": self.lang})
            if not answer.get("ok"):
                raise Unreachable(f"subscribe: {answer.get('code')}")
            self.stream = answer["stream"]
            self._see_head(answer)
            self._hear("subscribed", [answer])
            self.connected.set()
            while True:
                self._hear(*await socket.event(SILENCE))
        finally:
            await socket.close()

    def _hear(self, name: str, arguments: list) -> None:
        if name == "change":
            self.take(arguments[1])
        elif name == "head":
            self._see_head(arguments[1])
        elif self.on_event:
            self.on_event(name, arguments)

    def take(self, change: dict) -> None:
        """Apply a change, ignore it, or keep it until the hole before it is filled."""
        verdict = changes.verdict(self.state, change)
        if verdict == "apply":
            self.state = self._shared.reduce(self.stream, self.state, change)
            if self.on_change:
                self.on_change(change)
        elif verdict != "ignore":
            self._ahead.append(change)
            self._want(change["epoch"], change["seq"])

    def _see_head(self, head: dict) -> None:
        if head["epoch"] != self.state["epoch"] or head["seq"] > self.state["seq"]:
            self._want(head["epoch"], head["seq"])

    def _want(self, epoch: str, seq: int) -> None:
        if self._wanted is None or self._wanted[0] != epoch or self._wanted[1] < seq:
            self._wanted = (epoch, seq)
        if self._healing is None or self._healing.done():
            self._healing = asyncio.create_task(self._heal())

    @property
    def _is_behind(self) -> bool:
        return self._wanted is not None and (
            self._wanted[0] != self.state["epoch"] or self._wanted[1] > self.state["seq"]
        )

    async def _heal(self) -> None:
        for _ in range(HEAL_TRIES):
            # An empty screen has nothing to wait for; others spread out, and a late change may close the hole by itself.
            if self.state["epoch"] is not None:
                await asyncio.sleep(self._rng.uniform(*HOLE_WAIT))
            if not self._is_behind:
                break
            self.holes += self.state["epoch"] is not None
            if not await self.catch_up() and self.state["epoch"] is None:
                await asyncio.sleep(self._rng.uniform(*HOLE_WAIT))
        self._ahead.clear()

    async def catch_up(self) -> bool:
        """GET what is missing and apply it, then what arrived meanwhile. False when no answer came."""
        try:
            if self.state["epoch"] is None:
                answer = await self._browser.get(f"{self.path}/snapshot", lang=self.lang)
            else:
                params = {"epoch": self.state["epoch"], "after": str(self.state["seq"]), "lang": self.lang}
                answer = await self._browser.get(f"{self.path}/changes", **params)
        except Unreachable:
            self.failures += 1
            return False
        if answer.status != 200:
            self.failures += 1
            return False
        # The server's word is newer than what was wanted, above all where the epoch is another.
        self._wanted = None
        self.take(answer.body)
        ahead, self._ahead = sorted(self._ahead, key=lambda change: change["seq"]), []
        for change in ahead:
            if change["epoch"] == self.state["epoch"]:
                self.take(change)
        return True

    async def fresh(self) -> dict:
        """A snapshot taken now, as a state of its own. Unreachable when it cannot be had."""
        answer = await self._browser.get(f"{self.path}/snapshot", lang=self.lang)
        if answer.status != 200:
            raise Unreachable(f"snapshot: {answer.code}")
        return changes.reduce(changes.empty(), answer.body)

    def stop_healing(self) -> None:
        """Cancel the fetch that may be under way."""
        if self._healing:
            self._healing.cancel()
