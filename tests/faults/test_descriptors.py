"""No descriptor is left: who is there works on, the door stays, and who comes later is let in as soon as there is room."""

from __future__ import annotations

import asyncio
import os
import resource
from pathlib import Path

import pytest

from tests.faults.idle_clients import IdleClients, connect
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time

PHONES = 16
SPARE = 10
STRANGERS = 60
TIMES = {"short": 1, "long": 4}
WATCHED = 2.0
"""Seconds in which a door that waits must use next to no processor time, and one that spins all of it."""
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
    few = descriptors(process) + SPARE
    resource.prlimit(process, resource.RLIMIT_NOFILE, (few, before[1]))
    sockets = [follower.reconnects for follower in load.followers]
    with IdleClients(server.port, STRANGERS):
        async with in_time(WITHIN / 2, "the door takes who comes until no descriptor is left"):
            while descriptors(process) < few:
                connect(server.port).close()
                await asyncio.sleep(0.05)
        async with in_time(WITHIN, "who is there works on"):
            await load.pause()
            load.resume(PHONES // 2)
            await load.answers(10)
            await load.pause()
        used = processor_time(process)
        await asyncio.sleep(WATCHED)
        hold(processor_time(process) - used < WATCHED / 2, "a door that waits does not spin")
        hold([follower.reconnects for follower in load.followers] == sockets, "nobody who had a socket lost it")
        resource.prlimit(process, resource.RLIMIT_NOFILE, before)
        async with in_time(WITHIN, "who comes later is let in"):
            await asyncio.to_thread(server.client)


def descriptors(process: int) -> int:
    return len(os.listdir(f"/proc/{process}/fd"))


def processor_time(process: int) -> float:
    """Seconds that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_the_want_of_descriptors_keeps_nobody_out_for_good(make_server, rng, length):
    play(exhaust, make_server(mode="eventlet"), rng, length)


def test_a_door_that_ends_at_its_first_error_is_found_out(make_server, broken, rng):
    # Who needs a new connection notices it: whoever that is first.
    with pytest.raises(
        Violated, match="the door (stays open|takes who comes)|who is there works on|who comes later is let in"
    ):
        play(exhaust, make_server(root=broken("no_accept_guard"), mode="eventlet"), rng, "short")
