"""A translation service that takes every text and never answers: nobody waits for it, what waits for it fails in time, workers stay few."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from moderation.services.translation.service import WORKERS
from tests.faults.load import BURST
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time
from tests.servers import Server, session_with
from tests.services.translation.loopback import Service

PHONES = 8
WITHIN = {"short": 9, "long": 60}
"""Seconds: some times as long as a translation may wait."""
WORKER = b"moderation.services.translation.worker"

pytestmark = pytest.mark.reliability


async def hang(loaded_server: LoadedServer, rng, length: str) -> None:
    load = loaded_server.load
    await loaded_server.gather(PHONES)
    load.resume(PHONES)
    async with in_time(WITHIN[length], "people work"):
        await load.answers(PHONES * BURST)
        await loaded_server.settle()
    waiting = await asyncio.to_thread(states, loaded_server.server)
    hold(waiting["waiting"] and not waiting["done"], "the service hangs")
    await loaded_server.change(4)  # what is taken stands on the stage
    async with in_time(WITHIN[length], "a translation that does not come has failed"):
        while (await asyncio.to_thread(states, loaded_server.server))["waiting"]:
            hold(workers(loaded_server.server) <= WORKERS, "workers stay few")
            await asyncio.sleep(0.2)
    await loaded_server.finish()


def states(server: Server) -> Counter:
    """How many translations the chairs see in each state."""
    views = server.client("chair/a").read("snapshot")[1]["put"]
    return Counter(one["state"] for view in views for one in view["translations"].values())


def workers(server: Server) -> int:
    """How many of the server's children are translation workers."""
    many = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            many += parent == server.process.pid and WORKER in (process / "cmdline").read_bytes()
        except OSError:
            pass  # It has ended.
    return many


@pytest.fixture
def make_hanging(make_server, tmp_path):
    """A server whose translator hangs."""
    with Service("libretranslate", "hanging") as service:
        yield lambda **fields: make_server(
            session_file=session_with("libretranslate", tmp_path),
            environment={"OPEN_FLOOR_TRANSLATION_URL": service.url},
            **fields,
        )


def test_nobody_waits_for_a_translator_that_hangs(make_hanging, impatient, rng, length):
    play(hang, make_hanging(**({"root": impatient()} if length == "short" else {})), rng, length)


@pytest.mark.long
def test_patience_without_end_for_it_is_found_out(make_hanging, impatient, rng):
    with pytest.raises(Violated, match="has failed"):
        play(hang, make_hanging(root=impatient("endless_translation")), rng, "short")
