"""Tests of half-open connections, which lose all data in one or both directions.

The server closes these connections, and their clients connect again. No other client loses its connection.
"""

from __future__ import annotations

import asyncio

import pytest

from moderation.rehearsal import follower
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import Proxy
from tests.faults.violations import Violated, in_time, require

PHONES = 40
WAYS = (("up",), ("down",), ("up", "down"))
NOTICED_WITHIN = {"short": 9, "long": 60}
"""Maximum seconds until both sides have noticed half-open connections.

The server needs at most the build's ping interval plus the ping time-out. A client needs at most its own time-out. The
limit is the longer of these two times, plus a margin.
"""
PATIENCE = {"short": 4, "long": follower.SILENCE}

pytestmark = pytest.mark.reliability


async def half_open(loaded_server: LoadedServer, rng, length: str) -> None:
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng) as proxy:
        await loaded_server.gather(PHONES, proxy.url)
        await loaded_server.work(10, 20)
        await loaded_server.settle()
        reconnects_before = {client: client.reconnects for client in loaded_server.load.followers}
        buffer = rng.sample(proxy.sockets, 2 * len(WAYS))
        for link, ways in zip(buffer, WAYS * 2):
            link.is_swallowed |= dict.fromkeys(ways, True)
        loaded_server.load.resume(10)
        async with in_time(NOTICED_WITHIN[length], "the server closes silent connections"):
            await asyncio.gather(*(link.server_left.wait() for link in buffer))
        async with in_time(NOTICED_WITHIN[length], "clients of silent connections reconnect"):
            while sum(client.reconnects > before for client, before in reconnects_before.items()) < len(buffer):
                await asyncio.sleep(0.05)
        await loaded_server.settle()
        require(
            sum(client.reconnects - before for client, before in reconnects_before.items()) == len(buffer),
            "no other client lost its connection",
        )
        await loaded_server.finish()


def test_half_open_connections_are_noticed_on_both_sides(make_server, hasty, rng, length, monkeypatch):
    """Check that the server and the clients notice half-open connections.

    If `length` is "short", the tested build has short ping intervals.
    """
    monkeypatch.setattr(follower, "SILENCE", PATIENCE[length])
    fields = {"root": hasty()} if length == "short" else {}
    play(half_open, make_server(is_behind=True, mode="eventlet", **fields), rng, length)


@pytest.mark.long
def test_a_server_without_heartbeat_is_detected(make_server, hasty, rng, monkeypatch):
    monkeypatch.setattr(follower, "SILENCE", PATIENCE["short"])
    with pytest.raises(Violated, match="closes silent connections"):
        play(half_open, make_server(is_behind=True, mode="eventlet", root=hasty("no_heartbeat")), rng, "short")
