"""Many phones at once: joining at a pace that one address may have, and listening."""

from __future__ import annotations

import asyncio
import random
import resource
from contextlib import AsyncExitStack
from time import monotonic

from .attendee import Phone
from .browser import Browser, Unreachable, open_http
from .options import CannotRehearse
from .shared import SharedStates

JOINS_PER_SECOND = 150
AT_ONCE = 40


def raise_file_limit(needed: int) -> None:
    """Let this process hold `needed` connections, as far as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    ceiling = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
    if soft != resource.RLIM_INFINITY and soft < ceiling:
        resource.setrlimit(resource.RLIMIT_NOFILE, (ceiling, hard))


async def join_all(http, url: str, code: str, reading: list[str], seed: int, shared: SharedStates) -> list[Phone]:
    """One phone for each language in `reading`, joined and not yet connected. CannotRehearse when one cannot join."""
    gate = asyncio.Semaphore(AT_ONCE)
    began = monotonic()

    async def join(number: int, lang: str) -> Phone:
        await asyncio.sleep(max(0.0, began + number / JOINS_PER_SECOND - monotonic()))
        phone = Phone(number, Browser(http, url, lang), random.Random(f"{seed}/phone/{number}"))
        async with gate:
            for tries_left in (2, 1, 0):
                try:
                    await phone.join(code, shared)
                    return phone
                except Unreachable as problem:
                    if not tries_left:
                        raise CannotRehearse(f"Phone {number} cannot join: {problem}") from None

    return await asyncio.gather(*(join(number, lang) for number, lang in enumerate(reading)))


class Crowd(list):
    """Connected phones. `async with await listen(…) as phones:` or `close()` at the end."""

    def __init__(self):
        super().__init__()
        self._stack = AsyncExitStack()

    async def gather(self, url: str, code: str, reading: list[str], seed: int) -> None:
        """Join and connect one phone for each language in `reading`; returns when all are subscribed."""
        http = await self._stack.enter_async_context(open_http())
        self.extend(await join_all(http, url, code, reading, seed, SharedStates()))
        for phone in self:
            phone.start()
        await asyncio.gather(*(phone.follower.connected.wait() for phone in self))

    async def reach(self, seq: int, within: float = 30) -> list[Phone]:
        """Wait until every phone is at `seq` or beyond; those that are not when the time is over ([]: all are)."""
        until = monotonic() + within
        while True:
            behind = [phone for phone in self if phone.follower.state["seq"] < seq]
            if not behind or monotonic() > until:
                return behind
            await asyncio.sleep(0.05)

    async def close(self) -> None:
        """Disconnect every phone."""
        await asyncio.gather(*(phone.stop() for phone in self))
        await self._stack.aclose()

    async def __aenter__(self) -> Crowd:
        return self

    async def __aexit__(self, *exception) -> None:
        await self.close()


async def listen(url: str, session: str, count: int, lang: str, seed: int = 1, within: float = 60) -> Crowd:
    """`count` phones, each joined by the page, connected and subscribed. CannotRehearse when one is not connected in time.

    Each phone has `follower.state` (docs/wire.md's state), `follower.holes` (changes that did not come live) and `follower.reconnects`.
    """
    raise_file_limit(count + 200)
    crowd = Crowd()
    try:
        await asyncio.wait_for(crowd.gather(url, session, [lang] * count, seed), within)
    except BaseException as problem:
        await crowd.close()
        if isinstance(problem, asyncio.TimeoutError):
            raise CannotRehearse(f"Not every phone is connected after {within} s.") from None
        raise
    return crowd
