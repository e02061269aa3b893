"""Sends a command until it is answered, as a phone does: the same key every time, waiting when told to."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from time import monotonic

from .browser import Browser, Unreachable

RETRY_WAIT = (0.5, 2.0)
SERVER_TRIES = 5


@dataclass(slots=True)
class Delivery:
    """What became of one command. `outcome`: `acknowledged`, `refused`, or None while there is no answer.

    `began`, `ended`: when the try that was answered was sent first, and its answer; after a 429 the clock begins anew.
    """

    path: str
    body: dict
    outcome: str | None = None
    code: str | None = None
    answer: dict = field(default_factory=dict)
    began: float = 0.0
    ended: float = 0.0
    throttled: int = 0
    busy: int = 0
    unreached: int = 0
    waits_with: str | None = None

    @property
    def act(self) -> str:
        return self.path.split("/")[-2]

    def close(self) -> None:
        """The rehearsal is over: a command that was last told to wait counts as refused with that code."""
        if self.outcome is None and self.waits_with:
            self.outcome, self.code = "refused", self.waits_with


async def deliver(browser: Browser, delivery: Delivery, rng: random.Random) -> None:
    """Returns when the delivery has an outcome; cancel it to give up."""
    faults = 0
    delivery.began = monotonic()
    while delivery.outcome is None:
        delivery.waits_with = None
        try:
            answer = await browser.command(delivery.path, delivery.body)
        except Unreachable:
            delivery.unreached += 1
            await asyncio.sleep(rng.uniform(*RETRY_WAIT))
            continue
        if answer.status in (429, 503):
            delivery.throttled += answer.status == 429
            delivery.busy += answer.status == 503
            delivery.waits_with = answer.code
            await asyncio.sleep(answer.retry_after + rng.uniform(0, 0.2))
            if answer.status == 429:
                delivery.began = monotonic()
        elif answer.status >= 500 and faults < SERVER_TRIES:
            faults += 1
            delivery.waits_with = answer.code
            await asyncio.sleep(rng.uniform(*RETRY_WAIT))
        else:
            delivery.ended = monotonic()
            delivery.answer = answer.body
            delivery.outcome = "acknowledged" if answer.is_accepted else "refused"
            delivery.code = None if answer.is_accepted else answer.code
