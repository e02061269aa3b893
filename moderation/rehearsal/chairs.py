"""Scripted co-chairs: they read, approve, decline, order and advance as two people do who share one desk."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter
from itertools import count
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from .browser import Browser, Unreachable
from .follower import Follower
from .options import CannotRehearse
from .outbox import Delivery, deliver
from .shared import SharedStates

SEATS = {"chair_a": "chair.a", "chair_b": "chair.b"}
READING = (0.3, 1.2)
ADVANCE_EVERY = (3.0, 6.0)
DECLINE_SHARE, COLLISION_SHARE, PRESENCE_SHARE = 0.12, 0.05, 0.1
TIDY_EVERY = (1.5, 4.0)
HANDS_OFF = 3.0
REST_WITHIN = 20


def secrets(path: Path) -> dict[str, str]:
    """{seat: secret} of the co-chairs in a links file. CannotRehearse when it is no such file."""
    try:
        links = json.loads(path.read_text("utf-8"))
        found = {seat: urlsplit(links[name]).fragment for name, seat in SEATS.items() if links.get(name)}
    except (OSError, ValueError, AttributeError, TypeError):
        raise CannotRehearse(f"{path.name} is not a links file.") from None
    if not found or not all(found.values()):
        raise CannotRehearse(f"{path.name} has no co-chair's link.")
    return found


class Chair:
    """`acts` counts what was done, `refused` {code: n}, `first_seen` when each question came to this screen.

    `approved_at`: {number: when its approval was sent}, one for all co-chairs and filled by them.
    """

    def __init__(self, seat: str, browser: Browser, rng: random.Random, approved_at: dict[int, float]):
        self.seat, self.browser, self.rng = seat, browser, rng
        self.follower: Follower | None = None
        self.reasons: list[str] = []
        self.acts, self.refused = Counter(), Counter()
        self.first_seen: dict[int, float] = {}
        self.approved_at = approved_at
        self._rests = False
        self._touched: dict[int, float] = {}
        self._keys = count(1)
        self._tasks: list[asyncio.Task] = []
        self._working: asyncio.Task | None = None

    async def enter(self, code: str, secret: str, shared: SharedStates) -> None:
        """Exchange the secret for a cookie and open the page. CannotRehearse when the link is not accepted."""
        path = self.seat.replace(".", "/")
        answer = await self.browser.post(f"/api/s/{code}/{path}/enter", {"secret": secret})
        if not answer.is_accepted:
            raise CannotRehearse(f"The link of {self.seat} is not accepted: {answer.code}.")
        page = await self.browser.open_page(f"/s/{code}/{path}")
        self.reasons = [reason["key"] for reason in page["session"]["reasons"]]
        self.follower = Follower(self.browser, code, self.seat, page["lang"], self.rng, shared)
        self.follower.stream = "chairs"
        self.follower.take(page["state"])
        self.follower.on_change = self._notice

    def start(self) -> None:
        """Connect and begin to work."""
        self._tasks.append(asyncio.create_task(self.follower.follow()))
        self._working = asyncio.create_task(self._work())

    async def rest(self) -> None:
        """Finish the act under way and do no other; the screen stays current."""
        self._rests = True
        if self._working:
            await asyncio.wait([self._working], timeout=REST_WITHIN)
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)

    async def stop(self) -> None:
        """Disconnect."""
        await self.rest()
        self.follower.stop_healing()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def waiting(self) -> list[dict]:
        """The pending questions, oldest first."""
        return sorted(self._with("pending"), key=lambda view: view["number"])

    async def act(self, act: str, **body) -> bool:
        """One command; True if it was accepted. A refusal is counted and is no failure: the other chair was faster."""
        delivery = Delivery(
            f"{self.follower.path}/{act}/{act}-{next(self._keys):06}-{self.rng.getrandbits(32):08x}", body
        )
        await deliver(self.browser, delivery, self.rng)
        if delivery.outcome == "acknowledged":
            self.acts[act] += 1
        else:
            self.refused[delivery.code] += 1
        return delivery.outcome == "acknowledged"

    def _notice(self, change: dict) -> None:
        now = monotonic()
        for view in change.get("put", ()):
            self.first_seen.setdefault(view["number"], now)

    async def _work(self) -> None:
        advance_at, tidy_at = (monotonic() + self.rng.uniform(*span) for span in (ADVANCE_EVERY, TIDY_EVERY))
        while not self._rests:
            await asyncio.sleep(self.rng.uniform(0.05, 0.2))
            for view in self.waiting():
                if not self._rests and self._takes(view):
                    await self._judge(view)
            if self.seat == "chair.a" and monotonic() > advance_at:
                await self._advance()
                advance_at = monotonic() + self.rng.uniform(*ADVANCE_EVERY)
            if monotonic() > tidy_at:
                await self._tidy()
                tidy_at = monotonic() + self.rng.uniform(*TIDY_EVERY)

    def _takes(self, view: dict) -> bool:
        """Odd numbers are A's, even ones B's, after a moment of reading; now and then both reach for the same."""
        number, now = view["number"], monotonic()
        if (
            now - self.first_seen.setdefault(number, now) < self.rng.uniform(*READING)
            or now - self._touched.get(number, 0) < HANDS_OFF
        ):
            return False
        is_mine = (number % 2 == 1) == (self.seat == "chair.a")
        is_left = now - self.first_seen[number] > 4 * READING[1]
        return is_mine or is_left or self.rng.random() < COLLISION_SHARE

    async def _judge(self, view: dict) -> None:
        number = view["number"]
        self._touched[number] = monotonic()
        if self.rng.random() < PRESENCE_SHARE:
            await self.act("presence", number=number)
        if self.rng.random() < DECLINE_SHARE:
            await self._decline(view)
            return
        began = monotonic()
        self.approved_at.setdefault(number, began)
        accepted = await self.act("approve", number=number, version=view["version"])
        if not accepted and self.approved_at.get(number) == began:
            del self.approved_at[number]

    async def _decline(self, view: dict) -> None:
        reason = self.rng.choice(self.reasons)
        body = {"number": view["number"], "version": view["version"], "reason": reason}
        if reason.startswith("duplicate"):
            others = [number for number in self.follower.state["questions"] if number != view["number"]]
            if others:
                body["reason_number"] = self.rng.choice(others)
        await self.act("decline", **body)

    async def _advance(self) -> None:
        live, upcoming = self._with("live"), self._with("next")
        if live or upcoming or self.follower.state["queue"]:
            await self.act(
                "advance", live=live[0]["number"] if live else None, next=upcoming[0]["number"] if upcoming else None
            )

    async def _tidy(self) -> None:
        """One of the less frequent acts, where it has something to act on."""
        queue = self._with("approved")
        act = self.rng.choice(("set_next", "move", "move", "undo", "put_back", "decline"))
        if act == "undo":
            await self.act("undo")
        elif act == "put_back" and self._with("next"):
            view = self._with("next")[0]
            await self.act("put_back", number=view["number"], version=view["version"])
        elif act == "decline" and len(queue) > 3:
            await self._decline(self.rng.choice(queue))
        elif act == "set_next" and queue:
            view = self.rng.choice(queue)
            await self.act("set_next", number=view["number"], version=view["version"])
        elif act == "move" and len(queue) > 1:
            view, after = self.rng.sample(queue, 2)
            await self.act("move", number=view["number"], after=self.rng.choice((0, after["number"])))

    def _with(self, status: str) -> list[dict]:
        return [view for view in self.follower.state["questions"].values() if view["status"] == status]


async def enter_all(http, base: str, code: str, links: Path | None, seed: int, shared: SharedStates) -> list[Chair]:
    """The co-chairs of a links file, entered and not yet working; [] without a file."""
    chairs: list[Chair] = []
    approved_at: dict[int, float] = {}
    for seat, secret in (secrets(links) if links else {}).items():
        chair = Chair(seat, Browser(http, base), random.Random(f"{seed}/{seat}"), approved_at)
        try:
            await chair.enter(code, secret, shared)
        except Unreachable as problem:
            raise CannotRehearse(f"{seat} cannot enter: {problem}") from None
        chairs.append(chair)
    return chairs
