"""Tests in which all sockets are lost at the same time and all phones reconnect. No phone misses a change.

The server releases the resources of the lost connections.
"""

from __future__ import annotations

import asyncio
import json

import pytest

from moderation.rehearsal.client.packets import subscription
from tests.bench.processes import CrowdProcess, raise_descriptor_limit
from tests.bench.systems import new_cookies
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require

PHONES = {"short": 300, "long": 2000}
STORMS = {"short": 1, "long": 4}
BACK_WITHIN = 40
CHANGES = 6

pytestmark = pytest.mark.reliability


async def storm(loaded_server: LoadedServer, rng, length: str) -> None:
    raise_descriptor_limit()
    path = f"/api/s/{loaded_server.server.code}/attendee"
    body = json.dumps(subscription(loaded_server.server.code, "attendee", "en"))
    await loaded_server.gather(16 * STORMS[length])
    with CrowdProcess() as crowd:

        async def command(do: str, **parameters) -> dict:
            return await asyncio.to_thread(crowd.call, do, "all", **parameters)

        cookies = new_cookies(loaded_server.server)
        await command(
            "join", port=loaded_server.server.port, subscriptions=[[next(cookies), body] for _ in range(PHONES[length])]
        )
        for _ in range(STORMS[length]):
            await loaded_server.work(16, 20)
            await command("cut", path=path, within=0.2)
            await loaded_server.answers(20)
            back = await command("back", seconds=BACK_WITHIN)
            require(not back["missing"], f"every phone is back within {BACK_WITHIN} s: {back['missing']} are not")
            await loaded_server.settle()
            await command("watch")
            await loaded_server.change(CHANGES)
            arrival = await command("wait", updates=CHANGES, seconds=20)
            require(not arrival["missing"], f"every phone gets every change: {arrival['missing']} do not")
            async with in_time(5, "the server has forgotten the closed connections"):
                while await loaded_server.phones() > PHONES[length] + len(loaded_server.load.followers):
                    await asyncio.sleep(0.2)
        await loaded_server.finish()


def test_phones_that_reconnect_at_once_are_served(make_server, rng, length):
    play(storm, make_server(mode="eventlet", environment={"METRICS": "1"}), rng, length)


@pytest.mark.long
def test_a_server_that_keeps_closed_connections_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match="forgotten"):
        play(
            storm, make_server(mode="eventlet", root=broken("no_farewell"), environment={"METRICS": "1"}), rng, "short"
        )
