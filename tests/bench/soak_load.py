"""The soak's people, in a process of their own: sessions one after another in lanes (soak_room.py).

Run as `python -m tests.bench.soak_load`: one JSON object with the wish (Wish) comes in, one goes out for each session that is over (Over).
What was acknowledged must be in a session's own record before it is purged.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from dataclasses import asdict

from moderation.rehearsal.browser import open_http
from tests.bench.soak_room import ServedSession, Wish


async def lane(number: int, http, wish: Wish, ends: float) -> None:
    """Sessions one after another, until there is no time for another. The first of a second lane is shorter, so that a purge falls into another's work."""
    life = wish.life * (1 - number / wish.lanes)
    for turn in itertools.count(1):
        if turn > 1 and time.monotonic() + life > ends:
            return
        code = f"SOAK{number}{turn:04}"
        over = await ServedSession(http, wish, code, random.Random(f"{wish.seed}/{code}")).live(life)
        print(json.dumps(asdict(over)), flush=True)
        life = wish.life


async def run(wish: Wish) -> None:
    ends = time.monotonic() + wish.seconds
    async with open_http() as http, asyncio.TaskGroup() as lanes:
        for number in range(wish.lanes):
            lanes.create_task(lane(number, http, wish, ends))


if __name__ == "__main__":
    asyncio.run(run(Wish(**json.loads(sys.stdin.readline()))))
