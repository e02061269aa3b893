"""An older backup is put back while people are connected: all show what it holds, nobody mixes two pasts, what was not acknowledged still arrives."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time

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
    """Work, back up, work on, stop in the middle of it, put the backup back, start."""
    server, load, backup = (
        loaded_server.server,
        loaded_server.load,
        loaded_server.server.data_dir.with_name(f"backup-{turn}.db"),
    )
    await work(loaded_server)
    await loaded_server.settle()
    await asyncio.to_thread(back_up, server, backup)
    kept = load.expectations()
    await work(loaded_server)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(0.3)  # the last answers are on their way
    load.expect_loss()
    load.expect_only(kept)
    put_back(server.data_dir, backup)
    await asyncio.to_thread(server.start)
    await loaded_server.settle()


async def work(loaded_server: LoadedServer) -> None:
    loaded_server.load.resume(PHONES_A_ROUND)
    async with in_time(loaded_server.within, "people work"):
        await loaded_server.load.answers(20)


def back_up(server, file: Path) -> None:
    """As deploy/README.md says."""
    environment = os.environ | {"DATA_DIR": str(server.data_dir)}
    done = subprocess.run(
        [sys.executable, "-m", "moderation", "backup", str(file)],
        cwd=server.root,
        env=environment,
        capture_output=True,
        text=True,
    )
    hold(done.returncode == 0, f"the backup is made: {done.stderr}")


def put_back(data_dir: Path, backup: Path) -> None:
    """As deploy/README.md says: the copy in place of the database, and nothing beside it that belonged to the other."""
    for leftover in data_dir.glob("open-floor.db*"):
        leftover.unlink()
    shutil.copy(backup, data_dir / "open-floor.db")


def test_everybody_shows_what_the_backup_holds(make_server, rng, length):
    play(restore, make_server(), rng, length)


@pytest.mark.long
def test_an_epoch_that_is_kept_is_found_out(make_server, broken, rng):
    with pytest.raises(Violated, match="caught up|different things"):
        play(restore, make_server(root=broken("old_epoch")), rng, "short")
