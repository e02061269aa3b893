"""An older backup is put back while people are connected: all show what it holds, nobody mixes two pasts, what was not acknowledged still arrives."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.loaded_server import Scene, play
from tests.faults.violations import Violated, hold, in_time

PHONES_A_ROUND = 8
ROUNDS = {"short": 1, "long": 4}
WITHIN = {"short": 8, "long": 30}

pytestmark = pytest.mark.reliability


async def restore(scene: Scene, rng, length: str) -> None:
    await scene.gather(PHONES_A_ROUND * (2 * ROUNDS[length] + 1))
    scene.within = WITHIN[length]
    for turn in range(ROUNDS[length]):
        await restore_once(scene, turn)
    await scene.finish()


async def restore_once(scene: Scene, turn: int) -> None:
    """Work, back up, work on, stop in the middle of it, put the backup back, start."""
    server, load, backup = scene.server, scene.load, scene.server.data_dir.with_name(f"backup-{turn}.db")
    await work(scene)
    await scene.settle()
    await asyncio.to_thread(back_up, server, backup)
    kept = load.expectations()
    await work(scene)
    await asyncio.to_thread(server.stop)
    await asyncio.sleep(0.3)  # the last answers are on their way
    load.expect_loss()
    load.expect_only(kept)
    put_back(server.data_dir, backup)
    await asyncio.to_thread(server.start)
    await scene.settle()


async def work(scene: Scene) -> None:
    scene.load.resume(PHONES_A_ROUND)
    async with in_time(scene.within, "people work"):
        await scene.load.answers(20)


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
