"""Samples of a server: memory, files, descriptors and threads. Linux only."""

from __future__ import annotations

from pathlib import Path

from tests.bench.processes import resident_kib

MIB = 1024 * 1024


def children(pid: int) -> list[int]:
    """Return the process ids of all descendants of a process."""
    descendants = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in map(int, (task / "children").read_text().split()):
            descendants += [child, *children(child)]
    return descendants


def sample(pid: int, data_dir: Path, waits: list[float]) -> dict[str, float]:
    """Return one sample of a server.

    `memory`, `helpers` (the child processes' memory), `wal` and `file` are in MiB. `descriptors` and `threads` are
    counts. `waits`: the delays of /healthz in seconds. `stall` is the longest of these delays, in milliseconds.
    """
    return {
        "memory": resident_kib(pid) / 1024,
        "helpers": sum(map(resident_kib, children(pid))) / 1024,
        "wal": _size(data_dir / "open-floor.db-wal"),
        "file": _size(data_dir / "open-floor.db"),
        "descriptors": len(list(Path(f"/proc/{pid}/fd").iterdir())),
        "threads": len(list(Path(f"/proc/{pid}/task").iterdir())),
        "stall": max(waits, default=0.0) * 1000,
    }


def _size(path: Path) -> float:
    try:
        return path.stat().st_size / MIB
    except FileNotFoundError:
        return 0.0
