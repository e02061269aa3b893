"""1,500 phones at once on one server: every one of them gets every change."""

from __future__ import annotations

import asyncio

import pytest

from moderation.rehearsal import listen, readback
from tests.servers import Server

PHONES = 1500
CHANGES = 15

pytestmark = pytest.mark.reliability


def test_every_phone_gets_every_change(tmp_path):
    server = Server(tmp_path / "data", "eventlet").start()  # the other mode is promised for 200
    try:
        views = ask(server)
        asyncio.run(crowd(server, views))
        assert "Traceback" not in server.log()
    finally:
        server.stop()


def ask(server: Server) -> list[dict]:
    """As many pending questions as there will be changes, as the chairs see them."""
    for number in range(CHANGES):
        if number % 5 == 0:
            asker = server.client()
        assert asker.command("ask", {"text": f"Question {number}?"})[0] == 201
    return server.client("chair/a").read("snapshot")[1]["put"]


async def crowd(server: Server, views: list[dict]) -> None:
    chair = server.client("chair/a")
    async with await listen(server.url, server.code, PHONES, "en", within=120) as phones:
        got: list[list[int]] = [[] for _ in phones]
        for phone, numbers in zip(phones, got):
            phone.follower.on_change = lambda change, numbers=numbers: numbers.extend(
                view["number"] for view in change.get("put", ())
            )
        before = {phone.follower.state["seq"] for phone in phones}
        for view in views:
            status, _ = await asyncio.to_thread(
                chair.command, "approve", {"number": view["number"], "version": view["version"]}
            )
            assert status == 200
        fresh = await phones[0].follower.fresh()
        assert fresh["seq"] >= max(before) + CHANGES
        assert await phones.reach(fresh["seq"], within=60) == []
        assert {phone.follower.reconnects for phone in phones} == {0}
        assert {tuple(numbers) for numbers in got} == {tuple(view["number"] for view in views)}
        assert not any(readback.missed_by(phone.follower, fresh) for phone in phones)
