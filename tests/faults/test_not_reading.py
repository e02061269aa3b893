"""Tests with fifty phones that stop reading while changes are published.

The server keeps a limited amount of data for each of these phones, and delays no other phone. A phone that reads again
catches up. The server disconnects a phone that does not read again.
"""

from __future__ import annotations

import asyncio

import pytest

from moderation.rehearsal import follower
from tests.bench.processes import resident_kib
from tests.faults.load import Load
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import Proxy
from tests.faults.violations import Violated, in_time, require

STOPPED = 50
READERS = 8
CHANGES = {"short": 180, "long": 2000}
FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
LONG_WORDS = " " + FAMILY * 130
"""An ending that makes each question about 9 KB long, so that few changes fill the buffers.

It has only 130 graphemes, so the question keeps to the limit of 300 graphemes.
"""
MOST_WAITING = 1024 * 1024
"""Maximum number of bytes that wait for one phone that does not read.

The server keeps at most 64 KiB plus one change; the rest is in buffers of the kernel and of the proxy.
"""
MOST_MEMORY_KIB = 24 * 1024
DROPPED_WITHIN = 60

pytestmark = pytest.mark.reliability


async def stop_reading(loaded_server: LoadedServer, rng, length: str) -> None:
    load = loaded_server.load
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng, is_narrow=True) as proxy:
        load.ending = LONG_WORDS
        await loaded_server.gather(STOPPED + READERS, proxy.url, followed=1)
        await loaded_server.work(4, 20)
        await loaded_server.settle()
        stopped = [link for link in proxy.sockets if b"attendee=" in link.request][:STOPPED]
        require(len(stopped) == STOPPED, "every phone has a socket")
        for link in stopped:
            link.reads_server.clear()
        holes = sum(client.holes for client in load.followers)
        passed, memory = {link: link.passed for link in proxy.sockets}, resident_kib(loaded_server.server.process.pid)
        await loaded_server.change(CHANGES[length])
        async with in_time(20, "reading phones get every change"):
            while await count_current(load) < READERS + len(load.staff):
                await asyncio.sleep(0.05)
        require(holes == sum(client.holes for client in load.followers), "no reading phone has to fetch a gap")
        growth = resident_kib(loaded_server.server.process.pid) - memory
        require(growth < MOST_MEMORY_KIB, f"the server's memory is bounded: {growth} KiB more")
        await resume_reading(stopped[: STOPPED // 2], passed)
        if length == "long":
            async with in_time(DROPPED_WITHIN, "a phone that never reads is disconnected"):
                while await loaded_server.phones() > READERS + STOPPED // 2 + len(load.staff):
                    await asyncio.sleep(0.5)
        for link in stopped:
            link.reads_server.set()
        await loaded_server.finish()


async def count_current(load: Load) -> int:
    """Return the number of screens that have reached the head of their stream."""
    heads = {
        client.stream: (await client.fresh())["seq"]
        for client in {client.stream: client for client in load.followers}.values()
    }
    return sum(client.state["seq"] >= heads[client.stream] for client in load.followers)


async def resume_reading(links: list, passed: dict) -> None:
    """Let the proxy read from the server on these links again, until no more data arrive.

    Check that fewer than MOST_WAITING bytes had been waiting on each link. `passed`: {link: number of bytes that had
    been read when the link stopped reading}.
    """
    for link in links:
        link.reads_server.set()
    before, total = -1, 0
    while before < total:
        await asyncio.sleep(1)
        before, total = total, sum(link.passed for link in links)
    waiting_bytes = max(link.passed - passed[link] for link in links)
    require(waiting_bytes < MOST_WAITING, f"the data waiting for one phone is bounded: {waiting_bytes} bytes")


@pytest.fixture(autouse=True)
def no_silence_limit(monkeypatch):
    """Disable the clients' time-out for silent connections.

    The clients simulate suspended pages, whose timers do not run.
    """
    monkeypatch.setattr(follower, "SILENCE", 1000)


def test_phones_that_do_not_read_do_not_affect_others(make_server, rng, length):
    play(stop_reading, make_server(is_behind=True, mode="eventlet", environment={"METRICS": "1"}), rng, length)


@pytest.mark.long
def test_an_unbounded_queue_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match="bounded"):
        play(stop_reading, make_server(is_behind=True, mode="eventlet", root=broken("unbounded_queue")), rng, "short")
