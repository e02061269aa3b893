"""What a fault needs of the machine: a test is left out where it has not got it, and fails under CI=true."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SLOW_FSYNC = Path(__file__).with_name("slow_fsync.c")


def missing(what: str) -> None:
    """This test cannot be done here."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)


def slow_fsync(folder: Path) -> Path:
    """The library of slow_fsync.c, compiled into this folder."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    library = folder / "slow_fsync.so"
    if (
        compiler is None
        or subprocess.run(
            [compiler, "-shared", "-fPIC", "-o", str(library), str(SLOW_FSYNC), "-ldl"], capture_output=True
        ).returncode
    ):
        missing("No C compiler here: apt-get install gcc libc6-dev")
    return library


def faketime() -> Path:
    """The library of libfaketime for programs with threads."""
    found = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if found is None:
        missing("No libfaketime here: apt-get install faketime")
    return found
