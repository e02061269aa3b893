"""How a scenario says that a promise was broken: by one exception, which the broken builds must raise."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager


class Violated(AssertionError):
    """An invariant does not hold, or did not come to hold within the time that a scenario gives it."""


def hold(fact: object, what: str) -> None:
    """Raises Violated, naming the invariant, where the fact is none."""
    if not fact:
        raise Violated(what)


@asynccontextmanager
async def in_time(seconds: float, what: str):
    """Violated where the block takes longer."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Violated(f"not within {seconds} s: {what}") from None
