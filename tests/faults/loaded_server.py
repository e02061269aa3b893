"""A server under load. A test applies a fault to the server, and then checks the invariants."""

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
from tests.faults.violations import in_time, require
from tests.servers import Server

CAUGHT_UP_WITHIN = 30


class LoadedServer:
    """A server process and its load. A scenario calls `gather` and `work`, applies the fault, and calls `finish`.

    `within`: maximum seconds for each step of `settle`.
    """

    def __init__(self, http, server: Server, rng: random.Random, folder: Path):
        self.server, self.load, self._folder = server, Load(http, server, rng), folder
        self.within = CAUGHT_UP_WITHIN
        self._checks = 0

    async def gather(self, phones: int, url: str | None = None, followed: int = 4) -> None:
        """Let attendees and staff join at `url`.

        `url` can be the URL of a proxy; the default is the server's URL. Every `followed`-th attendee opens a socket.
        """
        async with in_time(60, "all clients join"):
            await self.load.gather(phones, url or self.server.url, followed)

    async def work(self, askers: int, answers: int) -> None:
        """Start the load with `askers` new askers.

        Return when `answers` commands are acknowledged. The load continues until `settle`.
        """
        self.load.resume(askers)
        await self.answers(answers)

    async def answers(self, count: int) -> None:
        """Wait until `count` additional commands are acknowledged."""
        async with in_time(60, "commands are acknowledged"):
            await self.load.answers(count)

    async def settle(self) -> None:
        """Wait until every command has an answer, every client is connected, and every screen is up to date.

        Raise Violated if one of these three waits takes longer than `within` seconds.
        """
        async with in_time(self.within, "every command is answered"):
            await self.load.pause()
        async with in_time(self.within, "every client reconnects"):
            await self.load.connected()
        async with in_time(self.within, "every client has caught up"):
            while not await are_current(self.load):
                # Each check reads a snapshot of every stream. With more than 10 checks per second, the server's rate
                # limit would refuse some reads. A refused read counts as a screen that is not current.
                await asyncio.sleep(0.1)

    async def finish(self) -> None:
        """End a scenario: settle, check what clients can read from the server, kill the server, and check its files."""
        await self.settle()
        await check_readback(self.load)
        self.server.kill()
        self.check_files()

    @property
    def outside_port(self) -> int:
        """The port of the public address: the proxy's port if there is a proxy, otherwise the server's own port."""
        return urlsplit(self.server.environment.get("PUBLIC_URL", self.server.url)).port

    async def change(self, times: int) -> None:
        """Send `times` acts on one question to the server: alternately `take` and `put_back`.

        If the question is pending, approve it before these acts. `times` must be even. Pause the load before this call.
        """
        chair = await asyncio.to_thread(self.server.client, "chair/a")
        views = {view["status"]: view for view in (await asyncio.to_thread(chair.read, "snapshot"))[1]["put"]}
        question = views.get("approved") or views["pending"]
        for act in ["approve"] * (question["status"] == "pending") + ["take", "put_back"] * (times // 2):
            status, answer = await asyncio.to_thread(
                chair.command, act, {"number": question["number"], "version": question["version"]}
            )
            require(status == 200, f"{act}: {answer}")
            question = answer["question"]

    async def phones(self) -> int:
        """Return the number of connected sockets, read from the server's metrics (METRICS=1)."""
        _, _, text = await asyncio.to_thread(self.server.client("stage").raw, "GET", "/metrics")
        return int(float(re.search(rb"^open_floor_phones (\S+)", text, re.MULTILINE)[1]))

    def check_files(self) -> None:
        """Check the invariants of the files on disk. The server may be running."""
        self._checks += 1
        check_files(self.server.data_dir, self.load, self._folder / f"check-{self._checks}")


Scenario = Callable[[LoadedServer, random.Random, str], Awaitable[None]]
"""A function that applies a fault. Its last step must call `finish`.

The arguments are the server, a random generator, and the length of the test ("short" or "long").
"""


def play(scenario: Scenario, server: Server, rng: random.Random, length: str) -> None:
    """Start the server and run the scenario. Raise Violated if an invariant is false."""
    server.start()
    try:
        asyncio.run(_play(scenario, server, rng, length))
    finally:
        server.kill()
        with warnings.catch_warnings():
            # The scenario may have cancelled a task while the task opened a connection. Only the garbage collector
            # closes such a connection, and emits a ResourceWarning. Collect now, and ignore the warning.
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()
    require("Traceback" not in server.log(), "the log contains no traceback")


async def _play(scenario: Scenario, server: Server, rng: random.Random, length: str) -> None:
    async with open_http() as http:
        loaded_server = LoadedServer(http, server, rng, server.data_dir.with_name("checks"))
        try:
            await scenario(loaded_server, rng, length)
        finally:
            await loaded_server.load.close()
