"""kill -9 at random instants under load: what was acknowledged is there once, what was not sent is not there, every screen catches up."""

from __future__ import annotations

import asyncio
import os
import random
import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from moderation.services.rehearsal import follower, outbox, readback
from moderation.services.rehearsal.browser import open_http
from tests.reliability.load import BURST, Load
from tests.servers import Server

KILLS = {"eventlet": 20, "threading": 5}
PHONES_A_ROUND = 8
CAUGHT_UP_WITHIN = 30

pytestmark = pytest.mark.reliability


@pytest.fixture(autouse=True)
def brisk(monkeypatch):
    """The same clients with shorter waits between tries: a room may take 5 s, a test of 20 rounds may not."""
    monkeypatch.setattr(follower, "RECONNECT_WITHIN", 0.3)
    monkeypatch.setattr(outbox, "RETRY_WAIT", (0.05, 0.3))


@pytest.mark.parametrize("mode", KILLS)
def test_what_was_acknowledged_survives_kills(tmp_path, mode):
    seed = int(os.environ.get("KILL_SEED") or secrets.randbits(32))
    print(f"KILL_SEED={seed}")
    server = Server(tmp_path / "data", mode).start()
    try:
        asyncio.run(kill_often(server, random.Random(seed), tmp_path / "copy", KILLS[mode]))
    finally:
        server.kill()
    assert "Traceback" not in server.log()


async def kill_often(server: Server, rng: random.Random, copy: Path, kills: int) -> None:
    async with open_http() as http:
        load = Load(http, server, rng)
        try:
            await load.gather(kills * PHONES_A_ROUND)
            for turn in range(kills):
                await kill_once(load, turn, copy / str(turn))
            found = await readback.read_back(load.phones, load.chairs)
            server.kill()
            check_files(server, load, copy / "end")
        finally:
            await load.close()
    assert (found.lost, found.duplicated, found.lost_votes, found.unread) == (0, 0, 0, 0), found.examples
    assert load.acknowledged > 20 * kills


async def kill_once(load: Load, turn: int, copy: Path) -> None:
    """One round: work, kill, look at the files, start again, catch up, look again."""
    server, links = load.server, load.server.links
    epoch = load.chairs[0].follower.state["epoch"]
    load.resume(load.phones[turn * PHONES_A_ROUND : (turn + 1) * PHONES_A_ROUND])
    await load.answers(load.rng.randint(5, PHONES_A_ROUND * BURST))
    await asyncio.sleep(load.rng.uniform(0, 0.02))  # the fault's instant: between two answers, within a commit, anywhere
    server.kill()
    check_files(server, load, copy)
    for member in load.followers:
        member.connected.clear()
    await asyncio.to_thread(server.start)
    assert server.links == links
    await load.pause()
    await load.connected()
    await caught_up(load)
    assert load.chairs[0].follower.state["epoch"] != epoch


async def caught_up(load: Load) -> None:
    """Every screen equals a fresh snapshot of its stream, and the published totals are the acknowledged votes."""
    sure = counted(acknowledged(load, "votes"))
    async with asyncio.timeout(CAUGHT_UP_WITHIN):
        while any((await readback.compare(load.followers)).values()) or sure != published(load):
            pass  # both are read from the server anew in each turn


def published(load: Load) -> dict[int, int]:
    return {number: view["votes"] for number, view in load.chairs[0].follower.state["questions"].items() if view["votes"]}


def check_files(server: Server, load: Load, copy: Path) -> None:
    """What the killed server left, read from a copy so that its own recovery stays untouched."""
    copy.mkdir(parents=True)
    for path in server.data_dir.glob("open-floor.db*"):
        if not path.name.endswith("-shm"):
            shutil.copy(path, copy)
    with closing(sqlite3.connect(copy / "open-floor.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        rows = db.execute("SELECT number, text, version FROM questions").fetchall()
        votes = dict(db.execute("SELECT number, count(*) FROM votes JOIN questions ON questions.id = votes.question GROUP BY number"))
    texts = {number: text for number, text, _ in rows}
    assert len(set(texts.values())) == len(rows), "a question is there twice"
    assert set(texts.values()) <= load.sent, "nobody sent this"
    for delivery in acknowledged(load, "asked"):
        assert texts[delivery.answer["question"]["number"]] == delivery.body["text"]
    versions = {number: version for number, _, version in rows}
    assert all(versions[number] >= version for number, version in load.versions.items())
    check_votes(votes, load)


def check_votes(votes: dict[int, int], load: Load) -> None:
    """Each acknowledged vote is counted; beyond them only those that were under way."""
    sure = counted(acknowledged(load, "votes"))
    sent = counted(delivery for phone in load.phones for delivery in phone.votes)
    assert all(sure.get(number, 0) <= votes.get(number, 0) <= sent[number] for number in sent)
    assert votes.keys() <= sent.keys()


def acknowledged(load: Load, kind: str) -> list:
    return [delivery for phone in load.phones for delivery in getattr(phone, kind) if delivery.outcome == "acknowledged"]


def counted(deliveries) -> dict[int, int]:
    totals: dict[int, int] = {}
    for delivery in deliveries:
        totals[delivery.body["number"]] = totals.get(delivery.body["number"], 0) + 1
    return totals
