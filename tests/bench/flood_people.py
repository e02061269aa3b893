"""The honest attendees and the co-chairs of a flooded session. All of them send the same requests as the pages."""

from __future__ import annotations

import asyncio
import itertools
import random
from dataclasses import dataclass, field
from time import monotonic

from moderation.rehearsal.attendee import Attendee
from moderation.rehearsal.browser import Browser, Unreachable
from moderation.rehearsal.chairs import Chair
from moderation.rehearsal.client.shared import SharedStates
from moderation.rehearsal.outbox import Delivery, deliver

HONEST = "Honest"
"""The first word of the texts of honest people."""
SEEDED = 20
"""The number of questions that are on the public list before the people join. They have the numbers 1 to SEEDED."""
SPAM = 50
"""If Incoming contains at least this number of dishonest questions, a chair makes new phones wait."""
PATIENCE = 1.0
"""Seconds from an attempt without an answer until the person loads the page again."""


@dataclass
class Person:
    """An honest attendee who joins, asks one question and votes once.

    `joined_after`: seconds from the first request until the socket was subscribed; None before. `waits`: for each
    command that the server first refused with 429 or 503, the seconds from the first attempt to the final answer.
    `reloads`: how often the person loaded the page again after a missing answer.
    """

    number: int
    text: str
    attendee: Attendee | None = None
    joined_after: float | None = None
    asked: Delivery | None = None
    voted: Delivery | None = None
    waits: list[float] = field(default_factory=list)
    reloads: int = 0

    @property
    def refused(self) -> list[str]:
        """Return the codes of the refused commands."""
        return [sent.code or "" for sent in (self.asked, self.voted) if sent is not None and sent.outcome == "refused"]

    async def take_part(
        self, http, url: str, code: str, shared: SharedStates, start: float, rng: random.Random
    ) -> None:
        """Join `start` seconds from now, ask a question some seconds later, and then vote."""
        await asyncio.sleep(start)
        began = monotonic()
        attendee = Attendee(self.number, Browser(http, url), rng)
        while self.attendee is None:
            try:
                await attendee.join(code, shared)
                self.attendee = attendee
            except Unreachable:
                self.reloads += 1
                await asyncio.sleep(PATIENCE)
        self.attendee.start()
        await self.attendee.follower.connected.wait()
        self.joined_after = monotonic() - began
        path = self.attendee.follower.path
        await asyncio.sleep(rng.uniform(0.5, 5))
        self.asked = Delivery(f"{path}/ask/ask-{self.number:08}", {"text": self.text, "hint": "en"})
        await self._send(self.asked, rng)
        await asyncio.sleep(rng.uniform(0.5, 3))
        self.voted = Delivery(f"{path}/vote/vote-{self.number:08}", {"number": rng.randrange(1, SEEDED + 1)})
        await self._send(self.voted, rng)

    async def _send(self, delivery: Delivery, rng: random.Random) -> None:
        assert self.attendee is not None
        began = monotonic()
        await deliver(self.attendee.browser, delivery, rng)
        if delivery.throttled or delivery.busy:
            self.waits.append(delivery.ended - began)


class WorkingChair:
    """A co-chair who approves honest questions and declines all other questions.

    In a flood, the chair with the parity 0 makes new phones wait. `parity`: the chair acts on even question numbers (0)
    or odd question numbers (1). `times`: the seconds that each act took. `outcomes`: for each act, `ok` or the code of
    the refusal.
    """

    def __init__(self, chair: Chair, parity: int):
        self.chair, self._parity = chair, parity
        self.times: list[float] = []
        self.outcomes: list[str] = []

    async def work(self, every: float) -> None:
        """Act on one pending question every `every` seconds, until the task is cancelled.

        Honest questions come first. If no question is left for this chair, do nothing until the next due time.
        """
        following = asyncio.create_task(self.chair.follower.follow())
        due, done = monotonic(), set()
        try:
            for key in itertools.count():
                due += every
                await asyncio.sleep(max(0.0, due - monotonic()))
                if self._parity == 0 and self._sees_flood():
                    await self._send("hold_newcomers", f"hold-{key:08}", {})
                    continue
                mine = [view for view in self.chair.pending() if view["number"] % 2 == self._parity]
                mine = [view for view in mine if view["number"] not in done]
                if not mine:
                    continue
                view = next((view for view in mine if view["text"].startswith(HONEST)), mine[0])
                done.add(view["number"])
                is_honest = view["text"].startswith(HONEST)
                body = {"number": view["number"], "version": view["version"]}
                act = "approve" if is_honest else "decline"
                body |= {} if is_honest else {"reason": "off_topic"}
                await self._send(act, f"{act}-{self._parity}-{key:08}", body)
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    def _sees_flood(self) -> bool:
        """Return whether the chair should now make new phones wait.

        Three conditions must be met: new phones do not wait yet; the page shows the meter of new phones; Incoming
        contains at least SPAM dishonest questions.
        """
        state = self.chair.follower.state
        if not state["counts"] or not state["counts"]["newcomers"] or state["settings"].get("newcomers_held_from"):
            return False
        return sum(not view["text"].startswith(HONEST) for view in self.chair.pending()) >= SPAM

    async def _send(self, act: str, key: str, body: dict) -> None:
        delivery = Delivery(f"{self.chair.follower.path}/{act}/{key}", body)
        await deliver(self.chair.browser, delivery, self.chair.rng)
        self.times.append(delivery.ended - delivery.began)
        self.outcomes.append(delivery.code or "ok")
