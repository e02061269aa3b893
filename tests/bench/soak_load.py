"""The load of a soak test, in a separate process. The process runs several lanes at the same time.

A lane is a task that runs one session after another (soak_session.py). Before each purge, the lane checks that the
session's record contains every acknowledged question.

Run as `python -m tests.bench.soak_load`. The process reads one Plan as a JSON object, and writes one SessionResult as a
JSON object for each session.
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
    """Run one session after another until the time `ends`. Start a further session only if it will end before `ends`.

    All lanes run at the same time. The first session has a different length in each lane. Therefore the lanes end their
    sessions at different times, and the sessions of other lanes are active during each purge.
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
