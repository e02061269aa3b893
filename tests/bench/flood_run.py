"""One run of the flood benchmark on a real server. Honest people and co-chairs use the server. In some runs, a flooder
with the same IP address sends commands too.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass

from moderation.rehearsal.browser import open_http
from moderation.rehearsal.client.shared import SharedStates
from tests.bench.flood_chairs import Work
from tests.bench.flood_people import HONEST, SEEDED, Person
from tests.bench.watching import Watch
from tests.servers import ROOT, Server

STARTED_WITHIN = 120
LONGEST_LINE = 2**22
"""Maximum size in bytes of one line that a process prints."""


@dataclass(frozen=True)
class Plan:
    """The size of a run.

    People join at random times in the first `joining` seconds. The run ends when all people have voted, or after
    `seconds`. With a flooder, the run also waits for the end of the flood (`flooded_seconds`). `early`: the number of
    cookies that the flooder fetches before the people join. `act_every`: seconds between two acts of a chair.
    """

    people: int = 500
    joining: float = 45
    seconds: float = 60
    cookies: int = 1000
    early: int = 300
    per_second: float = 200
    act_every: float = 0.5
    flooded_seconds: float = 60


@dataclass
class FloodRun:
    """The results of a run.

    `act_times`: seconds of each act of the chairs. `flood`: the flooder's report; {} without a flooder. `reached`: the
    numbers of the questions that arrived on a chair's screen or wait for release. `figures`: the figures of `Watch`.
    """

    people: list[Person]
    act_times: list[float]
    flood: dict
    reached: set[int]
    figures: dict


def seed(server: Server) -> None:
    """Put SEEDED questions on the public list."""
    chair = server.client("chair/a")
    for number in range(SEEDED):
        if number % 5 == 0:
            asker = server.client()
        question = asker.command("ask", {"text": f"Seeded question {number}: what comes next?", "language": "en"})[1]
        status, answer = chair.command("approve", {"number": question["question"]["number"], "version": 1})
        assert status == 200, answer


async def play(server: Server, plan: Plan, *, with_flooder: bool, name: str = "") -> FloodRun:
    """Execute one run. The people's texts contain `name`, so that the texts of several runs differ."""
    rng = random.Random(12)
    links = str(server.data_dir / "links.json")
    async with (
        open_http() as http,
        _process("flooder", server, plan.cookies, plan.early, plan.per_second, plan.flooded_seconds)
        if with_flooder
        else nullcontext() as flooder,
        _process("flood_chairs", server, links, plan.act_every) as chairs,
    ):
        people = [
            Person(number, f"{HONEST} {name}{number}: what about village {number}?") for number in range(plan.people)
        ]
        shared = SharedStates()
        others = {"people": os.getpid(), "chairs": chairs.pid} | ({"flooder": flooder.pid} if flooder else {})
        watch = Watch(server, others)
        async with watch:
            for process in filter(None, (flooder, chairs)):
                process.stdin.write(b"go\n")
            taking_part = [
                asyncio.create_task(
                    person.take_part(
                        http,
                        server.url,
                        server.code,
                        shared,
                        rng.uniform(0, plan.joining),
                        random.Random(person.number),
                    )
                )
                for person in people
            ]
            try:
                # Without people, there is no task to wait for. The chairs then work for `plan.seconds`.
                await (asyncio.wait(taking_part, timeout=plan.seconds) if people else asyncio.sleep(plan.seconds))
                flood = json.loads(await flooder.stdout.readline()) if flooder else {}
                chairs.stdin.write(b"stop\n")
                work = Work(**json.loads(await chairs.stdout.readline()))
            finally:
                for task in taking_part:
                    task.cancel()
                ended = await asyncio.gather(*taking_part, return_exceptions=True)
                await asyncio.gather(*(person.attendee.stop() for person in people if person.attendee is not None))
        for failure in ended:
            if isinstance(failure, Exception):
                raise failure
    reached = {*work.reached, *await asyncio.to_thread(held, server)}
    return FloodRun(people, work.times, flood, reached, watch.figures())


def held(server: Server) -> set[int]:
    """Return the numbers of the questions that wait for release."""
    chair, numbers, query = server.client("chair/a"), set(), ""
    while True:
        page = chair.read(f"held{query}")[1]
        numbers |= {view["number"] for view in page["questions"]}
        if not page["more"]:
            return numbers
        query = f"?before={min(numbers)}"


@asynccontextmanager
async def _process(module: str, server: Server, *arguments: object) -> AsyncIterator[asyncio.subprocess.Process]:
    """Start a module of tests.bench, and yield its process when it has printed `ready`."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"tests.bench.{module}", server.url, server.code, *map(str, arguments),
        cwd=ROOT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LONGEST_LINE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(STARTED_WITHIN):
            assert process.stdout is not None and await process.stdout.readline() == b"ready\n"
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
