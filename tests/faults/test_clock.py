"""Tests in which the system clock jumps by an hour, forwards and backwards.

No socket is lost, no wait takes an hour, and the status of every question agrees with the log.
"""

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
from moderation.rehearsal.client import packets
from tests.faults.fault_tools import faketime
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require
from tests.servers import Client, Server, session_with
from tests.services.translation.loopback import FakeTranslationService

HOUR = 3600
JUMPS = {"short": (HOUR, 0), "long": (HOUR, 0, -HOUR, 0)}
"""{length of the run: seconds by which the server's clock is ahead}. The test sets these values one after another."""
LIMITS = "\n[limits]\nseconds_per_question = 2\n"
PHONES = 8
WITHIN = 10
PINGED_WITHIN = 6
"""Maximum seconds until the next ping: several times the ping interval of the build `hasty` (builds.py)."""

pytestmark = pytest.mark.reliability


class Clock:
    """The wall clock of a server, controlled by libfaketime. The monotonic clock is not changed."""

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
            # Make each wait with the monotonic clock take its full time. By default, libfaketime ends such a wait
            # immediately. A thread that waits in a loop would then use all processor time.
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
        }

    def jump(self, ahead: int) -> None:
        """Set the server's clock `ahead` seconds ahead of the machine's clock."""
        partial = self._file.with_suffix(".part")
        partial.write_text(f"{ahead:+d}")
        os.replace(partial, self._file)
        self.ahead = ahead


def jumping(clock: Clock, translator: FakeTranslationService):
    """Return a scenario in which `clock` jumps by each offset in JUMPS while clients work.

    At each jump, some translations are in progress, because `translator` is slow until then.
    """

    async def jump(loaded_server: LoadedServer, rng, length: str) -> None:
        load, server = loaded_server.load, loaded_server.server
        await loaded_server.gather(PHONES * len(JUMPS[length]))
        sockets = [follower.reconnects for follower in load.followers]
        async with pinged(load.http, server) as pings:
            for place, ahead in enumerate(JUMPS[length]):
                translator.way = "slow"  # Some translations must be in progress when the clock jumps.
                load.resume(PHONES)
                async with in_time(WITHIN, "commands are acknowledged"):
                    await load.answers(10)
                text, asker = await asyncio.to_thread(ask_too_much, loaded_server, place)
                clock.jump(ahead)
                translator.way = "good"
                await asyncio.to_thread(shows_its_time, server.client("chair/a"), clock)
                async with in_time(WITHIN, "an attendee refused by the rate limit may ask again"):
                    await asyncio.to_thread(ask_again, loaded_server, asker, text)
                async with in_time(WITHIN, "no translation waits for the clock"):
                    while await asyncio.to_thread(are_waiting, server):
                        await asyncio.sleep(0.2)
                received = len(pings)
                async with in_time(PINGED_WITHIN, "pings go on"):
                    while len(pings) < received + 1:
                        await asyncio.sleep(0.05)
                require([follower.reconnects for follower in load.followers] == sockets, "no client lost its socket")
                await loaded_server.settle()
        await loaded_server.finish()

    return jump


@asynccontextmanager
async def pinged(http, server: Server):
    """Subscribe over a socket and answer its pings. Yield a list to which the time of each ping is appended."""
    times: list[float] = []

    async def listen() -> None:
        while True:
            if await phone.receive_str() == packets.PING:
                times.append(time.monotonic())
                await phone.send_str(packets.PONG)

    headers = {"Origin": server.url, "Cookie": server.client().cookie}
    async with http.ws_connect(server.url + packets.PATH, headers=headers) as phone:
        await phone.send_str(packets.CONNECT)
        # Subscribe, because the server closes a socket that has not subscribed within 10 s.
        await phone.send_str(packets.encode_event("subscribe", packets.subscription(server.code, "attendee")))
        listening = asyncio.create_task(listen())
        try:
            yield times
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def ask_too_much(loaded_server: LoadedServer, place: int) -> tuple[str, Client]:
    """Ask questions until the rate limit refuses a question.

    Return (the text of the refused question, the asker's client).
    """
    asker = loaded_server.server.client()
    for turn in range(20):
        text = f"Question {turn} of an attendee who asks too much, {place}?"
        loaded_server.load.sent.add(text)
        status, _ = asker.command("ask", {"text": text})
        if status == 429:
            return text, asker
    raise Violated("the rate limit refuses too many questions")


def ask_again(loaded_server: LoadedServer, asker: Client, text: str) -> None:
    """Try at most three times to ask the question. After a refusal, wait for the time that the refusal announces."""
    for _ in range(3):
        status, answer = asker.command("ask", {"text": text})
        if status == 201:
            return
        time.sleep(answer["retry_after"])
    raise Violated(f"a question is accepted after the announced wait: {answer}")


def are_waiting(server: Server) -> bool:
    """Return whether a translation is in the state `waiting`."""
    views = server.client("chair/a").read("snapshot")[1]["put"]
    return any(translation["state"] == "waiting" for view in views for translation in view["translations"].values())


def shows_its_time(chair: Client, clock: Clock) -> None:
    """Check that the page data contain the time of the server's clock. The page's countdown uses this time."""
    page = json.loads(PAGE.search(chair.raw("GET", f"/s/{chair.server.code}/chair/a")[2].decode())[1])
    page_time = datetime.fromisoformat(page["now"]).timestamp()
    require(abs(page_time - (time.time() + clock.ahead)) < 60, "the page's time is the server's clock")


@pytest.fixture
def clocked(make_server, tmp_path):
    """Return a function: `clocked(**fields of Server)` returns (a server with a clock that can jump, a scenario).

    The scenario is the result of `jumping` for the server's clock and its translator.
    """
    with FakeTranslationService("libretranslate", "good") as translator:

        def make(**fields):
            clock, session = Clock(tmp_path), session_with("libretranslate", tmp_path)
            session.write_text(session.read_text("utf-8") + LIMITS, "utf-8")
            environment = clock.environment | {"OPEN_FLOOR_TRANSLATION_URL": translator.url}
            return make_server(mode="eventlet", session_file=session, environment=environment, **fields), jumping(
                clock, translator
            )

        yield make


def test_clients_are_not_affected_by_a_clock_jump(clocked, hasty, rng, length):
    server, jump = clocked(root=hasty())
    play(jump, server, rng, length)


@pytest.mark.long
def test_pings_by_the_wall_clock_are_detected(clocked, hasty, rng):
    server, jump = clocked(root=hasty("wall_clock_pings"))
    with pytest.raises(Violated, match="pings go on"):
        play(jump, server, rng, "short")
