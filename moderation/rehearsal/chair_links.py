"""The co-chairs of a rehearsal: read their links from a links file, and let them enter the session."""

from __future__ import annotations

import json
import random
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from .browser import Browser, Unreachable
from .chairs import Chair
from .client.shared import SharedStates
from .options import CannotRehearse

SEATS = {"chair_a": "chair.a", "chair_b": "chair.b"}
"""{name in a links file: name of the seat}"""


def secrets(path: Path) -> dict[str, str]:
    """Return {seat: secret} of the co-chairs in a links file. Raise CannotRehearse for any other file."""
    try:
        links = json.loads(path.read_text("utf-8"))
        fragments = {seat: urlsplit(links[name]).fragment for name, seat in SEATS.items() if links.get(name)}
    except (OSError, ValueError, AttributeError, TypeError):
        raise CannotRehearse(f"{path.name} is not a links file.") from None
    if not fragments or not all(fragments.values()):
        raise CannotRehearse(f"{path.name} has no co-chair's link.")
    return fragments


async def enter_all(
    http: aiohttp.ClientSession, base: str, code: str, links: Path | None, seed: int, shared: SharedStates
) -> list[Chair]:
    """Let the co-chairs of a links file enter the session. Return the co-chairs; [] if `links` is None.

    The caller must call `start` of each co-chair. Raise CannotRehearse if a co-chair cannot enter.
    """
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
