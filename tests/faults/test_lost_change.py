"""Tests in which the latest changes are lost. Clients can notice this loss only by a heartbeat."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import NetworkFaults, Proxy
from tests.faults.violations import Violated, in_time, require

PHONES = 24
ROUNDS = {"short": 1, "long": 3}
WITHIN = {"short": 6, "long": 20}
"""Maximum seconds until a client has fetched the lost change.

The limit includes the server's heartbeat interval, the client's delay before it fetches changes, and a margin.
"""

pytestmark = pytest.mark.reliability


async def lose_the_last(loaded_server: LoadedServer, rng, length: str) -> None:
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng) as proxy:
        await loaded_server.gather(PHONES, proxy.url)
        await loaded_server.work(4, 20)
        await loaded_server.settle()
        reconnects = sum(client.reconnects for client in loaded_server.load.followers)
        loaded_server.within = WITHIN[length]
        for _ in range(ROUNDS[length]):
            proxy.faults, wanted = NetworkFaults(lose=1), proxy.lost + 2 * len(proxy.sockets)
            await loaded_server.change(2)
            async with in_time(WITHIN[length], "the proxy loses both changes of every screen"):
                while proxy.lost < wanted:
                    await asyncio.sleep(0.02)
            proxy.faults = NetworkFaults()
            await loaded_server.settle()
        require(
            reconnects == sum(client.reconnects for client in loaded_server.load.followers), "no connection was lost"
        )
        await loaded_server.finish()


def test_the_heartbeat_reveals_a_lost_change(make_server, hasty, rng, length):
    """Check that clients fetch the lost change after a heartbeat.

    If `length` is "short", the server's build has short heartbeat intervals.
    """
    fields = {"root": hasty()} if length == "short" else {}
    play(lose_the_last, make_server(is_behind=True, **fields), rng, length)


@pytest.mark.long
def test_a_server_that_never_announces_its_head_is_detected(make_server, hasty, rng):
    with pytest.raises(Violated, match="caught up"):
        play(lose_the_last, make_server(is_behind=True, mode="eventlet", root=hasty("no_heartbeat")), rng, "short")
