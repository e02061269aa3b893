"""Tools that some fault tests need. If a tool is missing, the test is skipped; in CI (CI=true), the test fails."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SLOW_FSYNC = Path(__file__).with_name("slow_fsync.c")


def skip_or_fail(reason: str) -> None:
    """Skip the test; in CI (CI=true), fail the test."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def slow_fsync(folder: Path) -> Path:
    """Compile slow_fsync.c into this folder. Return the path of the library."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    library = folder / "slow_fsync.so"
    if (
        compiler is None
        or subprocess.run(
            [compiler, "-shared", "-fPIC", "-o", str(library), str(SLOW_FSYNC), "-ldl"], capture_output=True
        ).returncode
    ):
        skip_or_fail("No C compiler: apt-get install gcc libc6-dev")
    return library


def faketime() -> Path:
    """Return the path of the libfaketime library for programs with threads."""
    library = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
    if library is None:
        skip_or_fail("No libfaketime: apt-get install faketime")
    return library
