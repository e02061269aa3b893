"""Tests with a full disk.

The server refuses commands, stores nothing, and still answers reads. When the disk has free space again, the server
accepts commands.
"""

from __future__ import annotations

import asyncio
import errno
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, in_time, require

TIGHT = Path(__file__).with_name("tight")
PHONES = 16
TIMES = {"short": 1, "long": 3}
REFUSED = {"short": 5, "long": 30}
WITHIN = 30
LONG_TEXT = "Who reads all this? " * 14
SMALL = "size=8m"

pytestmark = pytest.mark.reliability


def filling(fill: Callable[[], None], free: Callable[[], None]):
    """Return a scenario in which the disk is full for some time.

    The function `fill` fills the disk while clients work. When the server has refused some questions, the function
    `free` frees the space again.
    """

    async def fill_up(loaded_server: LoadedServer, rng, length: str) -> None:
        await loaded_server.gather(PHONES * TIMES[length])
        for turn in range(TIMES[length]):
            loaded_server.load.resume(PHONES)
            async with in_time(WITHIN, "commands are acknowledged"):
                await loaded_server.load.answers(10)
            fill()
            await asyncio.to_thread(ask_until_refused, loaded_server, turn, REFUSED[length])
            free()
            await loaded_server.settle()
        await loaded_server.finish()

    return fill_up


def ask_until_refused(loaded_server: LoadedServer, turn: int, times: int) -> None:
    """Ask questions until the server has refused `times` questions because the disk is full.

    After each answer, check that the server returns all acknowledged questions and no other questions.
    """
    server, refused, place = loaded_server.server, 0, 0
    while refused < times:
        if place % 5 == 0:
            asker, acknowledged = server.client(), []
        text = f"{LONG_TEXT}{turn}, {place}?"
        place += 1
        require(place < 2000, "a full disk is noticed")
        loaded_server.load.sent.add(text)
        status, answer = asker.command("ask", {"text": text})
        if status == 201:
            acknowledged.append(answer["question"]["number"])
        else:
            require(
                (status, answer["code"]) == (503, "server.storage"),
                f"without space a command is refused with server.storage: {status} {answer}",
            )
            refused += 1
        status, own = asker.read("own")
        require(status == 200, "reads are answered")
        require(
            sorted(view["number"] for view in own["questions"]) == acknowledged,
            "exactly the acknowledged questions are stored",
        )


@pytest.mark.parametrize("when", ["within", "commit"])
def test_a_database_file_that_cannot_grow(make_server, flag, rng, length, when):
    """Simulate a full disk in one of two ways.

    `within`: an SQL statement of a command fails, and SQLite ends the transaction. `commit`: the COMMIT fails while
    SQLite writes the WAL.
    """
    play(filling(lambda: flag.write_text(when), flag.unlink), make_server(environment=tight(flag)), rng, length)


@pytest.mark.long
def test_an_ignored_storage_error_is_detected(make_server, broken, flag, rng):
    with pytest.raises(Violated, match="exactly the acknowledged questions"):
        play(
            filling(lambda: flag.write_text("commit"), flag.unlink),
            make_server(root=broken("swallowed_failure"), environment=tight(flag)),
            rng,
            "short",
        )


@pytest.fixture
def flag(tmp_path) -> Path:
    return tmp_path / "tight"


def tight(flag: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(TIGHT), "TIGHT_DISK": str(flag)}


def test_a_full_file_system(make_server, small_disk, rng, length):
    """Fill the small file system that contains the data folder. The server's log is on another file system."""
    server = make_server()
    disk = small_disk(server.data_dir)
    (server.data_dir.parent / "server.log").touch()
    (server.data_dir / "server.log").symlink_to(server.data_dir.parent / "server.log")
    play(filling(disk.fill, disk.free), server, rng, length)


class Disk:
    """A small file system in memory. `fill` writes a file that takes all free space; `free` deletes this file."""

    def __init__(self, path: Path):
        self._ballast = path / "ballast"

    def fill(self) -> None:
        with open(self._ballast, "wb", buffering=0) as ballast:
            for size in (65536, 4096):
                try:
                    while ballast.write(b"x" * size) == size:
                        pass
                except OSError as full:
                    if full.errno != errno.ENOSPC:
                        raise

    def free(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def small_disk():
    """Return a function: `small_disk(FOLDER)` mounts a small file system on FOLDER until the test ends.

    If this user may not mount a file system, skip the test, even in CI.
    """
    mounted = []

    def mount(folder: Path) -> Disk:
        folder.mkdir(parents=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", SMALL, "tmpfs", str(folder)], capture_output=True).returncode:
            pytest.skip("This user may not mount a file system: it needs root with CAP_SYS_ADMIN")
        mounted.append(folder)
        return Disk(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
