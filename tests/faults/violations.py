"""The exception for a violated invariant, and the checks that raise this exception.

The tests check that every broken build raises it.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager


class Violated(AssertionError):
    """An invariant is false, or did not become true in time."""


def require(condition: object, invariant: str) -> None:
    """Raise Violated with the name of the invariant if the condition is false."""
    if not condition:
        raise Violated(invariant)


@asynccontextmanager
async def in_time(seconds: float, invariant: str):
    """Raise Violated if the block takes longer than `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Violated(f"not within {seconds} s: {invariant}") from None
