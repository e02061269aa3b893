"""The sending of commands. As on a page, a command is sent repeatedly with the same key until the server answers."""

from __future__ import annotations

import asyncio
import random
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from .browser import Browser, Unreachable

RETRY_WAIT = (0.5, 2.0)
"""Range in seconds of the random delay before the next try, if no answer arrives or the status is 500 or above.

After a 503 answer, use the delay in the answer instead.
"""
SERVER_TRIES = 5
"""Maximum number of retries after answers with status 500 or above. Answers with status 503 are not counted: after
them, the number of retries is not limited.
"""


@dataclass(slots=True)
class Delivery:
    """One command and its result.

    - `outcome`: `acknowledged`, `refused`, `lost` (set by readback.py), or None while there is no final answer.
    - `began`, `ended`: the times of the first try and of the answer, in seconds of the monotonic clock. A 429 answer
      resets `began`.
    - `throttled`, `busy`, `unreached`: how many tries ended with 429, with 503, or without an answer.
    - `waits_with`: the code of the latest answer, while the command waits for its next try; otherwise None.
    """

    path: str
    body: dict[str, Any]
    outcome: str | None = None
    code: str | None = None
    answer: dict[str, Any] = field(default_factory=dict)
    began: float = 0.0
    ended: float = 0.0
    throttled: int = 0
    busy: int = 0
    unreached: int = 0
    waits_with: str | None = None

    @property
    def act(self) -> str:
        """Return the name of the command: the last part but one of the path. The last part is the command's key."""
        return self.path.split("/")[-2]

    def close(self) -> None:
        """Record that the command will not be sent again. Call this after the task that sends it is cancelled.

        If the server answered the latest try with an error (`waits_with`), `outcome` becomes `refused`, and `code` is
        the code of this answer. If the latest try had no answer, `outcome` remains None: the server may have executed
        the command.
        """
        if self.outcome is None and self.waits_with:
            self.outcome, self.code = "refused", self.waits_with


async def deliver(browser: Browser, delivery: Delivery, rng: random.Random) -> None:
    """Send a command repeatedly until it has an outcome. Cancel the task to stop earlier."""
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
