"""The machine's clock jumps by an hour, forwards and back: nobody is dropped, nobody waits for an hour, the log keeps its order."""

from __future__ import annotations

import asyncio
import json
import os
import time
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

import pytest

from moderation.rehearsal.browser import PAGE
from moderation.rehearsal.socket import PATH
from tests.faults.fault_tools import faketime
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time
from tests.servers import Client, Server, session_with
from tests.services.translation.loopback import Service

HOUR = 3600
JUMPS = {"short": (HOUR, 0), "long": (HOUR, 0, -HOUR, 0)}
"""Seconds by which the server's clock is ahead, one after the other."""
LIMITS = "\n[limits]\nseconds_per_question = 2\n"
PHONES = 8
WITHIN = 10
PINGED_WITHIN = 6
"""Some times as long as a hasty server waits between pings."""

pytestmark = pytest.mark.reliability


class Clock:
    """The wall clock of a server, by libfaketime; the monotonic clock is left as it is, since it does not jump."""

    def __init__(self, folder: Path):
        self._file = folder / "clock"
        self.ahead = 0
        self.jump(0)
        self.environment = {
            "LD_PRELOAD": str(faketime()),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "NO_FAKE_STAT": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            # Otherwise waits by the monotonic clock return at once, and threads that wait for their turn spin.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def jump(self, ahead: int) -> None:
        """From now on so many seconds ahead of the machine's."""
        partial = self._file.with_suffix(".part")
        partial.write_text(f"{ahead:+d}")
        os.replace(partial, self._file)
        self.ahead = ahead


def jumping(clock: Clock, translator: Service):
    """The scenario with this clock."""

    async def jump(loaded_server: LoadedServer, rng, length: str) -> None:
        load, server = loaded_server.load, loaded_server.server
        await loaded_server.gather(PHONES * len(JUMPS[length]))
        sockets = [follower.reconnects for follower in load.followers]
        async with pinged(load.http, server) as pings:
            for place, ahead in enumerate(JUMPS[length]):
                translator.way = "slow"  # so that some wait when the clock jumps
                load.resume(PHONES)
                async with in_time(WITHIN, "people work"):
                    await load.answers(10)
                waiting, asker = await asyncio.to_thread(ask_too_much, loaded_server, place)
                clock.jump(ahead)
                translator.way = "good"
                await asyncio.to_thread(shows_its_time, server.client("chair/a"), clock)
                async with in_time(WITHIN, "who has asked too much may ask again"):
                    await asyncio.to_thread(ask_again, loaded_server, asker, waiting)
                async with in_time(WITHIN, "no translation waits for the clock"):
                    while await asyncio.to_thread(are_waiting, server):
                        await asyncio.sleep(0.2)
                heard = len(pings)
                async with in_time(PINGED_WITHIN, "pings go on"):
                    while len(pings) < heard + 1:
                        await asyncio.sleep(0.05)
                hold([follower.reconnects for follower in load.followers] == sockets, "nobody who had a socket lost it")
                await loaded_server.settle()
        await loaded_server.finish()

    return jump


@asynccontextmanager
async def pinged(http, server: Server):
    """When the server asked whether this phone is there; it is."""
    asked: list[float] = []

    async def listen() -> None:
        while True:
            if await phone.receive_str() == "2":
                asked.append(time.monotonic())
                await phone.send_str("3")

    async with http.ws_connect(server.url + PATH, headers={"Origin": server.url}) as phone:
        await phone.send_str("40")
        listening = asyncio.create_task(listen())
        try:
            yield asked
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def ask_too_much(loaded_server: LoadedServer, place: int) -> tuple[str, Client]:
    """Somebody asks until they must wait: the question that is still to come, and who asks it."""
    asker = loaded_server.server.client()
    for turn in range(20):
        text = f"Question {turn} of one who asks too much, {place}?"
        loaded_server.load.sent.add(text)
        status, _ = asker.command("ask", {"text": text})
        if status == 429:
            return text, asker
    raise Violated("who asks too much must wait")


def ask_again(loaded_server: LoadedServer, asker: Client, text: str) -> None:
    for _ in range(3):
        status, answer = asker.command("ask", {"text": text})
        if status == 201:
            return
        time.sleep(answer["retry_after"])
    raise Violated(f"who has waited as long as they were told may ask: {answer}")


def are_waiting(server: Server) -> bool:
    """Whether a translation is still to come."""
    views = server.client("chair/a").read("snapshot")[1]["put"]
    return any(one["state"] == "waiting" for view in views for one in view["translations"].values())


def shows_its_time(chair: Client, clock: Clock) -> None:
    """The page says what the server's clock shows: the session's countdown is right by it."""
    page = json.loads(PAGE.search(chair.raw("GET", f"/s/{chair.server.code}/chair/a")[2].decode())[1])
    said = datetime.fromisoformat(page["now"]).timestamp()
    hold(abs(said - (time.time() + clock.ahead)) < 60, "a page says what the clock shows now")


@pytest.fixture
def clocked(make_server, tmp_path):
    """`clocked(**fields of Server)`: (server, scenario), with a clock that jumps and a translator that is slow at times."""
    with Service("libretranslate", "good") as translator:

        def make(**fields):
            clock, session = Clock(tmp_path), session_with("libretranslate", tmp_path)
            session.write_text(session.read_text("utf-8") + LIMITS, "utf-8")
            environment = clock.environment | {"OPEN_FLOOR_TRANSLATION_URL": translator.url}
            return make_server(mode="eventlet", session_file=session, environment=environment, **fields), jumping(
                clock, translator
            )

        yield make


def test_nobody_notices_that_the_clock_jumps(clocked, hasty, rng, length):
    server, jump = clocked(root=hasty())
    play(jump, server, rng, length)


@pytest.mark.long
def test_pings_by_the_wall_clock_are_found_out(clocked, hasty, rng):
    server, jump = clocked(root=hasty("wall_clock_pings"))
    with pytest.raises(Violated, match="pings go on"):
        play(jump, server, rng, "short")
