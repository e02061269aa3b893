"""A network that cuts, delays, truncates, doubles and loses: everything still arrives once, and every screen catches up."""

from __future__ import annotations

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.proxy import Proxy, Weather
from tests.faults.violations import Violated

ROUNDS = {"short": 1, "long": 25}
PHONES_A_ROUND = 10
ANSWERS = 40
STORM = Weather(cut=0.02, truncate=0.02, lose=0.1, double=0.1, delay=0.02)

pytestmark = pytest.mark.reliability


async def bad_weather(loaded_server: LoadedServer, rng, length: str) -> None:
    rounds = ROUNDS[length]
    async with Proxy(loaded_server.outside_port, loaded_server.server.port, rng) as proxy:
        await loaded_server.gather(rounds * PHONES_A_ROUND, proxy.url)
        for _ in range(rounds):
            proxy.weather = STORM
            await loaded_server.work(PHONES_A_ROUND, ANSWERS)
            proxy.cut_all()
            loaded_server.load.expect_loss()
            proxy.weather = Weather()
            await loaded_server.settle()
        await loaded_server.finish()


def test_everything_arrives_once_by_a_bad_network(make_server, rng, length):
    play(bad_weather, make_server(is_behind=True), rng, length)


def test_a_server_that_catches_nobody_up_is_found_out(make_server, broken, rng):
    with pytest.raises(Violated, match="different things"):
        play(bad_weather, make_server(is_behind=True, mode="eventlet", root=broken("no_catch_up")), rng, "short")


def test_a_server_that_forgets_its_answers_is_found_out(make_server, broken, rng):
    with pytest.raises(Violated):
        play(bad_weather, make_server(is_behind=True, mode="eventlet", root=broken("no_idempotency")), rng, "short")
