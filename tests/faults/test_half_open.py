"""Connections that stay and carry nothing, one way or both: the server lets them go, their owners notice and come back, nobody else is disturbed."""

from __future__ import annotations

import asyncio

import pytest

from moderation.rehearsal import follower
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import Proxy
from tests.faults.violations import Violated, hold, in_time

PHONES = 40
WAYS = (("up",), ("down",), ("up", "down"))
NOTICED_WITHIN = {"short": 9, "long": 60}
"""Seconds: ping interval and timeout of the build, or a client's patience, and some air."""
PATIENCE = {"short": 4, "long": follower.SILENCE}

pytestmark = pytest.mark.reliability


async def half_open(loaded_server: LoadedServer, rng, length: str) -> None:
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng) as proxy:
        await loaded_server.gather(PHONES, proxy.url)
        await loaded_server.work(10, 20)
        await loaded_server.settle()
        lost = {one: one.reconnects for one in loaded_server.load.followers}
        held = rng.sample(proxy.sockets, 2 * len(WAYS))
        for link, ways in zip(held, WAYS * 2):
            link.is_swallowed |= dict.fromkeys(ways, True)
        loaded_server.load.resume(10)
        async with in_time(NOTICED_WITHIN[length], "the server let go whom it does not hear"):
            await asyncio.gather(*(link.server_left.wait() for link in held))
        async with in_time(NOTICED_WITHIN[length], "who hears nothing came back"):
            while sum(one.reconnects > before for one, before in lost.items()) < len(held):
                await asyncio.sleep(0.05)
        await loaded_server.settle()
        hold(
            sum(one.reconnects - before for one, before in lost.items()) == len(held), "nobody else lost the connection"
        )
        await loaded_server.finish()


def test_half_open_connections_are_noticed_on_both_sides(make_server, hasty, rng, length, monkeypatch):
    """In the short run by a build whose only difference is that it waits less."""
    monkeypatch.setattr(follower, "SILENCE", PATIENCE[length])
    fields = {"root": hasty()} if length == "short" else {}
    play(half_open, make_server(is_behind=True, mode="eventlet", **fields), rng, length)


def test_a_server_without_heartbeat_is_found_out(make_server, hasty, rng, monkeypatch):
    monkeypatch.setattr(follower, "SILENCE", PATIENCE["short"])
    with pytest.raises(Violated, match="let go"):
        play(half_open, make_server(is_behind=True, mode="eventlet", root=hasty("no_heartbeat")), rng, "short")
