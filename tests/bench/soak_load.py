"""The load of a soak test, in a separate process. Each lane runs consecutive sessions (soak_session.py).

Run as `python -m tests.bench.soak_load`. The process reads one JSON object (Plan) and writes one (SessionResult) per
session. Before each purge, the process checks that the session's record contains every acknowledged question.
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
from tests.bench.soak_plan import Plan
from tests.bench.soak_session import ServedSession


async def lane(number: int, http, plan: Plan, ends: float) -> None:
    """Run consecutive sessions until the time is over.

    The first session of the second lane is shorter, so that the other lane is working during each purge.
    """
    life = plan.life * (1 - number / plan.lanes)
    for turn in itertools.count(1):
        if turn > 1 and time.monotonic() + life > ends:
            return
        code = f"SOAK{number}{turn:04}"
        result = await ServedSession(http, plan, code, random.Random(f"{plan.seed}/{code}")).live(life)
        print(json.dumps(asdict(result)), flush=True)
        life = plan.life


async def run(plan: Plan) -> None:
    ends = time.monotonic() + plan.seconds
    async with open_http() as http, asyncio.TaskGroup() as lanes:
        for number in range(plan.lanes):
            lanes.create_task(lane(number, http, plan, ends))


if __name__ == "__main__":
    asyncio.run(run(Plan(**json.loads(sys.stdin.readline()))))
