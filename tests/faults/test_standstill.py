"""Tests of a server process that is stopped (SIGSTOP) for some time and then continued.

Repeated commands take effect once, and every client catches up.
"""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from moderation.rehearsal import browser
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, require

STOPPED_SECONDS = {"short": 4, "long": 60}
PHONES = 40
ANSWER_WITHIN = 1
"""Seconds without an answer after which a client repeats a command.

The test uses a small number, so that clients send many repeated commands while the server is stopped.
"""

pytestmark = pytest.mark.reliability


async def stop_and_continue(loaded_server: LoadedServer, rng, length: str) -> None:
    load, pid = loaded_server.load, loaded_server.server.process.pid
    await loaded_server.gather(PHONES)
    await loaded_server.work(PHONES // 2, rng.randint(10, 40))
    os.kill(pid, signal.SIGSTOP)
    await asyncio.sleep(STOPPED_SECONDS[length])
    os.kill(pid, signal.SIGCONT)
    await loaded_server.settle()
    repeated = [
        delivery for attendee in load.attendees for delivery in attendee.asked + attendee.votes if delivery.unreached
    ]
    require(repeated, "commands were repeated while the server was stopped")
    await loaded_server.finish()


def test_a_stopped_server_loses_nothing(make_server, rng, length, monkeypatch):
    monkeypatch.setattr(browser, "ANSWER_WITHIN", ANSWER_WITHIN)
    play(stop_and_continue, make_server(), rng, length)


@pytest.mark.long
def test_a_server_that_repeats_repeated_commands_is_detected(make_server, broken, rng, monkeypatch):
    monkeypatch.setattr(browser, "ANSWER_WITHIN", ANSWER_WITHIN)
    with pytest.raises(Violated):
        play(stop_and_continue, make_server(mode="eventlet", root=broken("no_idempotency")), rng, "short")
