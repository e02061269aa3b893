"""Rehearsals in a demo session on a real server: nothing lost, missed or there twice, also when the server stands still for a while."""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from moderation.rehearsal import Options, rehearse
from tests.servers import ROOT, Server

QUESTIONS = ROOT / "data" / "replay" / "session.jsonl"
STANDSTILL = 12  # seconds; long enough for every screen to ask what goes on, and for commands to pile up

pytestmark = pytest.mark.reliability


@pytest.fixture(params=["eventlet"])
def server(tmp_path, request):
    server = Server(tmp_path / "data", mode=request.param).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


def options(server: Server, **more) -> Options:
    return Options(server.url, server.code, QUESTIONS, links=server.data_dir / "links.json", **more)


def check(told: dict) -> None:
    """Nothing lost, missed or there twice; what was refused was refused for its text."""
    faults = ("lost", "missed", "duplicated", "unanswered", "own_missed", "unread")
    assert {name: told[name] for name in faults} == dict.fromkeys(faults, 0), told["examples"]
    assert told["sent"] == told["acknowledged"] + sum(told["refused"].values())
    assert {code.partition(".")[0] for code in told["refused"]} <= {"text"}
    assert (told["votes"]["lost"], told["votes"]["unanswered"]) == (0, 0)
    assert told["chairs"]["acts"]["approve"] > 0


def test_three_hundred_attendees_and_ten_questions_a_second(server):
    told = asyncio.run(rehearse(options(server, attendees=300, rate=10, votes=5, seconds=20)))
    check(told)
    assert told["attendees"] == 300 and told["sent"] >= 190


@pytest.mark.parametrize("server", ["threading"], indirect=True)
def test_fifty_attendees_on_threads(server):
    check(asyncio.run(rehearse(options(server, attendees=50, rate=4, votes=2, seconds=8))))


def test_a_server_that_stood_still(server):
    async def play() -> dict:
        playing = asyncio.create_task(rehearse(options(server, attendees=60, rate=5, votes=2, seconds=8)))
        while await questions(server) < 10 and not playing.done():
            pass  # each turn reads the server anew
        os.kill(server.process.pid, signal.SIGSTOP)
        await asyncio.sleep(STANDSTILL)
        os.kill(server.process.pid, signal.SIGCONT)
        return await playing

    check(asyncio.run(play()))


async def questions(server: Server) -> int:
    """How many questions the chairs have by now."""
    chair = await asyncio.to_thread(server.client, "chair/b")
    return len((await asyncio.to_thread(chair.read, "snapshot"))[1]["put"])
