"""Many simulated attendees that join and listen. They join slowly enough for the rate limit of one network address."""

from __future__ import annotations

import asyncio
import random
import resource
from contextlib import AsyncExitStack
from time import monotonic

import aiohttp

from .attendee import Attendee
from .browser import Browser, Unreachable, open_http
from .client.shared import SharedStates
from .options import CannotRehearse

JOINS_PER_SECOND = 150
JOINS_AT_ONCE = 40
JOIN_TRIES = 3


def raise_file_limit(needed: int) -> None:
    """Raise this process's limit of open descriptors to `needed`, or to the hard limit if the hard limit is lower."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))


async def join_all(
    http: aiohttp.ClientSession, url: str, code: str, reading: list[str], seed: int, shared: SharedStates
) -> list[Attendee]:
    """Return one attendee for each language in the list `reading`. The attendees have joined but are not connected.

    Raise CannotRehearse if an attendee cannot join.
    """
    gate = asyncio.Semaphore(JOINS_AT_ONCE)
    began = monotonic()

    async def join(number: int, lang: str) -> Attendee:
        await asyncio.sleep(max(0.0, began + number / JOINS_PER_SECOND - monotonic()))
        attendee = Attendee(number, Browser(http, url, lang), random.Random(f"{seed}/phone/{number}"))
        async with gate:
            tries_left = JOIN_TRIES
            while True:
                try:
                    await attendee.join(code, shared)
                    return attendee
                except Unreachable as problem:
                    tries_left -= 1
                    if not tries_left:
                        raise CannotRehearse(f"Attendee {number} cannot join: {problem}") from None

    return await asyncio.gather(*(join(number, lang) for number, lang in enumerate(reading)))


class Crowd(list[Attendee]):
    """A list of connected attendees. Use `async with await listen(…) as attendees:`, or call `close()` at the end."""

    def __init__(self) -> None:
        super().__init__()
        self._stack = AsyncExitStack()

    async def gather(self, url: str, code: str, reading: list[str], seed: int) -> None:
        """Add and connect one attendee for each language in the list `reading`.

        Wait until all attendees are subscribed.
        """
        http = await self._stack.enter_async_context(open_http())
        self.extend(await join_all(http, url, code, reading, seed, SharedStates()))
        for attendee in self:
            attendee.start()
        await asyncio.gather(*(attendee.follower.connected.wait() for attendee in self))

    async def reach(self, seq: int, within: float = 30) -> list[Attendee]:
        """Wait at most `within` seconds until every attendee is at `seq`.

        Return the attendees that are still below `seq`.
        """
        until = monotonic() + within
        while True:
            behind = [attendee for attendee in self if attendee.follower.state["seq"] < seq]
            if not behind or monotonic() > until:
                return behind
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        """Disconnect every attendee."""
        await asyncio.gather(*(attendee.stop() for attendee in self))
        await self._stack.aclose()

    async def __aenter__(self) -> Crowd:
        return self

    async def __aexit__(self, *exception: object) -> None:
        await self.close()


async def listen(url: str, session: str, count: int, lang: str, seed: int = 1, within: float = 60) -> Crowd:
    """Return `count` attendees, joined through the page, connected and subscribed.

    Raise CannotRehearse if not all attendees are subscribed after `within` seconds. Each attendee has `follower.state`,
    `follower.holes` (the number of GET requests for the changes in a gap) and `follower.reconnects`.
    """
    raise_file_limit(count + 200)
    crowd = Crowd()
    try:
        await asyncio.wait_for(crowd.gather(url, session, [lang] * count, seed), within)
    except BaseException as problem:
        await crowd.close()
        if isinstance(problem, asyncio.TimeoutError):
            raise CannotRehearse(f"Not every attendee is connected after {within} s.") from None
        raise
    return crowd
