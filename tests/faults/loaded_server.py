"""A server under load to which a fault is done, and everything that must hold afterwards."""

from __future__ import annotations

import asyncio
import gc
import random
import re
import warnings
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from moderation.rehearsal.browser import open_http
from tests.faults.invariants import are_current, check_files, check_readback
from tests.faults.load import Load
from tests.faults.violations import hold, in_time
from tests.servers import Server

CAUGHT_UP_WITHIN = 30


class LoadedServer:
    """`load` is everybody at work, `server` the process. A scenario gathers people, lets them work, does the fault, lets them settle."""

    def __init__(self, http, server: Server, rng: random.Random, folder: Path):
        self.server, self.load, self._folder = server, Load(http, server, rng), folder
        self.within = CAUGHT_UP_WITHIN
        self._looks = 0

    async def gather(self, phones: int, url: str | None = None, followed: int = 4) -> None:
        """Join so many attendees and the staff, by way of `url` where there is something between. Of `followed` attendees one has a socket."""
        async with in_time(60, "everybody came in"):
            await self.load.gather(phones, url or self.server.url, followed)

    async def work(self, askers: int, answers: int) -> None:
        """So many who have not yet asked begin to, all others go on; returns after so many answers more. They work on until `settle`."""
        self.load.resume(askers)
        await self.answers(answers)

    async def answers(self, more: int) -> None:
        """Returns when people at work have so many answers more."""
        async with in_time(60, "people could work"):
            await self.load.answers(more)

    async def settle(self) -> None:
        """Everything under way has its answer, everyone is connected again and has caught up. Violated where that takes longer than `within`."""
        async with in_time(self.within, "everything sent was answered"):
            await self.load.pause()
        async with in_time(self.within, "everybody came back"):
            await self.load.connected()
        async with in_time(self.within, "everybody caught up"):
            while not await are_current(self.load):
                await asyncio.sleep(0.02)

    async def finish(self) -> None:
        """Settle, read everything back, kill the server and look at its files. The end of every scenario."""
        await self.settle()
        await check_readback(self.load)
        self.server.kill()
        self.check_files()

    @property
    def outside_port(self) -> int:
        """Where people believe the server to be: its own port, or that of what stands before it."""
        return urlsplit(self.server.environment.get("PUBLIC_URL", self.server.url)).port

    async def change(self, times: int) -> None:
        """So many changes of the floor, an even number: a question is taken and put back. Nobody else may be at work."""
        chair = await asyncio.to_thread(self.server.client, "chair/a")
        held = {view["status"]: view for view in (await asyncio.to_thread(chair.read, "snapshot"))[1]["put"]}
        question = held.get("approved") or held["pending"]
        for act in ["approve"] * (question["status"] == "pending") + ["take", "put_back"] * (times // 2):
            status, answer = await asyncio.to_thread(
                chair.command, act, {"number": question["number"], "version": question["version"]}
            )
            hold(status == 200, f"{act}: {answer}")
            question = answer["question"]

    async def phones(self) -> int:
        """Sockets that the server believes to be connected; it must serve its figures (METRICS=1)."""
        _, _, text = await asyncio.to_thread(self.server.client("stage").raw, "GET", "/metrics")
        return int(float(re.search(rb"^open_floor_phones (\S+)", text, re.MULTILINE)[1]))

    def check_files(self) -> None:
        """The invariants of what is on the disk now, whether the server lives or not."""
        self._looks += 1
        check_files(self.server.data_dir, self.load, self._folder / f"look-{self._looks}")


Scenario = Callable[[LoadedServer, random.Random, str], Awaitable[None]]
"""(scene, chance, "short" or "long"): does the fault and ends with `finish`."""


def play(scenario: Scenario, server: Server, rng: random.Random, length: str) -> None:
    """Start the server and let the scenario do its fault; Violated where an invariant does not hold."""
    server.start()
    try:
        asyncio.run(_play(scenario, server, rng, length))
    finally:
        server.kill()
        with warnings.catch_warnings():
            # A connection that was just being made when people were stopped is closed by the collector alone.
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
    hold("Traceback" not in server.log(), "no traceback in the log")


async def _play(scenario: Scenario, server: Server, rng: random.Random, length: str) -> None:
    async with open_http() as http:
        loaded_server = LoadedServer(http, server, rng, server.data_dir.with_name("looks"))
        try:
            await scenario(loaded_server, rng, length)
        finally:
            await loaded_server.load.close()
