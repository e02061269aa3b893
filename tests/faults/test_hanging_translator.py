"""Tests with a translation service that never answers.

Commands do not wait, translations fail in time, and the number of workers stays small.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from moderation.services.translation.service import WORKERS
from tests.faults.load import BURST
from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require
from tests.servers import Client, Server, session_with
from tests.services.translation.loopback import FakeTranslationService

PHONES = 8
WITHIN = {"short": 9, "long": 60}
"""Maximum seconds until all translations have failed: several times the time-out of a translation."""
WORKER = b"moderation.services.translation.worker"

pytestmark = pytest.mark.reliability


async def hang(loaded_server: LoadedServer, rng, length: str) -> None:
    load = loaded_server.load
    await loaded_server.gather(PHONES)
    load.resume(PHONES)
    async with in_time(WITHIN[length], "commands are acknowledged"):
        await load.answers(PHONES * BURST)
        await loaded_server.settle()
    chair = await asyncio.to_thread(loaded_server.server.client, "chair/a")
    waiting = await asyncio.to_thread(states, chair)
    require(waiting["waiting"] and not waiting["done"], "the service hangs")
    await loaded_server.change(4)  # A question without a translation must reach the stage.
    async with in_time(WITHIN[length], "a translation without an answer has failed"):
        while (await asyncio.to_thread(states, chair))["waiting"]:
            require(workers(loaded_server.server) <= WORKERS, "workers stay few")
            await asyncio.sleep(0.2)
    await loaded_server.finish()


def states(chair: Client) -> Counter:
    """Return {state: number of translations} on the chairs' screen."""
    views = chair.read("snapshot")[1]["put"]
    return Counter(translation["state"] for view in views for translation in view["translations"].values())


def workers(server: Server) -> int:
    """Return the number of translation workers among the server's child processes."""
    count = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((process / "stat").read_text().rpartition(")")[2].split()[1])
            count += parent == server.process.pid and WORKER in (process / "cmdline").read_bytes()
        except OSError:
            pass  # Skip a process that has ended since `glob` listed it.
    return count


@pytest.fixture
def make_hanging(make_server, tmp_path):
    """Return a function: `make_hanging(**fields of Server)` returns a server whose translation service
    never answers.
    """
    with FakeTranslationService("libretranslate", "hanging") as service:
        yield lambda **fields: make_server(
            session_file=session_with("libretranslate", tmp_path),
            environment={"OPEN_FLOOR_TRANSLATION_URL": service.url},
            **fields,
        )


def test_a_hanging_translator_delays_nothing(make_hanging, impatient, rng, length):
    play(hang, make_hanging(**({"root": impatient()} if length == "short" else {})), rng, length)


@pytest.mark.long
def test_an_endless_wait_for_a_translation_is_detected(make_hanging, impatient, rng):
    with pytest.raises(Violated, match="has failed"):
        play(hang, make_hanging(root=impatient("endless_translation")), rng, "short")
