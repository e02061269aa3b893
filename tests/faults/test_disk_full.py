"""A full disk: what finds no room is refused and nothing of it is there, everybody reads on, and with room again all is taken."""

from __future__ import annotations

import asyncio
import errno
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.loaded_server import LoadedServer, play
from tests.faults.violations import Violated, hold, in_time

TIGHT = Path(__file__).with_name("tight")
PHONES = 16
TIMES = {"short": 1, "long": 3}
REFUSED = {"short": 5, "long": 30}
WITHIN = 30
LONG_TEXT = "Who reads all this? " * 14
SMALL = "size=8m"

pytestmark = pytest.mark.reliability


def filling(fill: Callable[[], None], free: Callable[[], None]):
    """The scenario with this way of filling the disk and making room."""

    async def fill_up(loaded_server: LoadedServer, rng, length: str) -> None:
        await loaded_server.gather(PHONES * TIMES[length])
        for turn in range(TIMES[length]):
            loaded_server.load.resume(PHONES)
            async with in_time(WITHIN, "people work"):
                await loaded_server.load.answers(10)
            fill()
            await asyncio.to_thread(ask_until_refused, loaded_server, turn, REFUSED[length])
            free()
            await loaded_server.settle()
        await loaded_server.finish()

    return fill_up


def ask_until_refused(loaded_server: LoadedServer, turn: int, times: int) -> None:
    """Somebody asks until so many questions were refused for want of room; each that was acknowledged is read back at once."""
    server, refused, place = loaded_server.server, 0, 0
    while refused < times:
        if place % 5 == 0:
            asker, acknowledged = server.client(), []
        text = f"{LONG_TEXT}{turn}, {place}?"
        place += 1
        hold(place < 2000, "a full disk is noticed")
        loaded_server.load.sent.add(text)
        status, answer = asker.command("ask", {"text": text})
        if status == 201:
            acknowledged.append(answer["question"]["number"])
        else:
            hold(
                (status, answer["code"]) == (503, "server.storage"),
                f"what finds no room is refused with server.storage: {status} {answer}",
            )
            refused += 1
        status, own = asker.read("own")
        hold(status == 200, "everybody reads on")
        hold(
            sorted(view["number"] for view in own["questions"]) == acknowledged,
            "what was acknowledged is there, and nothing else",
        )


@pytest.mark.parametrize("when", ["within", "commit"])
def test_a_database_that_may_not_grow(make_server, told, rng, length, when):
    """SQLite says so within a command, and ends the transaction; or it says so at COMMIT, when the log is to be written."""
    play(filling(lambda: told.write_text(when), told.unlink), make_server(environment=tight(told)), rng, length)


def test_a_failure_that_is_swallowed_is_found_out(make_server, broken, told, rng):
    with pytest.raises(Violated, match="what was acknowledged is there"):
        play(
            filling(lambda: told.write_text("commit"), told.unlink),
            make_server(root=broken("swallowed_failure"), environment=tight(told)),
            rng,
            "short",
        )


@pytest.fixture
def told(tmp_path) -> Path:
    return tmp_path / "tight"


def tight(told: Path) -> dict[str, str]:
    return {"PYTHONPATH": str(TIGHT), "TIGHT_DISK": str(told)}


def test_a_file_system_without_room(make_server, small_disk, rng, length):
    """The folder itself is on a small file system of its own; the server's log is not."""
    server = make_server()
    disk = small_disk(server.data_dir)
    (server.data_dir.parent / "server.log").touch()
    (server.data_dir / "server.log").symlink_to(server.data_dir.parent / "server.log")
    play(filling(disk.fill, disk.free), server, rng, length)


class Disk:
    """A file system in memory with a file that takes all that is left of it."""

    def __init__(self, path: Path):
        self._ballast = path / "ballast"

    def fill(self) -> None:
        with open(self._ballast, "wb", buffering=0) as ballast:
            for size in (65536, 4096):
                try:
                    while ballast.write(b"x" * size) == size:
                        pass
                except OSError as full:
                    assert full.errno == errno.ENOSPC

    def free(self) -> None:
        self._ballast.unlink()


@pytest.fixture
def small_disk():
    """`small_disk(FOLDER)` mounts one there; taken away at the end. Left out where mounting is not allowed, under CI=true too."""
    mounted = []

    def mount(folder: Path) -> Disk:
        folder.mkdir(parents=True)
        if subprocess.run(["mount", "-t", "tmpfs", "-o", SMALL, "tmpfs", str(folder)], capture_output=True).returncode:
            pytest.skip("This user may not mount a small file system here: root with CAP_SYS_ADMIN may")
        mounted.append(folder)
        return Disk(folder)

    yield mount
    for folder in mounted:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
