"""Fifty phones that stop reading while changes are published: what waits for them is bounded, all others get everything at once,
whoever reads again catches up, whoever does not is let go."""

from __future__ import annotations

import asyncio

import pytest

from moderation.rehearsal import follower
from tests.bench.processes import resident_kib
from tests.faults.load import Load
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import Proxy
from tests.faults.violations import Violated, hold, in_time

SLEEPERS = 50
OTHERS = 8
CHANGES = {"short": 180, "long": 2000}
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
LONG_WORDS = " " + FAMILY * 130
"""Nine kilobytes on the wire, in the 300 graphemes of a question."""
MOST_KEPT = 1024 * 1024
"""Bytes for a phone that does not read: 64 KiB in the server and a change, the rest on the way through kernels and proxy."""
MOST_MEMORY_KIB = 24 * 1024
DROPPED_WITHIN = 60

pytestmark = pytest.mark.reliability


async def stop_reading(loaded_server: LoadedServer, rng, length: str) -> None:
    load = loaded_server.load
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng, is_narrow=True) as proxy:
        load.ending = LONG_WORDS
        await loaded_server.gather(SLEEPERS + OTHERS, proxy.url, followed=1)
        await loaded_server.work(4, 20)
        await loaded_server.settle()
        asleep = [link for link in proxy.sockets if b"attendee=" in link.request][:SLEEPERS]
        hold(len(asleep) == SLEEPERS, "everybody has a socket")
        for link in asleep:
            link.reads_server.clear()
        holes = sum(one.holes for one in load.followers)
        passed, memory = {link: link.passed for link in proxy.sockets}, resident_kib(loaded_server.server.process.pid)
        await loaded_server.change(CHANGES[length])
        async with in_time(20, "the others get everything"):
            while await current(load) < OTHERS + len(load.staff):
                await asyncio.sleep(0.05)
        hold(holes == sum(one.holes for one in load.followers), "nobody who reads has to ask for what was left out")
        grown = resident_kib(loaded_server.server.process.pid) - memory
        hold(grown < MOST_MEMORY_KIB, f"the server's memory is bounded: {grown} KiB more")
        await wake(asleep[: SLEEPERS // 2], passed)
        if length == "long":
            async with in_time(DROPPED_WITHIN, "who never reads is let go"):
                while await loaded_server.phones() > OTHERS + SLEEPERS // 2 + len(load.staff):
                    await asyncio.sleep(0.5)
        for link in asleep:
            link.reads_server.set()
        await loaded_server.finish()


async def current(load: Load) -> int:
    """How many screens are where their streams are."""
    heads = {one.stream: (await one.fresh())["seq"] for one in {one.stream: one for one in load.followers}.values()}
    return sum(one.state["seq"] >= heads[one.stream] for one in load.followers)


async def wake(links: list, passed: dict) -> None:
    """Let them read what was kept for them, until nothing comes any more."""
    for link in links:
        link.reads_server.set()
    before, now = -1, 0
    while before < now:
        await asyncio.sleep(1)
        before, now = now, sum(link.passed for link in links)
    kept = max(link.passed - passed[link] for link in links)
    hold(kept < MOST_KEPT, f"what waits for one phone is bounded: {kept} bytes")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """A page that is asleep does not count how long it hears nothing."""
    monkeypatch.setattr(follower, "SILENCE", 1000)


def test_phones_that_do_not_read_cost_nobody_anything(make_server, rng, length):
    play(stop_reading, make_server(is_behind=True, mode="eventlet", environment={"METRICS": "1"}), rng, length)


def test_a_queue_without_bound_is_found_out(make_server, broken, rng):
    with pytest.raises(Violated, match="bounded"):
        play(stop_reading, make_server(is_behind=True, mode="eventlet", root=broken("unbounded_queue")), rng, "short")
