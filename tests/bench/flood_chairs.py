"""The co-chairs in the benchmark flood.py. Their process is separate from the process of the simulated people.

Otherwise the load of the simulated people would falsify the times that the co-chairs measure.

python -m tests.bench.flood_chairs URL CODE LINKS_FILE ACT_EVERY

The process lets the co-chairs enter, prints `ready`, and waits for a line of input. Then the chairs work until the next
line of input. After that, the process prints `Work` as JSON. It ends at the end of the input.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from moderation.rehearsal.browser import open_http
from moderation.rehearsal.chair_links import enter_all
from moderation.rehearsal.client.shared import SharedStates
from tests.bench.flood_people import WorkingChair


@dataclass
class Work:
    """The results of both chairs.

    `times`: seconds of each act. `outcomes`: {`ok` or the code of a refusal: number of acts}. `reached`: the numbers of
    the questions that arrived on a chair's screen.
    """

    times: list[float]
    outcomes: dict[str, int]
    reached: list[int]


async def main(url: str, code: str, links: Path, every: float) -> None:
    async with open_http() as http:
        chairs = [
            WorkingChair(chair, parity)
            for parity, chair in enumerate(await enter_all(http, url, code, links, 12, SharedStates()))
        ]
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        working = [asyncio.create_task(chair.work(every)) for chair in chairs]
        await asyncio.to_thread(sys.stdin.readline)
        for task in working:
            task.cancel()
        for ended in await asyncio.gather(*working, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended
    work = Work(
        [seconds for chair in chairs for seconds in chair.times],
        Counter(outcome for chair in chairs for outcome in chair.outcomes),
        sorted({number for chair in chairs for number in chair.chair.first_seen}),
    )
    print(json.dumps(vars(work)), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    url, code, links, every = sys.argv[1:]
    asyncio.run(main(url, code, Path(links), float(every)))
