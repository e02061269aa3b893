"""Thousands of connections that ask for nothing, and of heads that never end: people work on, and each is hung up on in time."""

from __future__ import annotations

import asyncio
import sys

import pytest

from tests.faults.idle_clients import IdleClients, room_for
from tests.faults.load import BURST
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time

STRANGERS = {"short": 400, "long": 3000}
FEW_DESCRIPTORS = 300
PHONES = 16
WITHIN = {"short": 7, "long": 60}
"""Seconds: some rounds of HEAD_SECONDS, since in the short run not all strangers find a place at once."""

pytestmark = pytest.mark.reliability


async def idle(loaded_server: LoadedServer, rng, length: str) -> None:
    load, many = loaded_server.load, STRANGERS[length]
    await loaded_server.gather(PHONES)
    sockets = [follower.reconnects for follower in load.followers]
    with room_for(many), IdleClients(loaded_server.server.port, many) as idle_clients:
        load.resume(PHONES)
        async with in_time(WITHIN[length], "every stranger was hung up on"):
            while idle_clients.left:
                idle_clients.dribble()
                await asyncio.sleep(0.1)
        async with in_time(WITHIN[length], "people worked on"):
            await load.pause()
    hold(load.acknowledged > PHONES * BURST, "people worked on")
    hold([follower.reconnects for follower in load.followers] == sockets, "nobody who had a socket lost it")
    await asyncio.to_thread(newcomer, loaded_server)
    await loaded_server.finish()


def newcomer(loaded_server: LoadedServer) -> None:
    hold(loaded_server.server.client().read("own")[0] == 200, "somebody new comes in")


FEW = ("/bin/sh", "-c", f'ulimit -n {FEW_DESCRIPTORS}; exec "$@"', "sh", sys.executable)


def test_strangers_keep_nobody_out(make_server, impatient, rng, length):
    """In the short run the server has fewer descriptors than there are strangers; in the long one it is as it is."""
    fields = {"short": {"root": impatient(), "command": FEW}, "long": {}}[length]
    play(idle, make_server(mode="eventlet", **fields), rng, length)


@pytest.mark.long
def test_patience_without_end_is_found_out(make_server, impatient, rng):
    with pytest.raises(Violated, match="every stranger was hung up on"):
        play(idle, make_server(mode="eventlet", root=impatient("no_deadline"), command=FEW), rng, "short")
