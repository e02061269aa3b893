"""Tests that run a rehearsal with the demo session on a real server.

Nothing is lost, missed or duplicated, even if the server process is stopped for 12 s.
"""

from __future__ import annotations

import asyncio
import os
import signal

import pytest

from moderation.rehearsal import Options, rehearse
from tests.servers import ROOT, Client, Server

QUESTIONS = ROOT / "data" / "replay" / "session.jsonl"
STOPPED_SECONDS = 12  # Long enough for many commands to be waiting for an answer when the server continues.

pytestmark = pytest.mark.reliability


@pytest.fixture(params=["eventlet"])
def server(tmp_path, request):
    server = Server(tmp_path / "data", mode=request.param).start()
    yield server
    server.stop()
    assert "Traceback" not in server.log()


def options(server: Server, **given) -> Options:
    return Options(server.url, server.code, QUESTIONS, links=server.data_dir / "links.json", **given)


def check(report: dict) -> None:
    """Check that the report of the rehearsal counts no faults, such as lost or duplicated questions.

    The code of each refused question must begin with `text.`.
    """
    faults = ("lost", "missed", "duplicated", "unanswered", "own_missed", "unread")
    assert {name: report[name] for name in faults} == dict.fromkeys(faults, 0), report["examples"]
    assert report["sent"] == report["acknowledged"] + sum(report["refused"].values())
    assert {code.partition(".")[0] for code in report["refused"]} <= {"text"}
    assert (report["votes"]["lost"], report["votes"]["unanswered"]) == (0, 0)
    assert report["chairs"]["acts"]["approve"] > 0


def test_three_hundred_attendees_and_ten_questions_a_second(server):
    report = asyncio.run(rehearse(options(server, attendees=300, rate=10, votes=5, seconds=20)))
    check(report)
    assert report["attendees"] == 300 and report["sent"] >= 190


@pytest.mark.parametrize("server", ["threading"], indirect=True)
def test_fifty_attendees_on_threads(server):
    check(asyncio.run(rehearse(options(server, attendees=50, rate=4, votes=2, seconds=8))))


def test_a_server_that_was_stopped_for_a_while(server):
    async def play() -> dict:
        playing = asyncio.create_task(rehearse(options(server, attendees=60, rate=5, votes=2, seconds=8)))
        chair = server.client("chair/b")
        while await questions(chair) < 10 and not playing.done():
            pass  # No sleep is needed, because `questions` waits for the server's answer.
        os.kill(server.process.pid, signal.SIGSTOP)
        await asyncio.sleep(STOPPED_SECONDS)
        os.kill(server.process.pid, signal.SIGCONT)
        return await playing

    check(asyncio.run(play()))


async def questions(chair: Client) -> int:
    """Return the number of questions on the chairs' screen."""
    return len((await asyncio.to_thread(chair.read, "snapshot"))[1]["put"])
