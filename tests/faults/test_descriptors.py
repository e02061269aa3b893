"""Tests of a server that has no free file descriptor.

Connected clients still work, the listener stays open, and new clients can connect when descriptors are free again.
"""

from __future__ import annotations

import asyncio
import os
import resource
from pathlib import Path

import pytest

from tests.faults.idle_clients import IdleClients, connect
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require

PHONES = 16
SPARE = 10
IDLE_CLIENTS = 60
TIMES = {"short": 1, "long": 4}
WATCHED = 2.0
"""Seconds for which the test measures the server's processor time while the server has no free descriptor.

A listener that waits uses almost no processor time. A listener in a busy loop would use a processor all the time.
"""
WITHIN = 15

pytestmark = pytest.mark.reliability


async def exhaust(loaded_server: LoadedServer, rng, length: str) -> None:
    await loaded_server.gather(PHONES * (TIMES[length] + 1))
    for _ in range(TIMES[length]):
        await exhaust_once(loaded_server)
    await loaded_server.finish()


async def exhaust_once(loaded_server: LoadedServer) -> None:
    server, load = loaded_server.server, loaded_server.load
    process = server.process.pid
    load.resume(PHONES // 2)
    await load.answers(10)
    before = resource.prlimit(process, resource.RLIMIT_NOFILE)
    limit = descriptors(process) + SPARE
    resource.prlimit(process, resource.RLIMIT_NOFILE, (limit, before[1]))
    sockets = [follower.reconnects for follower in load.followers]
    with IdleClients(server.port, IDLE_CLIENTS):
        async with in_time(WITHIN / 2, "the listener accepts until no descriptor is left"):
            while descriptors(process) < limit:
                connect(server.port).close()
                await asyncio.sleep(0.05)
        async with in_time(WITHIN, "connected clients work on"):
            await load.pause()
            load.resume(PHONES // 2)
            await load.answers(10)
            await load.pause()
        before_watch = processor_time(process)
        await asyncio.sleep(WATCHED)
        require(processor_time(process) - before_watch < WATCHED / 2, "a waiting listener does not spin")
        require([follower.reconnects for follower in load.followers] == sockets, "no client lost its socket")
        resource.prlimit(process, resource.RLIMIT_NOFILE, before)
        async with in_time(WITHIN, "new clients are accepted"):
            await asyncio.to_thread(server.client)


def descriptors(process: int) -> int:
    """Return the number of open descriptors of a process."""
    return len(os.listdir(f"/proc/{process}/fd"))


def processor_time(process: int) -> float:
    """Return the processor time of a process in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_clients_are_accepted_again_after_descriptors_ran_out(make_server, rng, length):
    play(exhaust, make_server(mode="eventlet"), rng, length)


@pytest.mark.long
def test_a_listener_that_ends_at_its_first_error_is_detected(make_server, broken, rng):
    # Several steps of the scenario need a new connection. It is open which of them detects the fault first, so the
    # pattern contains the messages of all these steps.
    with pytest.raises(
        Violated, match=r"the listener (stays open|accepts)|connected clients work on|new clients are accepted"
    ):
        play(exhaust, make_server(root=broken("no_accept_guard"), mode="eventlet"), rng, "short")
