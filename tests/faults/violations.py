"""The exception for a violated invariant, and the checks that raise it.

A broken build is a copy of the product with an intentional fault. Each broken build has a test that fails if no check
raises this exception.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager


class Violated(AssertionError):
    """The exception for an invariant that is false, or that did not become true in time."""


def require(condition: object, invariant: str) -> None:
    """Raise Violated with the name of the invariant if the condition is false."""
    if not condition:
        raise Violated(invariant)


@asynccontextmanager
async def in_time(seconds: float, invariant: str):
    """Raise Violated with the name of the invariant if the block takes longer than `seconds`."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise Violated(f"not within {seconds} s: {invariant}") from None
