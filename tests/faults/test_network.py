"""Tests with a network that cuts connections, and that delays, truncates, duplicates and loses data.

Every command takes effect exactly once. All screens catch up.
"""

from __future__ import annotations

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import NetworkFaults, Proxy
from tests.faults.violations import Violated

ROUNDS = {"short": 1, "long": 25}
PHONES_A_ROUND = 10
ANSWERS = 40
BAD_NETWORK = NetworkFaults(cut=0.02, truncate=0.02, lose=0.1, double=0.1, delay=0.02)

pytestmark = pytest.mark.reliability


async def bad_network(loaded_server: LoadedServer, rng, length: str) -> None:
    rounds = ROUNDS[length]
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng) as proxy:
        await loaded_server.gather(rounds * PHONES_A_ROUND, proxy.url)
        for _ in range(rounds):
            proxy.faults = BAD_NETWORK
            await loaded_server.work(PHONES_A_ROUND, ANSWERS)
            proxy.cut_all()
            loaded_server.load.expect_loss()
            proxy.faults = NetworkFaults()
            await loaded_server.settle()
        await loaded_server.finish()


def test_every_command_takes_effect_once_over_a_bad_network(make_server, rng, length):
    play(bad_network, make_server(is_behind=True), rng, length)


@pytest.mark.long
def test_a_server_without_catch_up_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match="equal at the same seq"):
        play(bad_network, make_server(is_behind=True, mode="eventlet", root=broken("no_catch_up")), rng, "short")


@pytest.mark.long
def test_a_server_without_stored_answers_is_detected(make_server, broken, rng):
    with pytest.raises(Violated):
        play(bad_network, make_server(is_behind=True, mode="eventlet", root=broken("no_idempotency")), rng, "short")
