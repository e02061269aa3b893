"""Checks of the machine: versions, disk, limits of the server's process, clock."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, datetime

from ...web.api.operation import ServerStatus
from ...web.faults import LEAST_FREE
from .finding import Finding, ok, unknown, wrong

LEAST_PYTHON, LEAST_SQLITE = (3, 11), (3, 35)
LEAST_DESCRIPTORS = 4096
"""The lowest sufficient limit of open files. Each connected phone needs one open file."""
CLOCK_SECONDS = 120.0
"""Maximum number of seconds by which a file may be newer than this machine's clock. The data folder may be on the disk
of another machine, whose clock may differ.
"""


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """Check the version of Python."""
    if version[:2] < LEAST_PYTHON:
        return wrong("Python", _dotted(version), f"install Python {_dotted(LEAST_PYTHON)} or newer")
    return ok("Python", _dotted(version))


def sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Finding:
    """Check the version of the SQLite library that Python uses."""
    if version < LEAST_SQLITE:
        return wrong(
            "SQLite",
            _dotted(version),
            f"Open Floor needs SQLite {_dotted(LEAST_SQLITE)} or newer: use a Python or a system that has it",
        )
    return ok("SQLite", _dotted(version))


def disk(free: int) -> Finding:
    """Check the free bytes on the disk of the data folder."""
    fact = f"{free / 1e6:,.0f} MB free"
    if free < LEAST_FREE:
        return wrong("disk", fact, "free some space, or move DATA_DIR to a larger disk; a full disk stops all commands")
    return ok("disk", fact)


def limits(server: ServerStatus | None) -> list[Finding]:
    """Check two limits of the running server: open files and core files. A core file would contain people's texts."""
    if server is None:
        return [unknown("limits", "no server answers", "start the server and run `doctor` again")]
    files, core = server["descriptors"], server["core"]
    return [
        ok("open files", f"{'no limit' if files < 0 else files}")
        if files < 0 or files >= LEAST_DESCRIPTORS
        else wrong("open files", str(files), "set LimitNOFILE=32768 in the unit: one for each phone"),
        ok("core files", "off")
        if core == 0
        else wrong("core files", "a crash may write the server's memory to the disk", "set LimitCORE=0 in the unit"),
    ]


def clock(now: float, newest: float) -> Finding:
    """Check that the clock is not earlier than the newest file. `now`, `newest`: in seconds since 1970."""
    fact = datetime.fromtimestamp(now, UTC).isoformat(" ", "seconds").replace("+00:00", " UTC")
    if newest - now > CLOCK_SECONDS:
        late = datetime.fromtimestamp(newest, UTC).isoformat(" ", "seconds").replace("+00:00", " UTC")
        return wrong("clock", f"{fact}, but a file is from {late}", "set the clock; keep it right with `timedatectl`")
    return ok("clock", fact)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))
