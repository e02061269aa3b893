"""Everybody is cut off at once and comes back at once: all are back, nothing is missed, and nothing is left of the connections that went."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.bench.processes import CrowdProcess, raise_descriptor_limit
from tests.bench.systems import new_cookies
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time

PHONES = {"short": 300, "long": 2000}
STORMS = {"short": 1, "long": 4}
BACK_WITHIN = 40
CHANGES = 6

pytestmark = pytest.mark.reliability


async def storm(loaded_server: LoadedServer, rng, length: str) -> None:
    raise_descriptor_limit()
    path = f"/api/s/{loaded_server.server.code}/attendee"
    wish = json.dumps({"session": loaded_server.server.code, "seat": "attendee", "lang": "en"})
    await loaded_server.gather(16 * STORMS[length])
    with CrowdProcess() as crowd:

        async def have(do: str, **wish) -> dict:
            return await asyncio.to_thread(crowd.call, do, "all", **wish)

        cookies = new_cookies(loaded_server.server)
        await have(
            "join", port=loaded_server.server.port, wishes=[[next(cookies), wish] for _ in range(PHONES[length])]
        )
        for _ in range(STORMS[length]):
            await loaded_server.work(16, 20)
            await have("cut", path=path, within=0.2)
            await loaded_server.answers(20)
            back = await have("back", seconds=BACK_WITHIN)
            hold(not back["missing"], f"everybody is back within {BACK_WITHIN} s: {back['missing']} are not")
            await loaded_server.settle()
            await have("watch")
            await loaded_server.change(CHANGES)
            got = await have("wait", updates=CHANGES, seconds=20)
            hold(not got["missing"], f"everybody gets every change: {got['missing']} do not")
            async with in_time(5, "the server has forgotten the connections that went"):
                while await loaded_server.phones() > PHONES[length] + len(loaded_server.load.followers):
                    await asyncio.sleep(0.2)
        await loaded_server.finish()


def test_a_room_that_comes_back_at_once_is_served(make_server, rng, length):
    play(storm, make_server(mode="eventlet", environment={"METRICS": "1"}), rng, length)


@pytest.mark.long
def test_a_server_that_keeps_connections_that_went_is_found_out(make_server, broken, rng):
    with pytest.raises(Violated, match="forgotten"):
        play(
            storm, make_server(mode="eventlet", root=broken("no_farewell"), environment={"METRICS": "1"}), rng, "short"
        )
