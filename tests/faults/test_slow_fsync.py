"""Tests with a slow fsync.

While a commit waits, the server serves pages, sockets and pings; in the end every command is acknowledged.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.faults.fault_tools import slow_fsync
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require
from tests.servers import Client

FSYNC_MS = {"short": 400, "long": 2000}
COMMITS = {"short": 2, "long": 5}
PAGES = 5
"""Minimum number of pages that the server serves one after another during one commit.

A server whose event loop waits for the commit serves at most one page.
"""
PHONES = 8
WITHIN = 40

pytestmark = pytest.mark.reliability


async def work_on_a_slow_disk(loaded_server: LoadedServer, rng, length: str) -> None:
    load, setting = loaded_server.load, Path(loaded_server.server.environment["SLOW_FSYNC"])
    await loaded_server.gather(PHONES)
    setting.write_text(str(FSYNC_MS[length]))
    load.resume(PHONES)
    async with in_time(WITHIN, "questions are acknowledged"):
        await load.answers(COMMITS[length])
    sockets = [follower.reconnects for follower in load.followers]
    for _ in range(COMMITS[length]):
        require(
            await asyncio.to_thread(pages_meanwhile, loaded_server.server) >= PAGES,
            "pages are served while a commit waits",
        )
    require([follower.reconnects for follower in load.followers] == sockets, "no client lost its socket")
    setting.write_text("0")
    await loaded_server.finish()


def pages_meanwhile(server) -> int:
    """Return the number of pages that the server serves while a command waits for its commit.

    Each page is read by a new attendee, because the number of pages per cookie is limited.
    """
    chair = server.client("chair/a")
    with ThreadPoolExecutor(1) as pool:
        commanded = pool.submit(chair.command, "clear_screen")
        pages = 0
        while not commanded.done():
            reader = Client(server, "attendee")
            require(reader.raw("GET", f"/s/{server.code}")[0] == 200, "the page is served")
            pages += not commanded.done()
        chair.command("restore_screen")
    return pages


@pytest.fixture
def slow_disk(tmp_path):
    """Return the environment variables for a server whose fsync can be slowed down."""
    return {"LD_PRELOAD": str(slow_fsync(tmp_path)), "SLOW_FSYNC": str(tmp_path / "milliseconds")}


def test_a_waiting_commit_does_not_delay_pages(make_server, slow_disk, rng, length):
    play(work_on_a_slow_disk, make_server(mode="eventlet", environment=slow_disk), rng, length)


@pytest.mark.long
def test_a_commit_in_the_loop_is_detected(make_server, broken, slow_disk, rng):
    with pytest.raises(Violated, match="while a commit waits"):
        play(
            work_on_a_slow_disk,
            make_server(mode="eventlet", root=broken("commit_in_the_loop"), environment=slow_disk),
            rng,
            "short",
        )
