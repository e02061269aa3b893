"""The last change before a silence never arrives, and nothing comes after it that would show the hole: the heartbeat tells of it."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import Proxy, Weather
from tests.faults.violations import Violated, hold, in_time

PHONES = 24
ROUNDS = {"short": 1, "long": 3}
WITHIN = {"short": 6, "long": 20}
"""Seconds: a heartbeat of the build, a hole's pause, and some air."""

pytestmark = pytest.mark.reliability


async def lose_the_last(loaded_server: LoadedServer, rng, length: str) -> None:
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng) as proxy:
        await loaded_server.gather(PHONES, proxy.url)
        await loaded_server.work(4, 20)
        await loaded_server.settle()
        cuts = sum(one.reconnects for one in loaded_server.load.followers)
        loaded_server.within = WITHIN[length]
        for _ in range(ROUNDS[length]):
            proxy.weather, wanted = Weather(lose=1), proxy.lost + 2 * len(proxy.sockets)
            await loaded_server.change(2)
            async with in_time(WITHIN[length], "every screen lost both changes"):
                while proxy.lost < wanted:
                    await asyncio.sleep(0.02)
            proxy.weather = Weather()
            await loaded_server.settle()
        hold(cuts == sum(one.reconnects for one in loaded_server.load.followers), "no connection was lost")
        await loaded_server.finish()


def test_the_heartbeat_tells_of_a_change_that_was_lost(make_server, hasty, rng, length):
    """In the short run by a build whose only difference is that it waits less."""
    fields = {"root": hasty()} if length == "short" else {}
    play(lose_the_last, make_server(is_behind=True, **fields), rng, length)


@pytest.mark.long
def test_a_server_that_never_says_where_it_stands_is_found_out(make_server, hasty, rng):
    with pytest.raises(Violated, match="caught up"):
        play(lose_the_last, make_server(is_behind=True, mode="eventlet", root=hasty("no_heartbeat")), rng, "short")
