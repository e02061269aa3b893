"""Scripted co-chairs. They read, approve, decline, move and advance questions like two people who share the work."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from itertools import count
from time import monotonic
from typing import Any

from ..core.contracts import Change, QuestionView
from .browser import Browser
from .client.shared import SharedStates
from .follower import Follower
from .options import CannotRehearse
from .outbox import Delivery, deliver

READING = (0.3, 1.2)
"""Range of the random reading time in seconds, before a chair acts on a question."""
ADVANCE_EVERY = (3.0, 6.0)
DECLINE_SHARE, COLLISION_SHARE, PRESENCE_SHARE = 0.12, 0.05, 0.1
"""Probabilities (0 to 1) that a chair declines a question, acts on the other chair's question, or sends `presence`
before acting."""
TIDY_EVERY = (1.5, 4.0)
HANDS_OFF = 3.0
"""Minimum seconds between two attempts of a chair to approve or decline the same pending question."""
REST_WITHIN = 20
"""Maximum seconds that `rest` waits for the end of the chair's current act. Then the act is cancelled."""


class Chair:
    """A scripted co-chair.

    - `acts`: {act: count of accepted commands}.
    - `refused`: {code: count of refusals}.
    - `first_seen`: {number: time when this chair first saw the question}.
    - `approved_at`: {number: time when the approval was sent}, shared by all co-chairs.

    Times are seconds of the monotonic clock.
    """

    follower: Follower

    def __init__(self, seat: str, browser: Browser, rng: random.Random, approved_at: dict[int, float]):
        self.seat, self.browser, self.rng = seat, browser, rng
        self.reasons: list[str] = []
        self.acts: Counter[str] = Counter()
        self.refused: Counter[str | None] = Counter()
        self.first_seen: dict[int, float] = {}
        self.approved_at = approved_at
        self._rests = False
        self._touched: dict[int, float] = {}
        self._keys = count(1)
        self._tasks: list[asyncio.Task[None]] = []
        self._working: asyncio.Task[None] | None = None

    async def enter(self, code: str, secret: str, shared: SharedStates) -> None:
        """Exchange the secret for a cookie, open the page and set `follower`.

        Raise CannotRehearse if the server refuses the secret or the page.
        """
        path = self.seat.replace(".", "/")
        answer = await self.browser.post(f"/api/s/{code}/{path}/enter", {"secret": secret})
        if not answer.is_accepted:
            raise CannotRehearse(f"The link of {self.seat} is not accepted: {answer.code}.")
        page = await self.browser.open_page(f"/s/{code}/{path}")
        self.reasons = [reason["key"] for reason in page["session"]["reasons"]]
        self.follower = Follower(self.browser, code, self.seat, page["lang"], self.rng, shared)
        self.follower.stream = "chairs"
        if page["state"]:
            self.follower.take(page["state"])
        self.follower.on_change = self._on_change

    def start(self) -> None:
        """Connect and begin to work."""
        self._tasks.append(asyncio.create_task(self.follower.follow()))
        self._working = asyncio.create_task(self._work())

    async def rest(self) -> None:
        """Stop sending acts after the current act. The chair's page still receives the changes."""
        self._rests = True
        if self._working:
            await asyncio.wait([self._working], timeout=REST_WITHIN)
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)

    async def stop(self) -> None:
        """Stop working and disconnect. Call this method only after `enter`."""
        await self.rest()
        self.follower.stop_healing()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def pending(self) -> list[QuestionView]:
        """Return the pending questions, oldest first."""
        return sorted(self._with("pending"), key=lambda view: (view.get("asked_at", ""), view["number"]))

    async def act(self, act: str, **body: Any) -> bool:
        """Send a command. Return whether the server accepts it. A refusal is counted, but is not an error."""
        key = f"{act}-{next(self._keys):06}-{self.rng.getrandbits(32):08x}"
        delivery = Delivery(f"{self.follower.path}/{act}/{key}", body)
        await deliver(self.browser, delivery, self.rng)
        if delivery.outcome == "acknowledged":
            self.acts[act] += 1
        else:
            self.refused[delivery.code] += 1
        return delivery.outcome == "acknowledged"

    def _on_change(self, change: Change) -> None:
        now = monotonic()
        for view in change.get("put", ()):
            self.first_seen.setdefault(view["number"], now)

    async def _work(self) -> None:
        advance_at, tidy_at = (monotonic() + self.rng.uniform(*span) for span in (ADVANCE_EVERY, TIDY_EVERY))
        while not self._rests:
            await asyncio.sleep(self.rng.uniform(0.05, 0.2))
            for view in self.pending():
                if not self._rests and self._takes(view):
                    await self._judge(view)
            if self.seat == "chair.a" and monotonic() > advance_at:
                await self._advance()
                advance_at = monotonic() + self.rng.uniform(*ADVANCE_EVERY)
            if monotonic() > tidy_at:
                await self._tidy()
                tidy_at = monotonic() + self.rng.uniform(*TIDY_EVERY)

    def _takes(self, view: QuestionView) -> bool:
        """Return whether this chair acts on the question now.

        After a reading time, chair A acts on questions with odd numbers and chair B on questions with even numbers.
        Both chairs act on a question that is still pending after 4 × the longest reading time. To cause collisions, a
        chair also acts on a question of the other chair, with the probability COLLISION_SHARE.
        """
        number, now = view["number"], monotonic()
        if (
            now - self.first_seen.setdefault(number, now) < self.rng.uniform(*READING)
            or now - self._touched.get(number, 0) < HANDS_OFF
        ):
            return False
        is_mine = (number % 2 == 1) == (self.seat == "chair.a")
        is_left = now - self.first_seen[number] > 4 * READING[1]
        return is_mine or is_left or self.rng.random() < COLLISION_SHARE

    async def _judge(self, view: QuestionView) -> None:
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

    async def _decline(self, view: QuestionView) -> None:
        reason = self.rng.choice(self.reasons)
        body = {"number": view["number"], "version": view["version"], "reason": reason}
        if reason.startswith("duplicate"):
            duplicates = [number for number in self.follower.state["questions"] if number != view["number"]]
            if duplicates:
                body["reason_number"] = self.rng.choice(duplicates)
        await self.act("decline", **body)

    async def _advance(self) -> None:
        live, upcoming = self._with("live"), self._with("next")
        if live or upcoming or self.follower.state["queue"]:
            await self.act(
                "advance", live=live[0]["number"] if live else None, next=upcoming[0]["number"] if upcoming else None
            )

    async def _tidy(self) -> None:
        """Choose an act at random, and execute it. Do nothing if no question is suitable for this act."""
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

    def _with(self, status: str) -> list[QuestionView]:
        return [view for view in self.follower.state["questions"].values() if view["status"] == status]
