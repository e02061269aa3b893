"""Tests that kill the server (`kill -9`) at random times under load.

Every acknowledged command is stored once, and after the restart every screen catches up.
"""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.load import BURST
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, require

KILLS = {"eventlet": {"short": 5, "long": 100}, "threading": {"short": 1, "long": 10}}
PHONES_A_ROUND = 5
FOLLOWED = {"short": 4, "long": 16}

pytestmark = pytest.mark.reliability


async def kill_often(loaded_server: LoadedServer, rng, length: str) -> None:
    kills = KILLS[loaded_server.server.mode][length]
    await loaded_server.gather(kills * PHONES_A_ROUND, followed=FOLLOWED[length])
    for _ in range(kills):
        await kill_once(loaded_server, rng)
    require(loaded_server.load.acknowledged > 10 * kills, "commands are acknowledged")
    await loaded_server.finish()


async def kill_once(loaded_server: LoadedServer, rng) -> None:
    """Run one round: work, kill the server, check the files, start the server again, wait until the
    screens catch up.
    """
    server, load, links = loaded_server.server, loaded_server.load, loaded_server.server.links
    epoch = load.chairs[0].follower.state["epoch"]
    await loaded_server.work(PHONES_A_ROUND, rng.randint(5, PHONES_A_ROUND * BURST))
    # Kill the server 0 to 20 ms after an answer. The kill can then come at any time during a commit.
    await asyncio.sleep(rng.choice((0, rng.uniform(0, 0.02))))
    server.kill()
    loaded_server.check_files()
    load.expect_loss()
    await asyncio.to_thread(server.start)
    require(server.links == links, "the links are the same after a restart")
    await loaded_server.settle()
    require(load.chairs[0].follower.state["epoch"] != epoch, "a restart begins a new epoch")


@pytest.mark.parametrize("mode", KILLS)
def test_acknowledged_commands_survive_kills(make_server, rng, length, mode):
    play(kill_often, make_server(mode=mode), rng, length)


@pytest.mark.long
def test_an_answer_before_the_commit_is_detected(make_server, broken, rng, length):
    with pytest.raises(Violated, match="acknowledged"):
        play(kill_often, make_server(root=broken("ack_before_commit"), mode="eventlet"), rng, length)
