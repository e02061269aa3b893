"""A server that stands still (SIGSTOP) and goes on: nobody is lost, what was sent again and again meanwhile is done once, everyone catches up."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from moderation.rehearsal import browser
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold

STANDS = {"short": 4, "long": 60}
PHONES = 40
ANSWER_WITHIN = 1
"""Seconds that a client waits for an answer before it sends the command again: so the same ones pile up."""

pytestmark = pytest.mark.reliability


async def stand_still(loaded_server: LoadedServer, rng, length: str) -> None:
    load, pid = loaded_server.load, loaded_server.server.process.pid
    await loaded_server.gather(PHONES)
    await loaded_server.work(PHONES // 2, rng.randint(10, 40))
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(STANDS[length])
    os.kill(pid, signal.SIGCONT)
    await loaded_server.settle()
    again = [delivery for phone in load.phones for delivery in phone.asked + phone.votes if delivery.unreached]
    hold(again, "commands were sent again while the server stood")
    await loaded_server.finish()


def test_nobody_is_lost_by_a_standstill(make_server, rng, length, monkeypatch):
    monkeypatch.setattr(browser, "ANSWER_WITHIN", ANSWER_WITHIN)
    play(stand_still, make_server(), rng, length)


@pytest.mark.long
def test_a_server_that_does_again_what_is_sent_again_is_found_out(make_server, broken, rng, monkeypatch):
    monkeypatch.setattr(browser, "ANSWER_WITHIN", ANSWER_WITHIN)
    with pytest.raises(Violated):
        play(stand_still, make_server(mode="eventlet", root=broken("no_idempotency")), rng, "short")
