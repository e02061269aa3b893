from __future__ import annotations

import asyncio

import pytest

from moderation.rehearsal import listen, readback
from tests.servers import Server

ATTENDEES = 1500
CHANGES = 15

pytestmark = pytest.mark.reliability


def test_every_attendee_gets_every_change(tmp_path):
    server = Server(tmp_path / "data", "eventlet").start()  # The threading mode supports at most 200 phones.
    try:
        views = ask(server)
        asyncio.run(crowd(server, views))
        assert "Traceback" not in server.log()
    finally:
        server.stop()


def ask(server: Server) -> list[dict]:
    """Ask `CHANGES` questions. Return the chairs' views of the questions."""
    for number in range(CHANGES):
        if number % 5 == 0:
            asker = server.client()
        assert asker.command("ask", {"text": f"Question {number}?"})[0] == 201
    return server.client("chair/a").read("snapshot")[1]["put"]


async def crowd(server: Server, views: list[dict]) -> None:
    chair = server.client("chair/a")
    async with await listen(server.url, server.code, ATTENDEES, "en", within=120) as attendees:
        received: list[list[int]] = [[] for _ in attendees]
        for attendee, numbers in zip(attendees, received):
            attendee.follower.on_change = lambda change, numbers=numbers: numbers.extend(
                view["number"] for view in change.get("put", ())
            )
        before = {attendee.follower.state["seq"] for attendee in attendees}
        for view in views:
            status, _ = await asyncio.to_thread(
                chair.command, "approve", {"number": view["number"], "version": view["version"]}
            )
            assert status == 200
        fresh = await attendees[0].follower.fresh()
        assert fresh["seq"] >= max(before) + CHANGES
        assert await attendees.reach(fresh["seq"], within=60) == []
        assert {attendee.follower.reconnects for attendee in attendees} == {0}
        assert {tuple(numbers) for numbers in received} == {tuple(view["number"] for view in views)}
        assert not any(readback.missed_by(attendee.follower, fresh) for attendee in attendees)
