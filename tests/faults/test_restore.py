"""Tests that restore an older backup while clients are connected.

All clients then show the state of the backup. Clients repeat commands that had no answer, and the server accepts these
commands.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require

PHONES_A_ROUND = 8
ROUNDS = {"short": 1, "long": 4}
WITHIN = {"short": 8, "long": 30}

pytestmark = pytest.mark.reliability


async def restore(loaded_server: LoadedServer, rng, length: str) -> None:
    await loaded_server.gather(PHONES_A_ROUND * (2 * ROUNDS[length] + 1))
    loaded_server.within = WITHIN[length]
    for turn in range(ROUNDS[length]):
        await restore_once(loaded_server, turn)
    await loaded_server.finish()


async def restore_once(loaded_server: LoadedServer, turn: int) -> None:
    """Run one round: work, back up, work again, stop the server during the work, restore the backup, and start the
    server.
    """
    server, load, backup = (
        loaded_server.server,
        loaded_server.load,
        loaded_server.server.data_dir.with_name(f"backup-{turn}.db"),
    )
    await work(loaded_server)
    await loaded_server.settle()
    await asyncio.to_thread(run_command, server, "backup", str(backup))
    expectations = load.expectations()
    await work(loaded_server)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(0.3)  # In this time, the clients receive the last answers of the stopped server.
    load.expect_loss()
    load.expect_only(expectations)
    await asyncio.to_thread(run_command, server, "restore", str(backup), "--yes")
    await asyncio.to_thread(server.start)
    await loaded_server.settle()


async def work(loaded_server: LoadedServer) -> None:
    loaded_server.load.resume(PHONES_A_ROUND)
    async with in_time(loaded_server.within, "commands are acknowledged"):
        await loaded_server.load.answers(20)


def run_command(server, *words: str) -> None:
    """Run a command of the command line on the server's data folder, as described in deploy/README.md."""
    result = subprocess.run(
        [sys.executable, "-m", "moderation", *words],
        cwd=server.root,
        env=os.environ | {"DATA_DIR": str(server.data_dir)},
        capture_output=True,
        text=True,
    )
    require(result.returncode == 0, f"{words[0]} succeeds: {result.stderr}")


def test_every_client_shows_the_restored_state(make_server, rng, length):
    play(restore, make_server(), rng, length)


@pytest.mark.long
def test_an_unchanged_epoch_is_detected(make_server, broken, rng):
    with pytest.raises(Violated, match=r"caught up|equal at the same seq"):
        play(restore, make_server(root=broken("old_epoch")), rng, "short")
