"""Tests with thousands of connections that never send a complete request.

All other clients still work, and the server closes each of these connections in time.
"""

from __future__ import annotations

import asyncio
import sys

import pytest

from tests.faults.idle_clients import IdleClients, descriptor_limit_raised
from tests.faults.load import BURST
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require

IDLE_CLIENTS = {"short": 400, "long": 3000}
FEW_DESCRIPTORS = 300
PHONES = 16
WITHIN = {"short": 7, "long": 60}
"""Maximum seconds until all idle connections are closed.

The limit is several times HEAD_SECONDS. The server of a "short" run has too few descriptors (FEW_DESCRIPTORS) for all
connections at the same time. Therefore, the server must close the first connections before it can accept the last
connections.
"""

pytestmark = pytest.mark.reliability


async def idle(loaded_server: LoadedServer, rng, length: str) -> None:
    load, count = loaded_server.load, IDLE_CLIENTS[length]
    await loaded_server.gather(PHONES)
    sockets = [follower.reconnects for follower in load.followers]
    with descriptor_limit_raised(count), IdleClients(loaded_server.server.port, count) as idle_clients:
        load.resume(PHONES)
        async with in_time(WITHIN[length], "every idle connection is closed"):
            while idle_clients.left:
                idle_clients.dribble()
                await asyncio.sleep(0.1)
        async with in_time(WITHIN[length], "clients work on"):
            await load.pause()
    require(load.acknowledged > PHONES * BURST, "clients work on")
    require([follower.reconnects for follower in load.followers] == sockets, "no client lost its socket")
    await asyncio.to_thread(check_new_client, loaded_server)
    await loaded_server.finish()


def check_new_client(loaded_server: LoadedServer) -> None:
    require(loaded_server.server.client().read("own")[0] == 200, "a new client is accepted")


FEW = ("/bin/sh", "-c", f'ulimit -n {FEW_DESCRIPTORS}; exec "$@"', "sh", sys.executable)


def test_idle_connections_do_not_keep_clients_out(make_server, impatient, rng, length):
    """Check that clients can connect and work while many idle connections occupy the server.

    If `length` is "short", the server has fewer file descriptors than there are idle connections.
    """
    fields = {"short": {"root": impatient(), "command": FEW}, "long": {}}[length]
    play(idle, make_server(mode="eventlet", **fields), rng, length)


@pytest.mark.long
def test_an_endless_wait_for_a_request_is_detected(make_server, impatient, rng):
    with pytest.raises(Violated, match="every idle connection is closed"):
        play(idle, make_server(mode="eventlet", root=impatient("no_deadline"), command=FEW), rng, "short")
